import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { baselineEntry, judgedCell, judgedCheck } from '../../judge/testing/cells.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { rowsOfReplies } from './build-report.ts'
import { rewriteBaseline } from './rewrite-baseline.ts'

const cells = [judgedCell([judgedCheck('usage', 'fail', 'usage.sum')])]

it('a new file names a schema that exists, from its own folder', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'known.yaml')
  await rewriteBaseline(file, 'llamastack', [], { cells }, '2026-01-02')
  const text = readFileSync(file, 'utf8')
  const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? []
  expect(schema).toMatch(/baseline\.schema\.json$/)
  expect(existsSync(resolve(dirname(file), schema))).toBe(true)
  expect(text).toContain('finding: usage.sum')
})

it('only entries whose failure was judged as gone are removed', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'known.yaml')
  const entry = (members: Partial<BaselineEntry>): BaselineEntry =>
    baselineEntry({ check: 'stream.basic/usage', finding: 'usage.sum', reason: 'why', ...members })
  const entries = [
    entry({ region: 'us-west-2' }),
    entry({ region: 'eu-west-1' }),
    entry({ model: 'another' }),
    entry({ check: 'stream.basic/misspelt' }),
  ]
  const listed = entries.map((one) => JSON.stringify(one)).join(', ')
  writeFileSync(file, `about: Known.\nentries: [${listed}]\n`)
  const passed = [judgedCell([judgedCheck('usage')], { region: 'us-west-2' })]
  const scene = { cells: passed, cases: ['stream.basic'] }
  const { entries: left } = await rewriteBaseline(file, 'x', entries, scene, '2026-01-02')
  expect(left).toEqual(entries.slice(1))
  expect(readFileSync(file, 'utf8').match(/gone on/g)).toHaveLength(1)
})

it('what an entry expects already is added no second time', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'known.yaml')
  const known = baselineEntry({ check: '*/usage', finding: 'usage.sum', reason: 'why' })
  writeFileSync(file, `about: Known.\nentries: [${JSON.stringify(known)}]\n`)
  const check = judgedCheck('usage', 'fail', 'usage.negative', {
    alsoFound: [{ code: 'usage.sum' }],
  })
  const scene = { cells: [judgedCell([check])] }
  const { entries } = await rewriteBaseline(file, 'x', [known], scene, '2026-01-02')
  expect(entries.map(({ finding }) => finding)).toEqual(['usage.sum', 'usage.negative'])
})

it('too many empty replies of a run are known as any failure is', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'known.yaml')
  const replied = [judgedCell([judgedCheck('usage')], { replies: { count: 40, empty: 20 } })]
  const rows = rowsOfReplies(replied, { baseline: [], strict: true })
  const scene = { cells: [...replied, ...rows] }
  const { entries } = await rewriteBaseline(file, 'x', [], scene, '2026-01-02')
  expect(entries.map(({ check }) => check)).toEqual(['run.replies/not-empty'])
  const [known] = rowsOfReplies(replied, { baseline: entries, strict: true })
  expect([rows[0]?.verdict, known?.verdict]).toEqual(['fail', 'known'])
})

it('a file that was changed while the run went on is brought up to date as it is then', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'known.yaml')
  const gone = baselineEntry({ check: 'stream.basic/usage', finding: 'usage.sum', reason: 'why' })
  const added = baselineEntry({ check: 'chat.simple/status', finding: 'http.status', reason: 'y' })
  const listed = [added, gone].map((one) => JSON.stringify(one)).join(', ')
  writeFileSync(file, `about: Known.\nentries: [${listed}]\n`)
  const scene = { cells: [judgedCell([judgedCheck('usage')])], cases: ['stream.basic'] }
  const { entries } = await rewriteBaseline(file, 'x', [gone], scene, '2026-01-02')
  expect(entries).toEqual([added])
  writeFileSync(file, 'entries: [')
  const again = rewriteBaseline(file, 'x', [gone], scene, '2026-01-02')
  await expect(again).rejects.toThrow(/known\.yaml:1/)
  expect(readFileSync(file, 'utf8')).toBe('entries: [')
})
