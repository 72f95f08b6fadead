import { expect, it } from 'vitest'
import { apis } from '../registry.ts'
import { conversation, items } from '../testing/build.ts'
import { bodyOf, options, toolTalk, weather } from '../testing/conversations.ts'

const claude = { id: 'us.anthropic.claude-sonnet-4-6', family: 'claude' }
const messages = apis['anthropic-messages']

it('writes a conversation with tools as a Messages request', () => {
  const draft = messages.encode(toolTalk, claude)
  expect(draft?.path).toBe('/v1/messages')
  expect(draft?.headers).toMatchObject({ 'anthropic-version': '2023-06-01' })
  expect(bodyOf(draft)).toEqual({
    model: claude.id,
    max_tokens: 2048,
    system: 'Be brief\n\nBe kind',
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Rome' } }],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'sunny' }] },
    ],
    tools: [{ name: 'weather', description: 'Tells it', input_schema: weather.parameters }],
    tool_choice: { type: 'tool', name: 'weather' },
  })
})

it('writes sampling only where a conversation has it, and no limit for a count', () => {
  const { seed: _, ...sampling } = options
  const draft = apis['anthropic-messages-stream'].encode(
    conversation({ options: sampling }),
    claude,
  )
  expect(bodyOf(draft)).toMatchObject({
    max_tokens: 9,
    temperature: 0.1,
    top_p: 0.95,
    stop_sequences: ['END'],
    stream: true,
  })
  const count = apis['anthropic-count-tokens'].encode(conversation({ options: sampling }), claude)
  expect(count?.path).toBe('/v1/messages/count_tokens')
  expect(Object.keys(bodyOf(count) as object)).toEqual(['model', 'messages'])
})

it('writes the same body with its version for InvokeModel, without model and stream', () => {
  const body = bodyOf(apis['invoke-stream'].encode(conversation(), claude))
  expect(body).toEqual({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 2048,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
  })
})

it('has no seed, and no choice of a tool without tools', () => {
  expect(messages.encode(conversation({ options: { seed: 1 } }), claude)).toBeUndefined()
  expect(messages.encode(conversation({ toolChoice: 'required' }), claude)).toBeUndefined()
})

it('reads text, thinking, calls, the end and the whole input of a message', () => {
  const reply = messages.read(
    {
      items: [],
      json: {
        id: 'msg_1',
        type: 'message',
        model: 'claude',
        content: [
          { type: 'thinking', thinking: 'Hm', signature: 'x' },
          { type: 'text', text: 'Sol' },
          { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Rome' } },
        ],
        stop_reason: 'tool_use',
        stop_sequence: null,
        usage: { input_tokens: 2, cache_read_input_tokens: 40, output_tokens: 5 },
      },
    },
    claude,
  )
  expect(reply).toMatchObject({
    id: 'msg_1',
    text: 'Sol',
    reasoning: 'Hm',
    finish: 'tool_use',
    ending: 'tool',
    usage: { prompt: 42, completion: 5 },
    toolCalls: [{ id: 'toolu_1', name: 'weather', arguments: '{"city":"Rome"}' }],
  })
})

it('reads the same from a stream, whose totals replace those of its start', () => {
  const reply = apis['anthropic-messages-stream'].read(
    {
      items: items([
        {
          type: 'message_start',
          message: { id: 'msg_1', usage: { input_tokens: 9, output_tokens: 1 } },
        },
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'So' } },
        { type: 'ping' },
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'l' } },
        { type: 'content_block_stop', index: 0 },
        {
          type: 'content_block_start',
          index: 1,
          content_block: { type: 'tool_use', id: 't', name: 'weather', input: {} },
        },
        {
          type: 'content_block_delta',
          index: 1,
          delta: { type: 'input_json_delta', partial_json: '{}' },
        },
        { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 5 } },
        { type: 'message_stop' },
      ]),
    },
    claude,
  )
  expect(reply).toMatchObject({
    text: 'Sol',
    deltas: [{ text: 'So' }, { text: 'l' }],
    usage: { prompt: 9, completion: 5 },
    toolCalls: [{ id: 't', name: 'weather', arguments: '{}' }],
  })
})

it('keeps the tokens of the cache where a later event counts without them', () => {
  const read = (first: object, last: object) =>
    apis['anthropic-messages-stream'].read(
      {
        items: items([
          { type: 'message_start', message: { id: 'msg_1', usage: first } },
          { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: last },
        ]),
      },
      claude,
    )?.usage
  const first = { input_tokens: 3, cache_read_input_tokens: 2000, output_tokens: 1 }
  const last = { input_tokens: 3, cache_read_input_tokens: null, output_tokens: 5 }
  expect(read(first, last)).toEqual({ prompt: 2003, completion: 5 })
  const late = { cache_read_input_tokens: 2000, output_tokens: 5 }
  expect(read({ input_tokens: 3, output_tokens: 1 }, late)).toEqual({ prompt: 2003, completion: 5 })
})

it('reads calls and text that stand in message_start, to which no delta adds', () => {
  const content = [
    { type: 'text', text: 'So' },
    { type: 'tool_use', id: 't', name: 'weather', input: { city: 'Rome' } },
  ]
  const started = {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'u', name: 'weather', input: {} },
  }
  const delta = {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json: '{"city":"Oslo"}' },
  }
  const reply = apis['anthropic-messages-stream'].read(
    {
      items: items([{ type: 'message_start', message: { id: 'msg_1', content } }, started, delta]),
    },
    claude,
  )
  expect(reply).toMatchObject({
    text: 'So',
    toolCalls: [
      { id: 't', arguments: '{"city":"Rome"}' },
      { id: 'u', arguments: '{"city":"Oslo"}' },
    ],
  })
})

it('reads no message from another object', () => {
  expect(messages.read({ items: [], json: { choices: [] } }, claude)).toBeUndefined()
  expect(apis['anthropic-count-tokens'].read({ items: [], json: {} }, claude)).toBeUndefined()
  const counted = apis['count-tokens'].read({ items: [], json: { inputTokens: 7 } }, claude)
  expect(counted).toMatchObject({ choices: [], usage: { prompt: 7 } })
})

it('asks CountTokens for the model behind a profile, without what it does not count', () => {
  const profile = { id: 'us.anthropic.claude-haiku-4-5-20251001-v1:0', family: 'claude' }
  const draft = apis['count-tokens'].encode(conversation({ options: { maxTokens: 9 } }), profile)
  expect(draft?.path).toBe('/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/count-tokens')
  const indian = apis['count-tokens'].encode(conversation(), {
    ...profile,
    id: 'in.anthropic.claude',
  })
  expect(indian?.path).toBe('/model/anthropic.claude/count-tokens')
  expect(bodyOf(draft)).toEqual({
    input: { converse: { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] } },
  })
})
