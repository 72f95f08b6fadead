import { expect, it } from 'vitest'
import { readConverseUsage } from './usage.ts'
import { readConverse } from './reply.ts'
import { events } from '../testing/build.ts'

const read = (json: unknown) => readConverse({ json, items: [] })
const stream = (named: readonly (readonly [string, unknown])[]) =>
  readConverse({ items: events(named) })

const usage = { inputTokens: 446, outputTokens: 55, totalTokens: 501, serverToolUsage: {} }

it('reads blocks in whatever order they come', () => {
  const content = [
    { text: 'Hello' },
    { reasoningContent: { reasoningText: { text: 'Greet.', signature: 's' } } },
    { toolUse: { toolUseId: 't', name: 'w', input: { city: 'Rome' }, type: 'tool_use' } },
    { text: ' there' },
    { reasoningContent: { redactedContent: 'AAAA' } },
    { citationsContent: { citations: [], content: [{ text: ', friend' }] } },
  ]
  const reply = read({
    output: { message: { role: 'assistant', content } },
    stopReason: 'tool_use',
    usage,
    metrics: { latencyMs: 1 },
  })
  expect(reply).toMatchObject({
    text: 'Hello there, friend',
    reasoning: 'Greet.',
    finish: 'tool_use',
    ending: 'tool',
    usage: { prompt: 446, completion: 55, total: 501 },
    toolCalls: [{ id: 't', name: 'w', arguments: '{"city":"Rome"}' }],
  })
})

it('reads a reply that ended before any text', () => {
  const content = [{ reasoningContent: { reasoningText: { text: 'Let me' } } }]
  const reply = read({ output: { message: { content } }, stopReason: 'max_tokens' })
  expect(reply).toMatchObject({ text: '', reasoning: 'Let me', ending: 'length' })
})

it.each([{}, { output: {} }, { output: { message: 'x' } }, null, [], { message: 'no' }])(
  'finds no reply in %j',
  (json) => {
    expect(read(json)).toBeUndefined()
  },
)

const text = (delta: string): readonly [string, unknown] => [
  'contentBlockDelta',
  { contentBlockIndex: 1, delta: { text: delta }, p: 'abc' },
]

it('reads a stream without contentBlockStart for text', () => {
  const reply = stream([
    ['messageStart', { role: 'assistant', p: 'ab' }],
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'Hm' } } }],
    [
      'contentBlockDelta',
      { contentBlockIndex: 0, delta: { reasoningContent: { signature: 's' } } },
    ],
    ['contentBlockStop', { contentBlockIndex: 0 }],
    text('So'),
    text('l'),
    ['contentBlockStop', { contentBlockIndex: 1 }],
    ['messageStop', { stopReason: 'end_turn' }],
    ['metadata', { usage, metrics: { latencyMs: 1 } }],
  ])
  expect(reply).toMatchObject({
    text: 'Sol',
    reasoning: 'Hm',
    finish: 'end_turn',
    ending: 'stop',
    usage: { prompt: 446, completion: 55, total: 501 },
  })
  expect(reply?.deltas).toEqual([
    { at: 40, item: 4, choice: 0, text: 'So' },
    { at: 50, item: 5, choice: 0, text: 'l' },
  ])
})

const start = (index: number, toolUseId: string): readonly [string, unknown] => [
  'contentBlockStart',
  { contentBlockIndex: index, start: { toolUse: { toolUseId, name: 'w' } } },
]

const input = (index: number, part: string): readonly [string, unknown] => [
  'contentBlockDelta',
  { contentBlockIndex: index, delta: { toolUse: { input: part } } },
]

it('joins the input of each tool by its block', () => {
  const reply = stream([
    start(0, 'a'),
    input(0, ''),
    input(0, '{"x"'),
    start(1, 'b'),
    input(1, '{}'),
    input(0, ':1}'),
  ])
  expect(reply?.toolCalls).toEqual([
    { id: 'a', name: 'w', arguments: '{"x":1}' },
    { id: 'b', name: 'w', arguments: '{}' },
  ])
  expect(reply).not.toHaveProperty('finish')
})

it('finds no reply where no event of the operation came', () => {
  expect(
    stream([
      ['chunk', { bytes: '' }],
      ['message', {}],
    ]),
  ).toBeUndefined()
  const [exception] = events([['messageStart', {}]])
  expect(readConverse({ items: [{ ...exception!, kind: 'exception' }] })).toBeUndefined()
})

it('counts the prompt with what the cache covered', () => {
  const cached = { ...usage, inputTokens: 2, cacheReadInputTokens: 440, cacheWriteInputTokens: 4 }
  expect(readConverseUsage(cached)).toEqual({ prompt: 446, completion: 55, total: 501 })
  expect(readConverseUsage({ ...cached, cacheReadInputTokens: null })?.prompt).toBe(6)
})
