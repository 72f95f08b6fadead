import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReference, type ReferenceServer } from '../server.ts'

let reference: ReferenceServer

beforeAll(async () => {
  reference = await startReference()
})

afterAll(async () => {
  await reference.close()
})

const models = {
  bedrock: 'openai.gpt-oss-20b-1:0',
  mantle: 'openai.gpt-oss-20b',
  llamaStack: 'bedrock/openai.gpt-oss-20b-1:0',
}
type Endpoint = keyof typeof models

async function ask(endpoint: Endpoint, content: string, stream = false): Promise<Response> {
  const base = reference[endpoint].replace('{region}', 'us-west-2')
  return fetch(`${base}${endpoint === 'bedrock' ? '/openai' : ''}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${reference.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: models[endpoint],
      stream,
      messages: [{ role: 'user', content }],
    }),
  })
}

describe.concurrent('a prompt that asks for a fault', () => {
  it.each(['400', '401', '403', '404', '429', '503'])(
    'is answered with status %s',
    async (status) => {
      for (const endpoint of ['bedrock', 'mantle', 'llamaStack'] as const) {
        for (const stream of [false, true]) {
          const response = await ask(endpoint, `Hello! [reference-fault status-${status}]`, stream)
          expect([endpoint, response.status]).toEqual([endpoint, Number(status)])
          expect(await response.text()).toContain(`asked to answer with status ${status}`)
          const later = status === '429' || status === '503'
          expect(response.headers.get('retry-after')).toBe(later ? '1' : null)
        }
      }
    },
  )

  it('loses the connection before any answer, which a server in front reports', async () => {
    await expect(ask('bedrock', '[reference-fault reset]')).rejects.toThrow()
    expect((await ask('llamaStack', '[reference-fault reset]')).status).toBe(502)
  })

  it('loses it after some chunks', async () => {
    const response = await ask('mantle', 'Write a story. [reference-fault cut]', true)
    const read: string[] = []
    const reading = (async () => {
      for await (const part of response.body ?? []) read.push(Buffer.from(part).toString())
    })()
    await expect(reading).rejects.toThrow()
    expect(read.join('')).toMatch(/^data: /)
    expect(read.join('')).not.toContain('[DONE]')
  })

  it('gets an error in mid-stream and nothing after it', async () => {
    for (const endpoint of ['bedrock', 'llamaStack'] as const) {
      const response = await ask(endpoint, 'Write a story. [reference-fault exception]', true)
      const events = (await response.text()).trim().split('\n\n')
      expect(response.status).toBe(200)
      expect(events).toHaveLength(4)
      expect(events.at(-1)).toMatch(/^data: \{"error":\{"message":/)
    }
  })

  it('waits, then gets all of the answer', async () => {
    const response = await ask('bedrock', 'Hello! [reference-fault stall]', true)
    expect(await response.text()).toContain('data: [DONE]')
  })

  it('can ask how often it was repeated, by its word', async () => {
    for (const _ of [1, 2]) await ask('bedrock', '[reference-fault status-503 badger]')
    await ask('bedrock', '[reference-fault status-503 otter]')
    const described = await ask('mantle', 'How often? [reference-attempts badger]')
    expect(await described.json()).toHaveProperty('choices.0.message.content', '2')
  })

  it('changes nothing where it names no fault', async () => {
    const response = await ask('bedrock', 'Hello! [reference-fault status-777]')
    expect(response.status).toBe(200)
  })

  describe('by Converse, as gateways call it', () => {
    const converse = (text: string, operation = 'converse'): Promise<Response> =>
      fetch(
        `${reference.bedrock.replace('{region}', 'us-west-2')}/model/openai.gpt-oss-20b-1:0/${operation}`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${reference.key}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ messages: [{ role: 'user', content: [{ text }] }] }),
        },
      )

    it.each(['converse', 'converse-stream'])('is refused by %s', async (operation) => {
      const response = await converse('Hello! [reference-fault status-429]', operation)
      expect(response.status).toBe(429)
      expect(response.headers.get('retry-after')).toBe('1')
      await expect(converse('[reference-fault reset]', operation)).rejects.toThrow()
    })

    it('breaks a stream off after some frames', async () => {
      const whole = await (await converse('Write a story.', 'converse-stream')).arrayBuffer()
      const response = await converse('Write a story. [reference-fault cut]', 'converse-stream')
      let length = 0
      const reading = (async () => {
        for await (const part of response.body ?? []) length += part.length
      })()
      await expect(reading).rejects.toThrow()
      expect(length).toBeGreaterThan(100)
      expect(length).toBeLessThan(whole.byteLength / 2)
    })

    it('ends a stream with a modelled exception', async () => {
      const response = await converse(
        'Write a story. [reference-fault exception]',
        'converse-stream',
      )
      const text = await response.text()
      expect(text).toContain('internalServerException')
      expect(text).not.toContain('messageStop')
    })

    it('counts attempts', async () => {
      for (const _ of [1, 2, 3]) await converse('[reference-fault status-503 heron]')
      const counted = await converse('How often? [reference-attempts heron]')
      expect(JSON.stringify(await counted.json())).toContain('{"text":"3"}')
    })
  })

  describe('by InvokeModel, in the body of each family', () => {
    const bodies: Readonly<Record<string, (text: string) => object>> = {
      'openai.gpt-oss-20b-1:0': (text) => ({ messages: [{ role: 'user', content: text }] }),
      'meta.llama3-1-8b-instruct-v1:0': (prompt) => ({ prompt }),
      'anthropic.claude-haiku-4-5-20251001-v1:0': (text) => ({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 100,
        messages: [{ role: 'user', content: text }],
      }),
      'amazon.titan-text-lite-v1': (inputText) => ({ inputText }),
    }
    const invoke = (model: string, text: string, isStream = false): Promise<Response> =>
      fetch(
        `${reference.bedrock.replace('{region}', 'us-west-2')}/model/${model}/invoke${isStream ? '-with-response-stream' : ''}`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${reference.key}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify(bodies[model]?.(text)),
        },
      )

    it.each(Object.keys(bodies))('is played by %s', async (model) => {
      for (const isStream of [false, true]) {
        const refused = await invoke(model, 'Hello! [reference-fault status-429]', isStream)
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
        await expect(invoke(model, '[reference-fault reset]', isStream)).rejects.toThrow()
      }
      const broken = await invoke(model, 'Write a story. [reference-fault exception]', true)
      expect(await broken.text()).toContain('internalServerException')
      const [word] = model.split('.')
      await invoke(model, `[reference-fault status-503 ${word}]`)
      const counted = await invoke(model, `How often? [reference-attempts ${word}]`)
      expect(await counted.text()).toMatch(/"(?:content|generation|text|outputText)":"1"/)
    })
  })
})
