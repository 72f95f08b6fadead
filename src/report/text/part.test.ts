import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import type { RunSelection } from '../../model/report.ts'
import { pageOf } from '../html/testing/page.ts'
import { renderMarkdown } from '../markdown/markdown.ts'
import { modelOf } from '../model/model.ts'
import { renderSummary } from '../terminal/terminal.ts'
import { sampleCell, sampleReport } from '../testing/sample.ts'
import { partText } from './part.ts'

const shard = { index: 1, count: 3, planned: 9, positions: [0] }

it.each<[RunSelection, string | undefined]>([
  [{}, undefined],
  [{ regions: ['us-west-2'], models: ['m'] }, undefined],
  [{ budget: '12' }, undefined],
  [
    { cases: ['chat.*', '!chat.batch'], apis: ['converse', 'invoke'], level: 'must' },
    '--case=chat.* --case=!chat.batch --api=converse,invoke --level=must',
  ],
  [{ lastFailed: true, shard }, '--last-failed --shard=1/3'],
])('what narrowed a run by %j is %j', (selection, expected) => {
  expect(partText({ selection })).toBe(expected)
})

it('a verdict about a part of the suite says so, wherever it is read', () => {
  const report = sampleReport([sampleCell()], { selection: { shard } })
  const model = modelOf(report)
  const terminal = renderSummary(model, { colour: false, columns: 100 })
  expect(stripVTControlCharacters(terminal)).toContain(' · only --shard=1/3 · 1 cell')
  expect(renderMarkdown(model)).toContain(' · only `--shard=1/3` · 1 cell')
  expect(pageOf([sampleCell()], {}, { selection: { shard } }).head.facts).toContainEqual([
    'only',
    '--shard=1/3',
  ])
})
