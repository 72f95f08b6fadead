import { expect, it } from 'vitest'
import { judgedCell, judgedCheck, judgedReport } from '../testing/cells.ts'
import { compareReports } from './compare.ts'
import { renamedBetween, withName } from './one-model.ts'
import type { Report } from '../../model/report.ts'

const runOf = (...models: readonly string[]): Report =>
  judgedReport(
    models.map((model) => judgedCell([judgedCheck('usage', 'pass')], { model })),
    { selection: { models } },
  )

it('the only models of two runs are one model by another id', () => {
  const [older, newest] = [runOf('bedrock/gpt'), runOf('bedrock/gpt-1:0')]
  const renamed = renamedBetween(older, newest)
  expect(renamed).toEqual({ before: 'bedrock/gpt', now: 'bedrock/gpt-1:0' })
  const comparison = compareReports([renamed ? withName(older, renamed) : older, newest])
  expect(comparison).toMatchObject({ appeared: [], vanished: [], caveats: [], regressions: [] })
})

it.each([
  ['gpt-oss:20b', 'bedrock/openai.gpt-oss-20b-1:0'],
  ['us.anthropic.claude-sonnet-4-20250514-v1:0', 'anthropic/claude-sonnet-4'],
])('%s may be %s', (before, now) => {
  expect(renamedBetween(runOf(before), runOf(now))).toEqual({ before, now })
})

it.each<[string, Report, Report]>([
  ['the ids have nothing in common', runOf('bedrock/gpt-oss-20b'), runOf('bedrock/claude')],
  ['a run has several', runOf('a', 'b'), runOf('c')],
  ['it has the same id', runOf('a'), runOf('a')],
  [
    'the cases differ',
    runOf('a'),
    judgedReport([judgedCell([judgedCheck('usage', 'pass')], { case: 'x.y', model: 'a-1:0' })]),
  ],
])('no model is renamed where %s', (_, older, newest) => {
  expect(renamedBetween(older, newest)).toBeUndefined()
})
