/** Looks symptoms up in the table of consequences. */
import type { CheckResult } from '../../../model/report.ts'
import { indexBy } from '../../../model/lists/group-by.ts'
import { matchesGlob } from '../../../model/text/glob.ts'
import type { Consequence } from '../consequences/consequence.ts'
import { consequences } from '../consequences/table.ts'
import { foreignIn, type Symptom } from '../symptom.ts'

const byCode = indexBy(consequences, ({ because }) => because as string)

/** The entries of what a finding code brings about. */
export function entriesOf(code: string): readonly Consequence[] {
  return byCode.get(code) ?? []
}

/** Whether the table says that, in one cell, `root` brings about the other symptom. */
export function explains(root: Symptom, { code, check }: Symptom): boolean {
  // What answers the first request of a cell in place of the API grants the later ones, too.
  if (code === 'error.absent' && foreignIn(root.cell, root.check) !== undefined) return true
  return codesOf(root).some((own) =>
    entriesOf(own).some(
      (entry) =>
        bringsAbout(entry, root, { code, check }) &&
        (entry.overlaps !== true || overlap(root.check, own, check.finding?.at?.pointer)),
    ),
  )
}

/** Whether an entry of the table is about both, wherever they are seen. */
export function bringsAbout(
  entry: Consequence,
  root: Symptom,
  { code, check }: Pick<Symptom, 'code' | 'check'>,
): boolean {
  return (
    entry.explains.some((known) => known === code) &&
    (entry.at === undefined || pointersOf(root, entry.because).some((at) => entry.at?.test(at))) &&
    (entry.rule === undefined || entry.rule === root.check.rule) &&
    (entry.check === undefined || matchesGlob(entry.check, check.id))
  )
}

/** Where a check found what has a code; empty for what is about the whole reply. */
function pointersOf({ code, check }: Symptom, because: string): string[] {
  const { finding, alsoFound = [] } = check
  const also = alsoFound.filter((other) => other.code === because)
  const first = code === because ? [finding?.at] : []
  return [...first, ...also].map((at) => at?.pointer ?? '')
}

/** What a check found, the first finding first. */
function codesOf({ code, check }: Symptom): string[] {
  return [code, ...(check.alsoFound ?? []).map((also) => also.code)]
}

/**
 * Whether what a check found with a code lies at, above or below `pointer`. A finding without a
 * pointer is about the whole reply, so a member at the top of it is enough.
 */
function overlap(root: CheckResult, code: string, pointer: string | undefined): boolean {
  const { finding, alsoFound = [] } = root
  const first = finding?.code === code ? [finding.at?.pointer] : []
  const also = alsoFound.filter((other) => other.code === code).map((other) => other.pointer)
  return [...first, ...also].some((own) => {
    if (own === undefined) return false
    if (pointer === undefined) return own.lastIndexOf('/') <= 0
    return `${own}/`.startsWith(`${pointer}/`) || `${pointer}/`.startsWith(`${own}/`)
  })
}
