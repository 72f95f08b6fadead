import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../model/conversation.ts'
import { openAiEmbeddings } from './embeddings.ts'

const model = { id: 'embed-1', family: 'embeddings' }

function conversation(texts: readonly string[], more: Partial<Conversation> = {}): Conversation {
  const turns = texts.map((text) => ({ role: 'user' as const, text }))
  return { turns, options: {}, tools: [], ...more }
}

function sent(given: Conversation): unknown {
  const draft = openAiEmbeddings.encode(given, model)
  return draft && JSON.parse(new TextDecoder().decode(draft.body))
}

describe('a request for embeddings', () => {
  it('has one text as a string and several as a list', () => {
    expect(sent(conversation(['a']))).toEqual({ model: 'embed-1', input: 'a' })
    expect(sent(conversation(['a', 'b']))).toEqual({ model: 'embed-1', input: ['a', 'b'] })
    expect(openAiEmbeddings.encode(conversation(['a']), model)).toMatchObject({
      method: 'POST',
      path: '/embeddings',
    })
  })

  it('has the members that the case adds', () => {
    expect(sent(conversation(['a'], { body: { dimensions: 8 } }))).toMatchObject({ dimensions: 8 })
  })

  it.each([
    ['an answer in the history', { turns: [{ role: 'assistant', text: 'a' }] }],
    ['a system prompt', { turns: [{ role: 'system', text: 'a' }] }],
    ['a limit', { options: { maxTokens: 3 } }],
    ['tools', { tools: [{ name: 'a', parameters: {} }] }],
  ] as const)('cannot say %s', (_, more) => {
    const given = conversation(['a'], more)
    expect(openAiEmbeddings.expressible(given, model)).toBe(false)
    expect(openAiEmbeddings.encode(given, model)).toBeUndefined()
  })
})

describe('a reply with embeddings', () => {
  const read = (json: unknown) => openAiEmbeddings.read({ json, items: [] }, model)

  it('has the model and the counts, and no choice', () => {
    const usage = { prompt_tokens: 3, total_tokens: 3 }
    expect(read({ object: 'list', data: [], model: 'embed-1', usage })).toMatchObject({
      choices: [],
      model: 'embed-1',
      usage: { prompt: 3, total: 3 },
    })
  })

  it.each([undefined, [], { object: 'list' }, { data: {} }, { embedding: [1] }])(
    'is not %j',
    (json) => {
      expect(read(json)).toBeUndefined()
    },
  )
})
