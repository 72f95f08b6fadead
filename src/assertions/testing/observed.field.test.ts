/** Published recordings of real Bedrock traffic in `../shared/observed`. */
import { describe, expect, it } from 'vitest'
import { apis } from '../../protocol/registry.ts'
import { observed } from '../../protocol/testing/observed.ts'
import { observe } from '../../engine/observe/observe.ts'
import type { Observation } from '../../model/observation.ts'
import { judgePacks, profile } from './judge.ts'

/** What the recordings cannot show: when things came, and what their recorder invented or dropped. */
const untold = ['created-now', 'ends-after-done']

const packs = {
  'openai-chat': ['http', 'openai-chat'],
  'openai-chat-stream': ['http', 'openai-chat-stream'],
  'openai-models': ['http', 'openai-models'],
} as const

/** What the facts explain: Bedrock leaves these members out. */
const explained = { 'nullable-members': 'schema.required schema.required' }

type Api = keyof typeof packs

function isOurs(api: string): api is Api {
  return Object.hasOwn(packs, api)
}

const entries = observed().flatMap(({ id, api: named, exchange }) => {
  const api = named === 'models' ? 'openai-models' : named
  return isOurs(api) && exchange.response?.status === 200 ? [{ id, api, exchange }] : []
})

function seen({ api, exchange }: (typeof entries)[number]): Observation {
  return observe(exchange, apis[api], { family: 'gpt-oss' })
}

describe('captured OpenAI traffic of Bedrock', () => {
  it('is there to be judged', () => {
    expect(entries.length).toBeGreaterThan(20)
  })

  it.each(entries)('$id ($api) breaks no rule that the facts do not explain', (entry) => {
    const stated = Object.entries(judgePacks(packs[entry.api], seen(entry))).filter(
      ([id, code]) => !untold.includes(id) && explained[id as keyof typeof explained] !== code,
    )
    expect(Object.fromEntries(stated)).toEqual({})
  })

  it('has a refusal that is one', () => {
    const refusals = observed().filter(
      ({ exchange }) =>
        exchange.response?.status === 400 && exchange.request.url.includes('/openai/v1/'),
    )
    expect(refusals.length).toBeGreaterThan(0)
    for (const { exchange } of refusals) {
      const observation = observe(exchange, apis['openai-chat'], { family: 'gpt-oss' })
      const expected = { expect: { outcome: 'error' } as const, profile }
      expect(judgePacks(['http', 'openai-error'], observation, expected)).toEqual({})
    }
  })
})
