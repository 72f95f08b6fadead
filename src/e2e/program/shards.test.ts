/** Seven machines, one report. */
import { startReference } from '../../proof/start-reference.ts'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CellResult, Report } from '../../model/report.ts'
import { renderJson } from '../../report/json/json.ts'
import type { RunFlags } from '../../engine/flags.ts'
import { runTarget } from '../../engine/run.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { openTarget, type Opened } from '../../engine/preflight/open-target.ts'
import { saveReports } from '../../engine/report/save/save.ts'
import { wireFiles } from '../../engine/report/save/wire-files.ts'
import { renderingOf } from '../../report/formats.ts'
import { modelOf } from '../../report/model/model.ts'
import { filesBelow, runProgram, temporaryFolder } from '../../cli/testing/program.ts'

const ways = 7
const cases = ['sampling.budget', 'chat.curl-simple', 'stream.curl-count']
const folder = temporaryFolder()
const baseline = join(folder, 'baseline.yaml')
// The reference counts wrongly: one entry holds, one is gone, one names no case.
const mutant = 'usage-total-wrong'
const entries = [
  { check: 'chat.curl-simple/usage', finding: 'usage.sum', reason: 'holds' },
  { check: 'stream.curl-count/no-usage-unasked', finding: 'chunk.usage-unasked', reason: 'gone' },
  { check: 'chat.no-such/usage', finding: 'usage.sum', reason: 'names nothing' },
]

const suite = loadSuite()
const catalogue = { ...suite, cases: suite.cases.filter(({ id }) => cases.includes(id)) }
let opened: Opened
let whole: Report

async function judge(index?: number): Promise<Report> {
  const flags: RunFlags = {
    target: 'reference',
    mutant,
    baseline,
    strict: false,
    json: false,
    history: 'none',
    ...(index !== undefined && { shard: { index, count: ways } }),
  }
  const { signal } = new AbortController()
  const planner = createPlanner(catalogue, flags)
  const setting = { flags, planner, opened, startReference, startedAt: new Date(), signal }
  const { report, runs } = await runTarget(setting)
  const directory = join(folder, index === undefined ? 'whole' : `part-${index}`)
  const redactor = opened.redactor()
  const rendering = renderingOf(modelOf(report), { directory }, (text) => redactor.text(text))
  await saveReports(directory, rendering, wireFiles(runs, redactor))
  return report
}

beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true) // progress
  writeFileSync(baseline, JSON.stringify({ entries }))
  opened = await openTarget({ target: 'reference', mutant, baseline }, { startReference })
  whole = await judge()
  for (let index = 1; index <= ways; index += 1) await judge(index)
  vi.restoreAllMocks()
}, 60_000)

afterAll(async () => opened.close())

/** What does not depend on when it ran. */
function timeless(report: Report): unknown {
  return { ...report, startedAt: '', durationMs: 0, cells: report.cells.map(timelessCell) }
}

/** Where in a stream's bytes something stands is chance: events are padded at random. */
function timelessCell(cell: CellResult): unknown {
  const text = JSON.stringify(cell).replaceAll(/"byte":\d+/g, '"byte":0')
  const same = JSON.parse(text) as object
  const timing = cell.timing && Object.keys(cell.timing)
  return { ...same, timing, requestIds: cell.requestIds.length, durationMs: 0 }
}

function reportIn(name: string): Report {
  return JSON.parse(readFileSync(join(folder, name, 'report.json'), 'utf8')) as Report
}

function partNames(but: readonly number[] = []): string[] {
  const all = Array.from({ length: ways }, (_, index) => index + 1)
  return all.filter((index) => !but.includes(index)).map((index) => join(folder, `part-${index}`))
}

async function merge(parts: readonly string[], into: string) {
  return runProgram(['merge', ...parts, `--report-dir=${join(folder, into)}`, '--history=none'])
}

describe('the parts of a run', () => {
  it('hold each cell once, and none of them all', () => {
    const sizes = partNames().map((name) => reportIn(name.slice(folder.length + 1)).cells.length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(whole.cells.length)
    expect(Math.max(...sizes)).toBeLessThan(whole.cells.length / 2)
  })

  it('are not overwritten by the whole', async () => {
    const before = reportIn('part-1')
    for (const name of ['part-1', 'part-1/report.json']) {
      const parts = [join(folder, name), ...partNames([1])]
      const { code, stderr } = await merge(parts, 'part-1')
      expect(stderr).toMatch(/part-1\S* would be overwritten: name another --report-dir/)
      expect(code).toBe(2)
    }
    expect(reportIn('part-1')).toEqual(before)
  })

  it('merge into the report of the unsplit run, but for times, in any order', async () => {
    const { code } = await merge(partNames().toReversed(), 'merged')
    expect(timeless(reportIn('merged'))).toEqual(timeless(whole))
    expect(whole.summary).toMatchObject({ fixed: expect.any(Number), known: expect.any(Number) })
    expect(Math.min(whole.summary.fail, whole.summary.known, whole.summary.fixed)).toBeGreaterThan(
      0,
    )
    expect(whole.problems).toHaveLength(2)
    expect(code).toBe(whole.exitCode)
  })

  it('merge their recordings, too', () => {
    const comments = (name: string) =>
      [...filesBelow(join(folder, name))]
        .filter(([path]) => path.endsWith('.har'))
        .map(([path, text]) => {
          const har = JSON.parse(text) as { log: { entries: { comment: string }[] } }
          return [path, har.log.entries.map(({ comment }) => comment)]
        })
    expect(comments('merged')).toEqual(comments('whole'))
    expect(comments('whole').length).toBeGreaterThan(1)
  })

  it('are not conformant without one of them, and it is named', async () => {
    const { code, stdout } = await merge(partNames([2, 5]), 'partial')
    expect(stdout).toMatch(/Missing: shard 2\/7, 5\/7: \d+ of \d+ cells were not judged/)
    expect(code).toBe(1)
    expect(reportIn('partial').problems[0]).toMatch(/^Missing/)
  })

  it('and a good part alone is undecided, not green', async () => {
    const good = partNames().find((name) => reportIn(name.slice(folder.length + 1)).exitCode === 0)
    const green = reportIn('part-1')
    const name = good ?? join(folder, 'green')
    if (good === undefined) {
      mkdirSync(name)
      const cells = green.cells.map((cell) => ({
        ...cell,
        checks: cell.checks.filter(({ verdict }) => verdict === 'pass'),
      }))
      writeFileSync(join(name, 'report.json'), renderJson({ ...green, cells }))
    }
    const { code, stdout } = await merge([name], 'alone')
    expect(code).toBe(5)
    expect(stdout).toMatch(/UNDECIDED: Missing: shard/)
  })

  it('are refused in one sentence when they do not belong together', async () => {
    const { code, stderr, stdout } = await merge([join(folder, 'whole'), ...partNames()], 'none')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
