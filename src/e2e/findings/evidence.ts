/** What a run showed of each entry of its baseline: the evidence of a finding. */
import { expectedBy } from '../../judge/baseline/match.ts'
import { kindOf } from '../../judge/verdict/finding-kinds.ts'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { identityOf, type Evidence } from './format.ts'
import { madeUpWords, steady, steadyCommand } from './steady.ts'

/** What one check shows of an entry, as it is recorded. */
export type Shown = Omit<Evidence, 'since' | 'fixed'>

/** An entry of a baseline, and everything that a run showed of it; the best example comes first. */
export type SeenEntry = readonly [best: Shown, ...others: Shown[]]

/**
 * What the run showed of each entry that it saw, in the order of the baseline.
 *
 * @param baseline the file of the entries, where the part names one
 * @param origins addresses of this run by the name of the variable that stands for each
 */
export function evidenceOf(
  report: Report,
  baseline: string | undefined,
  origins: Readonly<Record<string, string>>,
): readonly SeenEntry[] {
  return (report.baseline ?? []).flatMap((entry) => {
    const [best, ...others] = report.cells
      .flatMap((cell) =>
        cell.checks
          .filter((check) => shows(entry, report, cell, check))
          .map((check) => ({ ...pinned(entry, baseline), ...shown(entry, cell, check, origins) })),
      )
      .toSorted((one, other) => sizeOf(one) - sizeOf(other) || order(one, other))
    return best === undefined ? [] : [[best, ...others] as const]
  })
}

/** The identity of every entry that the run was held against, whether or not it saw it. */
export function expectedOf(report: Report, baseline: string | undefined): readonly string[] {
  return (report.baseline ?? []).map((entry) => identityOf(pinned(entry, baseline)))
}

/** What tells an entry apart from others. */
function pinned({ check, finding, pointer, api }: BaselineEntry, baseline: string | undefined) {
  return {
    ...(baseline !== undefined && { baseline }),
    check,
    code: finding,
    ...(pointer !== undefined && { pointer }),
    ...(api !== undefined && { scope: api }),
  }
}

/** Whether it is the entry, the first of the baseline, that the check's finding is known by. */
function shows(
  entry: BaselineEntry,
  { baseline = [] }: Report,
  cell: CellResult,
  one: CheckResult,
) {
  const { id, known, finding } = one
  if (known === undefined || finding === undefined) return false
  return expectedBy(baseline, cell, id, kindOf(finding)) === entry
}

/** The smallest request is shown; one whose body is in a file, or without a command, comes last. */
function sizeOf({ curl }: Shown): number {
  if (curl === undefined) return Number.MAX_SAFE_INTEGER
  return curl.includes("'@wire/") ? Number.MAX_SAFE_INTEGER - 1 : curl.length
}

/** Where two requests are of one size, so that the choice is the same in every run. */
function order(one: Shown, other: Shown): number {
  return one.example.localeCompare(other.example) || one.api.localeCompare(other.api)
}

function shown(
  { reason, link, intermittent = false }: BaselineEntry,
  cell: CellResult,
  check: CheckResult,
  origins: Readonly<Record<string, string>>,
) {
  const { message = '', expected = '', received = '' } = check.finding ?? {}
  const command = check.curl ?? cell.curl
  const words = madeUpWords(command ?? '')
  return {
    ...(intermittent && { intermittent }),
    reason,
    ...(link !== undefined && { link }),
    example: `${cell.case}/${check.id}`,
    api: cell.api,
    rule: check.rule,
    level: check.level,
    message: steady(message, words),
    expected: steady(expected, words),
    received: steady(received, words),
    ...(command !== undefined && { curl: steadyCommand(portable(command, origins), words) }),
  }
}

/** The command with a variable for each address of this run, all of which are in single quotes. */
function portable(command: string, origins: Readonly<Record<string, string>>): string {
  const named = Object.entries(origins).reduce(
    (text, [name, origin]) => text.replaceAll(origin, `'"$${name}"'`),
    command,
  )
  return named.replaceAll(` ''"$`, ' "$')
}
