import { expect, it } from 'vitest'
import { codes, reply } from '../testing/see.ts'
import { converse } from '../testing/talk.ts'

const served = (asked: object, given: object) =>
  codes('settings-as-asked', reply('converse', converse([{ text: 'Hi' }], given), asked))
const latency = (value: unknown) => ({ performanceConfig: { latency: value } })
const tier = (value: unknown) => ({ serviceTier: { type: value } })

it('what is said to have been served is what was asked for, or less', () => {
  expect(served(latency('standard'), latency('standard'))).toEqual([])
  expect(served(latency('optimized'), latency('standard'))).toEqual([])
  expect(served(latency('standard'), latency('optimized'))).toEqual(['setting-differs'])
  expect(served(tier('priority'), tier('default'))).toEqual([])
  expect(served(tier('flex'), tier('priority'))).toEqual(['setting-differs'])
})

it('it need not be said', () => {
  expect(served(latency('standard'), {})).toEqual([])
  expect(served(tier('flex'), { serviceTier: null })).toEqual([])
})

it('it is the default where nothing was asked for', () => {
  expect(served({}, { ...tier('default'), ...latency('standard') })).toEqual([])
  expect(served({}, tier('priority'))).toEqual(['setting-differs'])
})
