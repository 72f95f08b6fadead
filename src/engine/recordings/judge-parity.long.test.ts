/** A recording of ours is judged exactly as the run was that made it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CheckResult, Report } from '../../model/report.ts'
import { verdicts } from '../../model/names.ts'
import { filesBelow, runProgram, temporaryFolder } from '../../cli/testing/program.ts'

const flags = ['--samples=1', '--history=none', '--concurrency=16']

/** Checks that compare an answer with those of the whole run. */
const ofRun = /(?:^|\.)(?:no-crosstalk|unique-id|unique-request-id)$/

/** Checks of the protocol packs; a case's own need what only a run has, as do some of those. */
const ofPacks = ({ id, source }: CheckResult): boolean =>
  source?.file.startsWith('suites/protocol/') === true && !ofRun.test(id)

interface Entry {
  readonly _case: string
  readonly _api: string
  readonly _region: string
  readonly _model: string
  readonly _step: string
}

type Verdicts = Map<string, string>

function keep(all: Verdicts, key: string, verdict: string): void {
  const order: readonly string[] = verdicts
  const before = all.get(key) ?? 'pass'
  all.set(key, order.indexOf(verdict) > order.indexOf(before) ? verdict : before)
}

async function reportOf(argv: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await runProgram([...argv, '--json'])
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout) as Report
}

/** The worst verdict of each check of each cell, of the run and of `judge`. */
async function both(mutant: string, cases: string): Promise<{ live: Verdicts; again: Verdicts }> {
  const folder = temporaryFolder()
  const target = ['--target=reference', `--mutant=${mutant}`, `--case=${cases}`]
  const ran = await reportOf(['run', ...target, ...flags, `--report-dir=${folder}`])
  const live: Verdicts = new Map()
  for (const cell of ran.cells.filter(({ wire }) => wire !== undefined)) {
    const key = `${cell.case} ${cell.api} ${cell.region} ${cell.model}`
    for (const check of cell.checks.filter(ofPacks)) keep(live, `${key} ${check.id}`, check.verdict)
  }
  const files = [...filesBelow(join(folder, 'wire'))]
  const entries = files.flatMap(([, text]) => entriesOf(text))
  const paths = files.map(([path]) => join(folder, 'wire', path))
  const { cells } = await reportOf(['judge', ...paths])
  expect(cells).toHaveLength(entries.length)
  const again: Verdicts = new Map()
  for (const [index, entry] of entries.entries()) {
    const key = `${entry['_case']} ${entry['_api']} ${entry['_region']} ${entry['_model']}`
    const prefix = entry['_step'] === 'main' ? '' : `${entry['_step']}.`
    for (const check of (cells[index]?.checks ?? []).filter(ofPacks)) {
      keep(again, `${key} ${prefix}${check.id}`, check.verdict)
    }
  }
  return { live, again }
}

function entriesOf(text: string): readonly Entry[] {
  return (JSON.parse(text) as { log: { entries: Entry[] } }).log.entries
}

describe('judge on our own recordings', () => {
  it.each([
    ['usage-total-wrong', 'chat.simple'],
    ['done-missing', 'stream.basic'],
    ['message-crc-wrong', 'stream.basic'],
    ['key-in-answer', 'chat.simple'],
    ['gzip-cut', 'chat.simple'],
    ['detail-envelope', 'errors.*'],
  ])('gives the verdicts of the run (mutant %s)', async (mutant, cases) => {
    const { live, again } = await both(mutant, cases)
    expect(live.size).toBeGreaterThan(10)
    expect([...live.values()]).toContain('fail')
    expect(Object.fromEntries(again)).toEqual(Object.fromEntries(live))
  })

  it('finds a letter of an answer changed, which no protocol could', async () => {
    const folder = temporaryFolder()
    const target = ['--target=reference', '--mutant=usage-total-wrong', '--case=chat.simple']
    await reportOf(['run', ...target, ...flags, `--report-dir=${folder}`])
    const file = join(folder, 'wire', 'chat.simple.har')
    const text = readFileSync(file, 'utf8')
    const codes = async (): Promise<unknown[]> => {
      const { cells } = await reportOf(['judge', file, '--case=*/whole-recording'])
      return cells.map(({ checks }) => checks[0]?.finding?.code)
    }
    expect(new Set(await codes())).toEqual(new Set([undefined]))
    const changed = text.replaceAll(String.raw`assistant\"`, String.raw`assistent\"`)
    expect(changed).not.toBe(text)
    writeFileSync(file, changed)
    expect(await codes()).toContain('har.digest')
  })
})
