import { expect, it } from 'vitest'
import { baselineEntry } from '../testing/cells.ts'
import { describeUnreviewed, unreviewedReason } from './review.ts'

it('entries without a reason of a person are counted', () => {
  const entry = baselineEntry()
  const fresh = baselineEntry({ reason: unreviewedReason('2026-03-01') })
  expect(describeUnreviewed([entry])).toEqual([])
  expect(describeUnreviewed([entry, fresh, fresh])).toEqual([
    expect.stringMatching(/^Not yet reviewed .* and 1 more:/),
  ])
})
