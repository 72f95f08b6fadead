/** Judged cells for tests: complete by default, each member replaceable. */
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { verdicts, type Verdict } from '../../model/names.ts'
import { cellVerdict } from '../verdict/cell-verdict.ts'

/** A check with this verdict; failing ones have a finding with `code`. */
export function judgedCheck(
  id: string,
  verdict: Verdict = 'pass',
  code = 'some.code',
  members: Partial<CheckResult> = {},
): CheckResult {
  const failing = ['fail', 'warn', 'known'].includes(verdict)
  const finding = { code, message: `It is ${code}.`, expected: 'right', received: 'wrong' }
  return {
    id,
    level: 'must',
    kind: 'protocol',
    rule: 'some.rule',
    verdict,
    ...(failing && { finding }),
    ...members,
  }
}

export function judgedCell(
  checks: readonly CheckResult[],
  members: Partial<CellResult> = {},
): CellResult {
  const id = members.case ?? 'stream.basic'
  return {
    case: id,
    suite: id.split('.')[0] ?? '',
    title: 'A case',
    from: [],
    api: 'openai-chat',
    region: 'us-west-2',
    model: 'm',
    verdict: cellVerdict(checks),
    durationMs: 10,
    requests: 1,
    retries: 0,
    requestIds: [],
    checks,
    source: { file: 'suites/stream/basic.yaml', line: 5 },
    ...members,
  }
}

export function judgedReport(cells: readonly CellResult[], members: Partial<Report> = {}): Report {
  const checks = cells.flatMap((cell) => cell.checks)
  const counts = Object.fromEntries(
    verdicts.map((name) => [name, checks.filter(({ verdict }) => verdict === name).length]),
  ) as Record<Verdict, number>
  return {
    schemaVersion: 1,
    suiteVersion: '0.1.0',
    startedAt: '2026-01-02T03:00:00.000Z',
    durationMs: 1000,
    target: { name: 'llamastack', endpoint: 'http://localhost:8321' },
    summary: { cells: cells.length, checks: checks.length, requests: cells.length, ...counts },
    exitCode: counts.fail > 0 ? 1 : 0,
    problems: [],
    cells,
    ...members,
  }
}

export function baselineEntry(members: Partial<BaselineEntry> = {}): BaselineEntry {
  return {
    check: 'stream.basic/done-last',
    finding: 'sse.done-missing',
    reason: 'ogx#1 is not released',
    ...members,
  }
}
