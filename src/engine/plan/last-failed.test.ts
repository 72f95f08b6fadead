import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Planner } from '../../model/plan.ts'
import type { Verdict } from '../../model/names.ts'
import type { Target } from '../../model/target.ts'
import { judgedCell, judgedCheck, judgedReport } from '../../judge/testing/cells.ts'
import { renderJson } from '../../report/json/json.ts'
import { plannedCell } from '../../report/testing/sample.ts'
import { planLastFailed } from './last-failed.ts'

const cases = ['chat.simple', 'chat.recall', 'stream.basic']
const cells = cases.map((id) => plannedCell(id))
const planner = { plan: () => cells } as unknown as Planner

/** A report in `directory` of one check for each case. */
function saveReport(directory: string, startedAt: string, checks: Record<string, Verdict>): void {
  const judged = Object.entries(checks).map(([id, verdict]) => {
    const { api, region, model } = plannedCell()
    const at = { api, region, model: model.id }
    return judgedCell([judgedCheck('status', verdict)], { case: id, ...at })
  })
  mkdirSync(join(folder, directory), { recursive: true })
  const report = judgedReport(judged, { startedAt })
  writeFileSync(join(folder, directory, 'report.json'), renderJson(report))
}

async function planned(
  choice: string | true | undefined,
  more: { readonly reportDir?: string } = {},
): Promise<string[]> {
  const flags = { ...(choice !== undefined && { lastFailed: choice }), ...more }
  const narrowed = await planLastFailed(planner, flags, 'llamastack', join(folder, 'reports'))
  return narrowed.plan({} as Target).map((cell) => cell.case.id)
}

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'last-failed-'))
})

describe('what failed in the last run', () => {
  it('is looked for before anything is sent', async () => {
    saveReport('reports/llamastack', '2026-01-01T00:00:00.000Z', { 'chat.simple': 'pass' })
    const narrowed = await planLastFailed(
      planner,
      { lastFailed: true },
      'llamastack',
      join(folder, 'reports'),
    )
    expect(() => narrowed.refuseMistakes({} as Target)).toThrow(/no cell failed in the last run/)
  })

  it('is read from the report before one that an outage kept from being written', async () => {
    saveReport('reports/llamastack', '2026-01-01T00:00:00.000Z', { 'chat.simple': 'fail' })
    const reports = join(folder, 'reports/llamastack')
    renameSync(join(reports, 'report.json'), join(reports, 'earlier.json'))
    writeFileSync(join(reports, 'unfinished'), 'The run has not written its reports.')
    expect(await planned(true)).toEqual(['chat.simple'])
  })

  it('is everything without the flag', async () => {
    expect(await planned(undefined)).toEqual(cases)
  })

  it('is what failed or could not be completed, not what is known or a warning', async () => {
    saveReport('reports/llamastack', '2026-01-02T03:00:00.000Z', {
      'chat.simple': 'fail',
      'chat.recall': 'known',
      'stream.basic': 'error',
    })
    expect(await planned(true)).toEqual(['chat.simple', 'stream.basic'])
  })

  it('is that of the report directory, where it has a report', async () => {
    saveReport('reports/llamastack', '2026-01-01T00:00:00.000Z', { 'chat.simple': 'fail' })
    saveReport('nightly', '2026-01-02T00:00:00.000Z', { 'chat.recall': 'fail' })
    expect(await planned(true, { reportDir: join(folder, 'nightly') })).toEqual(['chat.recall'])
    expect(await planned(true, { reportDir: join(folder, 'empty') })).toEqual(['chat.simple'])
  })

  it('is brought up to date by a narrowed run after it', async () => {
    saveReport('reports/llamastack', '2026-01-02T03:00:00.000Z', {
      'chat.simple': 'fail',
      'chat.recall': 'fail',
      'stream.basic': 'fail',
    })
    saveReport('reports/llamastack-narrowed', '2026-01-02T04:00:00.000Z', {
      'chat.simple': 'pass',
      'chat.recall': 'inconclusive',
    })
    expect(await planned(true)).toEqual(['chat.recall', 'stream.basic'])
  })

  it('is not brought up to date by a narrowed run before it', async () => {
    saveReport('reports/llamastack', '2026-01-02T03:00:00.000Z', { 'chat.simple': 'fail' })
    saveReport('reports/llamastack-narrowed', '2026-01-01T04:00:00.000Z', { 'chat.simple': 'pass' })
    expect(await planned(true)).toEqual(['chat.simple'])
  })

  it('may be read from another report', async () => {
    saveReport('elsewhere', '2026-01-02T03:00:00.000Z', { 'stream.basic': 'fail' })
    expect(await planned(join(folder, 'elsewhere'))).toEqual(['stream.basic'])
  })

  it('is a mistake where there is no report, or nothing failed', async () => {
    await expect(planned(true)).rejects.toThrow(/no run of llamastack left a report/)
    saveReport('reports/llamastack', '2026-01-02T03:00:00.000Z', { 'chat.simple': 'pass' })
    await expect(planned(true)).rejects.toThrow(/no cell failed in the last run/)
  })
})
