import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../model/exchange.ts'
import { discoverLlamaStack, discoverOpenAi, type DiscoverOptions } from './discover.ts'
import { answered, failed, recorder } from '../testing/exchange.ts'

const fallback = 'bedrock/openai.gpt-oss-20b-1:0'
const base = 'http://localhost:8321/v1'

function options(models: Exchange, version = answered(200, { version: '0.7.1' })) {
  const { send, sent } = recorder(({ url }) => (url.endsWith('/models') ? models : version))
  const ask: DiscoverOptions['ask'] = async (url) => send({ method: 'GET', url, headers: [] })
  const choose: DiscoverOptions['choose'] = ([first]) => first
  const given: DiscoverOptions = { base, fallback, choose, ask }
  return { given, sent }
}

const entry = (id: unknown, provider?: string): object => ({
  id,
  object: 'model',
  ...(provider !== undefined && { custom_metadata: { provider_id: provider } }),
})

describe('Llama Stack', () => {
  it('takes the first model whose provider is bedrock', async () => {
    const data = [
      entry('all-minilm', 'sentence'),
      entry('bedrock/a', 'bedrock'),
      entry('bedrock/b', 'bedrock'),
    ]
    const { given, sent } = options(answered(200, { data }))
    const found = await discoverLlamaStack(given)
    expect(found).toMatchObject({ model: 'bedrock/a', version: '0.7.1' })
    expect(found.note).toMatch(/^Model bedrock\/a: the first of/)
    expect(sent.map(({ url }) => url)).toEqual([`${base}/models`, `${base}/version`])
  })

  it('takes no id that is too long for one, which would fill every report', async () => {
    const data = [entry('x'.repeat(1_000_000), 'bedrock'), entry('bedrock/b', 'bedrock')]
    const { given } = options(answered(200, { data }))
    expect(await discoverLlamaStack(given)).toMatchObject({ model: 'bedrock/b' })
    const alone = options(answered(200, { data: data.slice(0, 1) }))
    const { model, note } = await discoverLlamaStack(alone.given)
    expect(model).toBe(fallback)
    expect(note.length).toBeLessThan(300)
  })

  it('falls back, and says why, when no provider is bedrock', async () => {
    const { given } = options(answered(200, { data: [entry('x', 'ollama'), entry('y')] }))
    const found = await discoverLlamaStack(given)
    expect(found.model).toBe(fallback)
    expect(found.note).toContain('none of its models has custom_metadata.provider_id "bedrock"')
  })

  it.each([
    ['{}', answered(200, {})],
    ['HTML', answered(200, '<html>')],
    ['status 500', answered(500, 'oops')],
    ['a list of oddities', answered(200, { data: [null, 1, 'x', [], { custom_metadata: 1 }] })],
    ['an id that is no text', answered(200, { data: [entry(7, 'bedrock')] })],
    ['data that is no list', answered(200, { data: { 0: entry('a', 'bedrock') } })],
  ])('falls back on %s', async (_, models) => {
    expect((await discoverLlamaStack(options(models).given)).model).toBe(fallback)
  })

  it('asks a server that did not answer only once', async () => {
    const { given, sent } = options(failed('refused'))
    const found = await discoverLlamaStack(given)
    expect(found.model).toBe(fallback)
    expect(found.exchange.failure?.kind).toBe('refused')
    expect(found.note).toContain('it did not answer')
    expect(sent).toHaveLength(1)
  })

  it('ignores what is not a version', async () => {
    const models = answered(200, { data: [] })
    for (const version of [
      answered(404, { version: '1' }),
      answered(200, { version: 'a\nb' }),
      answered(200, 'x'),
    ]) {
      expect(await discoverLlamaStack(options(models, version).given)).not.toHaveProperty('version')
    }
  })
})

describe('an OpenAI-compatible server', () => {
  it('is asked for the first model of its list, and for nothing else', async () => {
    const { given, sent } = options(answered(200, { data: [entry('llama3:8b'), entry('b')] }))
    expect((await discoverOpenAi(given)).model).toBe('llama3:8b')
    expect(sent).toHaveLength(1)
  })

  it('falls back when it names none', async () => {
    const found = await discoverOpenAi(options(answered(200, { data: [] })).given)
    expect(found.model).toBe(fallback)
    expect(found.note).toContain('--model')
  })
})
