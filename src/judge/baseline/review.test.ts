import { expect, it } from 'vitest'
import { baselineEntry, judgedCell, judgedCheck } from '../testing/cells.ts'
import {
  describeOtherModels,
  describeUnreviewed,
  saysOtherModels,
  unreviewedReason,
} from './review.ts'

it('entries without a reason of a person are counted', () => {
  const entry = baselineEntry()
  const fresh = baselineEntry({ reason: unreviewedReason('2026-03-01') })
  expect(describeUnreviewed([entry])).toEqual([])
  expect(describeUnreviewed([entry, fresh, fresh])).toEqual([
    expect.stringMatching(/^Not yet reviewed .* and 1 more:/),
  ])
})

it('failures that the baseline expects of a model by another id are counted', () => {
  const entry = baselineEntry({ check: 'stream.basic/usage', finding: 'usage.sum', model: 'gpt' })
  const failing = judgedCell([judgedCheck('usage', 'fail', 'usage.sum')], { model: 'gpt-1:0' })
  expect(describeOtherModels([entry], [failing])).toEqual([
    expect.stringMatching(
      /^1 failing check is in the baseline for gpt, which this run did not ask:/,
    ),
  ])
  expect(describeOtherModels([entry], [failing]).every(saysOtherModels)).toBe(true)
  // A model of whose entries none expects a failure of the run may well be another.
  const ofAnother = baselineEntry({ check: 'stream.basic/other', model: 'claude' })
  expect(describeOtherModels([ofAnother, entry], [failing])).toEqual([
    expect.stringContaining('in the baseline for gpt, which'),
  ])
  const other = judgedCell([judgedCheck('usage', 'fail', 'usage.missing')], { model: 'gpt-1:0' })
  const passing = judgedCell([judgedCheck('usage', 'pass')], { model: 'gpt-1:0' })
  const asked = judgedCell([judgedCheck('usage', 'pass')], { model: 'gpt' })
  expect(describeOtherModels([entry], [other, passing])).toEqual([])
  expect(describeOtherModels([entry], [failing, asked])).toEqual([])
})
