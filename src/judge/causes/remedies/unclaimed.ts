/** Refusals of what the target never claimed to have: it is for its user to say whether it has that. */
import type { CellName } from '../../../model/report.ts'
import type { Capability } from '../../../model/names.ts'
import type { Symptom } from '../symptom.ts'

/** The capability that the case of a cell needs, where the target neither claims nor lacks it. */
export type Unclaimed = (cell: CellName) => Capability | undefined

/** A refusal for the lack of something; the others are about credentials, access or the rate. */
const lacking: ReadonlySet<string> = new Set(['400', '404', '405', '422', '501'])

/** What to declare where every refusal of a cause is one of an unclaimed capability. */
export function declarationFor(
  symptoms: readonly Symptom[],
  unclaimed: Unclaimed,
): string | undefined {
  const asked = symptoms.map(({ cell, answer }) =>
    lacking.has(answer?.status ?? '') ? unclaimed(cell) : undefined,
  )
  if (asked.length === 0 || asked.includes(undefined)) return undefined
  const names = [...new Set(asked)].join()
  return `If the server does not have this, declare it with --lacks=${names}; if it does:`
}
