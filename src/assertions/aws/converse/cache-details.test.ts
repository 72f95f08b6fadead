import { expect, it } from 'vitest'
import { codes, reply } from '../testing/see.ts'
import { converse } from '../testing/talk.ts'

const used = (usage: object) =>
  codes(
    'cache-details',
    reply(
      'converse',
      converse([{ text: 'Hi' }], {
        usage: { inputTokens: 3, outputTokens: 2, totalTokens: 1505, ...usage },
      }),
    ),
  )

const hour = { ttl: '1h', inputTokens: 500 }
const minutes = { ttl: '5m', inputTokens: 1000 }

it('the counts by lifetime are those of all that was written', () => {
  expect(used({ cacheWriteInputTokens: 1500, cacheDetails: [hour, minutes] })).toEqual([])
  expect(used({ cacheWriteInputTokens: 1500, cacheDetails: [minutes] })).toEqual(['usage-total'])
  expect(used({ cacheReadInputTokens: 1000, cacheDetails: [minutes] })).toEqual(['usage-total'])
})

it('they are empty where nothing was written, and may be left out', () => {
  expect(used({ cacheWriteInputTokens: 0, cacheDetails: [] })).toEqual([])
  expect(used({ cacheWriteInputTokens: 1500, cacheDetails: null })).toEqual([])
  expect(used({ cacheWriteInputTokens: 1500 })).toEqual([])
})
