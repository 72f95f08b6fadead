/** Puts defects behind a real server, and asks whom the suite blames. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { claim, type Claim } from '../claim.ts'
import { expectedBy } from '../../judge/baseline/match.ts'
import { kindOf } from '../../judge/verdict/finding-kinds.ts'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import { parseReport } from '../../report/json/parse.ts'

/** A defect of the reference behind a server, and the check that sees it through the server. */
export interface Defect {
  readonly mutant: string
  /** `suite.case`. */
  readonly case: string
  /** Ends the id of the check. */
  readonly check: string
}

/** Defects as a part file lists them: the mutant, and `suite.case/check`. */
export function defectsOf(listed: Readonly<Record<string, string>>): readonly Defect[] {
  return Object.entries(listed).map(([mutant, full]) => {
    const [name = '', check = ''] = full.split('/')
    return { mutant, case: name, check }
  })
}

const deviating = new Set(['fail', 'warn', 'known', 'error'])

/**
 * Whether the suite, by this report, saw the defect and blamed it on `upstream`.
 *
 * @param report one sentence instead, if there is no report
 */
export function blamedUpstream(
  { mutant, case: id, check }: Defect,
  report: Report | { readonly problem: string },
): Claim {
  const says = `${mutant} behind it is blamed on upstream`
  if ('problem' in report) return claim(says, false, report.problem)
  const seen = deviationsOf(report, id)
  const met = seen.filter((one) => isCheck(one, check))
  const isBlamed = met.length > 0 && met.every(({ against }) => against?.blame === 'upstream')
  return claim(says, isBlamed, seen.map(described).join(', ') || 'nothing that deviates')
}

/** Whether a whole run found what it is known to find. */
export function findsAll(
  report: Report | { readonly problem: string },
  checks: readonly string[],
): Claim[] {
  return checks.map((full) => {
    const says = `${full} finds something`
    if ('problem' in report) return claim(says, false, report.problem)
    const [name = '', check = ''] = full.split('/')
    return claim(
      says,
      deviationsOf(report, name).some((one) => isCheck(one, check)),
      'it passes',
    )
  })
}

function deviationsOf({ cells }: Report, id: string): CheckResult[] {
  return cells
    .filter((cell) => cell.case === id)
    .flatMap(({ checks }) => checks.filter((one) => deviating.has(one.verdict)))
}

function isCheck({ id }: CheckResult, check: string): boolean {
  return id === check || id.endsWith(`.${check}`)
}

/**
 * Whether, with Bedrock in order, every deviation is put down to the server, and enough of them are.
 *
 * @param blamed the name that `--against` gives the server in front
 */
export function blamedOnServer(
  report: Report | { readonly problem: string },
  blamed: string,
  least: number,
): Claim[] {
  if ('problem' in report) return [claim('the suite left a report', false, report.problem)]
  const found = report.cells.flatMap((cell) =>
    cell.checks
      .filter((one) => deviating.has(one.verdict) && one.against?.blame !== undefined)
      .filter((one) => !mayNotRecur(report, cell, one))
      .map((one) => ({ id: `${cell.case}/${one.id}`, one })),
  )
  const others = found.filter(({ one }) => one.against?.blame !== blamed)
  const own = found.filter(({ one }) => one.against?.blame === blamed)
  const count = new Set(own.map(({ id }) => id)).size
  return [
    claim(
      `what deviates while Bedrock is well is blamed on ${blamed}`,
      others.length === 0,
      others.map(({ one }) => described(one)).join(', '),
    ),
    claim(`at least ${least} of its deviations are`, count >= least, String(count)),
  ]
}

/** Whether it may be absent when both are asked again: a behaviour, or an intermittent entry. */
function mayNotRecur({ baseline = [] }: Report, cell: CellResult, one: CheckResult): boolean {
  if (one.against?.blame !== 'model') return false
  if (one.kind === 'behaviour') return true
  const { finding } = one
  const entry = finding && expectedBy(baseline, cell, one.id, kindOf(finding))
  return entry?.intermittent === true
}

function described({ id, finding, against }: CheckResult): string {
  return `${id} (${finding?.code ?? 'no finding'}) → ${against?.blame ?? 'no cause'}`
}

/** The report that a run wrote there, or one sentence why there is no report. */
export async function readReport(
  directory: string,
): Promise<Report | { readonly problem: string }> {
  const text = await readFile(join(directory, 'report.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return { problem: `${directory} has no report.json.` }
  const read = parseReport(text)
  return 'problem' in read ? { problem: `${directory}: ${read.problem}` } : read.report
}
