/** Puts defects behind a real server, and asks whom the suite blames. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { claim, type Claim } from '../claim.ts'
import type { CheckResult, Report } from '../../model/report.ts'
import { parseReport } from '../../report/json/json.ts'

/** A defect of Bedrock that a server in front of it passes on, and the check that it breaks. */
interface Defect {
  readonly mutant: string
  readonly case: string
  /** Ends the id of the check. */
  readonly check: string
}

export const defectsBehind: readonly Defect[] = [
  { mutant: 'usage-total-wrong', case: 'chat.simple', check: 'usage' },
  { mutant: 'usage-total-below-prompt', case: 'chat.simple', check: 'usage' },
  { mutant: 'usage-missing-in-stream', case: 'stream.basic', check: 'usage-chunk' },
  { mutant: 'max-tokens-ignored', case: 'sampling.budget', check: 'within-budget' },
  { mutant: 'stop-ignored', case: 'stop.cuts', check: 'text-cut' },
  { mutant: 'id-per-chunk', case: 'stream.basic', check: 'one-id' },
  { mutant: 'first-delta-without-role', case: 'stream.basic', check: 'first-role' },
  { mutant: 'created-zero', case: 'chat.simple', check: 'created-now' },
  { mutant: 'finish-null', case: 'chat.simple', check: 'response-schema' },
  { mutant: 'control-tokens-leak', case: 'chat.simple', check: 'no-control-tokens' },
  { mutant: 'history-forgotten', case: 'conversation.recalls-a-name', check: 'history-counted' },
  { mutant: 'usage-negative', case: 'chat.simple', check: 'usage' },
]

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
  const seen = report.cells
    .filter((cell) => cell.case === id)
    .flatMap(({ checks }) => checks.filter((one) => deviating.has(one.verdict)))
  const met = seen.filter((one) => one.id === check || one.id.endsWith(`.${check}`))
  const isBlamed = met.length > 0 && met.every(({ against }) => against?.blame === 'upstream')
  return claim(says, isBlamed, seen.map(described).join(', ') || 'nothing that deviates')
}

/** Whether, with Bedrock in order, every deviation is put down to the server, and enough of them are. */
export function blamedOnServer(
  report: Report | { readonly problem: string },
  least: number,
): Claim[] {
  if ('problem' in report) return [claim('the suite left a report', false, report.problem)]
  const found = report.cells.flatMap(({ case: id, checks }) =>
    checks
      .filter((one) => deviating.has(one.verdict) && one.against?.blame !== undefined)
      .map((one) => ({ id: `${id}/${one.id}`, one })),
  )
  const others = found.filter(({ one }) => one.against?.blame !== 'llamastack')
  const own = new Set(found.map(({ id }) => id))
  return [
    claim(
      'what deviates while Bedrock is well is blamed on llamastack',
      others.length === 0,
      others.map(({ one }) => described(one)).join(', '),
    ),
    claim(`at least ${least} of its deviations are`, own.size >= least, String(own.size)),
  ]
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
