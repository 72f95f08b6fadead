import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asArray, asObject } from '../json.ts'
import { startReference, type ReferenceServer } from '../server.ts'
import { ask, converseSays, gptOss, modelPath } from '../testing/asked.ts'

const claude = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
const budget = { thinking: { type: 'enabled', budget_tokens: 1024 } }
const weather = { toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object' } } } }

let server: ReferenceServer

beforeAll(async () => {
  server = await startReference()
})
afterAll(async () => {
  await server.close()
})

async function converse(model: string, more: Readonly<Record<string, unknown>>) {
  const body = converseSays('Hello!', more)
  const { status, json } = await ask(server, { path: modelPath(model, 'converse'), body })
  const { message, output } = asObject(json)
  const content = asArray(asObject(asObject(output)['message'])['content']).map(asObject)
  return { status, message, content }
}

describe('Claude', () => {
  it('thinks where it is asked to alone, and signs what it thought', async () => {
    expect((await converse(claude, {})).content.map(Object.keys)).toEqual([['text']])
    const { content } = await converse(claude, { additionalModelRequestFields: budget })
    expect(content.map((block) => Object.keys(block))).toEqual([['reasoningContent'], ['text']])
    expect(content[0]).toHaveProperty('reasoningContent.reasoningText.signature')
    const other = await converse(gptOss, {})
    expect(other.content[0]).not.toHaveProperty('reasoningContent.reasoningText.signature')
  })

  it('signs reasoning at the end of its block in a stream', async () => {
    const body = converseSays('Hello!', { additionalModelRequestFields: budget })
    const { text } = await ask(server, { path: modelPath(claude, 'converse-stream'), body })
    const signed = text.indexOf('{"reasoningContent":{"signature":')
    expect(signed).toBeGreaterThan(text.lastIndexOf('{"reasoningContent":{"text":'))
  })

  it.each([
    ['no budget', { additionalModelRequestFields: { thinking: { type: 'enabled' } } }],
    [
      'too small a budget',
      { additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1023 } } },
    ],
    [
      'a budget above the limit',
      { additionalModelRequestFields: budget, inferenceConfig: { maxTokens: 1024 } },
    ],
    ['an unknown type', { additionalModelRequestFields: { thinking: { type: 'deep' } } }],
    [
      'a temperature',
      { additionalModelRequestFields: budget, inferenceConfig: { temperature: 0.5 } },
    ],
    ['a narrow nucleus', { additionalModelRequestFields: budget, inferenceConfig: { topP: 0.9 } }],
    [
      'a tool that must be called',
      {
        additionalModelRequestFields: budget,
        toolConfig: { tools: [weather], toolChoice: { any: {} } },
      },
    ],
  ])('does not think with %s', async (_, more) => {
    const { status, message } = await converse(claude, more)
    expect([status, message]).toEqual([
      400,
      expect.stringMatching(/^The model returned the following errors: /u),
    ])
  })
})

it('a document has a name that its model can be shown', async () => {
  const named = (name: string) => {
    const document = { name, format: 'txt', source: { text: 'A list.' } }
    return converse(gptOss, {
      messages: [{ role: 'user', content: [{ document }, { text: 'Hi' }] }],
    })
  }
  for (const name of ['', 'a'.repeat(201), 'notes.txt', 'two  spaces', 'ö']) {
    expect([name, (await named(name)).status]).toEqual([name, 400])
  }
  for (const name of ['notes', 'a'.repeat(200), 'My list (2) [new]-x']) {
    expect([name, (await named(name)).status]).toEqual([name, 200])
  }
})

it('two calls of one message have two ids', async () => {
  const called = async (...ids: readonly string[]) => {
    const messages = [
      { role: 'user', content: [{ text: 'Hi' }] },
      {
        role: 'assistant',
        content: ids.map((toolUseId) => ({
          toolUse: { toolUseId, name: 'get_weather', input: {} },
        })),
      },
      {
        role: 'user',
        content: ids.map((toolUseId) => ({
          toolResult: { toolUseId, content: [{ text: 'Sun' }] },
        })),
      },
    ]
    return converse(gptOss, { messages, toolConfig: { tools: [weather] } })
  }
  expect((await called('a', 'b')).status).toBe(200)
  expect(await called('a', 'b', 'a')).toMatchObject({
    status: 400,
    message: 'The toolUse blocks at messages.1.content contain duplicate Ids: a',
  })
})
