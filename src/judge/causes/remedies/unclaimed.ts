/** Refusals of what the target never claimed to have: it is for its user to say whether it has that. */
import type { CellResult } from '../../../model/report.ts'
import type { Capability, CellName, Verdict } from '../../../model/names.ts'
import { apiFacts } from '../../../model/apis.ts'
import { indexBy } from '../../../model/lists/group-by.ts'
import type { Symptom } from '../symptom.ts'

/**
 * The capability that the case of a cell needs, where the target neither claims nor lacks it, and the
 * run does not show that it is there.
 */
export type Unclaimed = (cell: CellName) => Capability | undefined

/** The result of a cell, and the capability that its case needs. */
export interface Needed {
  readonly result: CellResult
  readonly capability: Capability
}

/**
 * Where most cells that need a capability of an API pass, the server has it, and a refusal there is
 * about something else; an API is there where it answered one of its cells.
 *
 * @param needed the cells whose endpoints say nothing of the capability
 */
export function unclaimedIn(needed: readonly Needed[]): Unclaimed {
  const judged = needed.filter(({ result }) => judgements.has(result.verdict))
  const alike = indexBy(judged, ({ result, capability }) => `${capability} ${result.api}`)
  const lacking = [...alike.values()].filter((own) => {
    const served = own.filter(({ result }) => isServed(result)).length
    return own.some(isOfApi) ? served === 0 : served * 2 <= own.length
  })
  const known = new Map(
    lacking.flat().map(({ result, capability }) => [nameOf(result), capability] as const),
  )
  return (cell) => known.get(nameOf(cell))
}

/** Whether the capability is that of the API itself. */
function isOfApi({ result, capability }: Needed): boolean {
  return apiFacts[result.api].capability === capability
}

const judgements: ReadonlySet<Verdict> = new Set(['pass', 'warn', 'fail'])

/** Whether replies came, and what the server promises of them holds. */
function isServed({ verdict, replies }: CellResult): boolean {
  return (verdict === 'pass' || verdict === 'warn') && (replies?.count ?? 0) > 0
}

function nameOf({ case: id, api }: CellName): string {
  return `${id} ${api}`
}

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
