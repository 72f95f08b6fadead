import { afterEach, describe, expect, it } from 'vitest'
import { playReference } from '../../play-reference.ts'
import type { ReferenceServer } from '../../../reference/server.ts'
import {
  ask,
  chatPath,
  gptOss,
  stackModel,
  userSays,
  type Asked,
  type Got,
} from '../../../reference/testing/asked.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { deviations } from '../registry.ts'

const running: ReferenceServer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

const hello = (more: Readonly<Record<string, unknown>> = {}): Asked => ({
  path: chatPath,
  body: userSays('Hello', more),
})
const haiku = (more: Readonly<Record<string, unknown>>): Asked => ({
  path: chatPath,
  body: userSays('Write a haiku about coding.', more),
})
const says = (messages: readonly unknown[], more: object = {}): Asked => ({
  path: chatPath,
  body: { model: gptOss, messages, ...more },
})
const stack = (path: string): Asked => ({ endpoint: 'llamaStack', path })

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
}
const now = { type: 'function', function: { name: 'now', parameters: { type: 'object' } } }
const call = { id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{}' } }
const roundTrip = [
  { role: 'user', content: 'Weather in Paris?' },
  { role: 'assistant', content: null, tool_calls: [call] },
  { role: 'tool', tool_call_id: 'a', content: '{"weather":"kiwi"}' },
]
const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }
const stream = { stream: true, stream_options: { include_usage: true } }

/** Requests of which at least one is answered otherwise than by the reference. */
const telling: Readonly<Record<string, readonly Asked[]>> = {
  'sampling-unchecked': [hello({ temperature: 3 })],
  'limit-unchecked': [hello({ max_tokens: 0 })],
  'penalties-unchecked': [hello({ presence_penalty: 3 })],
  'role-unchecked': [says([{ role: 'wizard', content: 'Hello' }])],
  'content-unchecked': [says([{ role: 'user' }])],
  'messages-unchecked': [says([])],
  'model-unchecked': [hello({ model: 5 })],
  'picture-dropped': [
    says([{ role: 'user', content: [{ type: 'text', text: 'Hello' }, picture] }]),
  ],
  'tools-unchecked': [hello({ tool_choice: 'required' })],
  'format-unchecked': [hello({ response_format: { type: 'yaml' } })],
  'effort-unchecked': [hello({ reasoning_effort: 'banana' })],
  'overflow-shortened': [{ path: chatPath, body: userSays('word '.repeat(200_000)) }],
  'unknown-member-breaks': [hello({ x_test: 1 })],
  'null-members-refused': [hello({ seed: null })],
  'huge-limit-breaks': [hello({ max_tokens: 1e9 })],
  'odd-order-breaks': [
    says([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'A' },
    ]),
  ],
  'odd-stops-break': [hello({ stop: [''] })],
  'penalties-break': [hello({ logit_bias: { 5: 1 } })],
  'call-without-content-refused': [says(roundTrip, { tools: [weather] })],
  'effort-ignored': [hello({ reasoning_effort: 'high' })],
  'temperature-inverted': [1, 2, 3, 4].map(() => haiku({ temperature: 0 })),
  'nucleus-inverted': [1, 2, 3, 4].map(() => haiku({ temperature: 1, top_p: 0.01 })),
  'parts-as-json': [says([{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }])],
  'one-call-at-a-time': [
    says([{ role: 'user', content: 'Weather in Paris and in Tokyo?' }], { tools: [weather] }),
  ],
  'tool-results-dropped': [says(roundTrip, { tools: [weather] })],
  'arguments-made-up': [
    hello({ tools: [now], tool_choice: { type: 'function', function: { name: 'now' } } }),
  ],
  'usage-varies': [hello(), hello()],
  'stream-counts-more': [hello(stream)],
  'busy-after-streams': [hello(stream), hello()],
  'usage-chunk-always': [hello({ stream: true })],
  'gzip-always': [{ ...hello(), headers: { 'accept-encoding': 'identity' } }],
  'error-mid-stream-as-text': [hello(stream)],
  'finish-after-error': [hello(stream)],
  'model-alone-differs': [stack(`/v1/models/${stackModel}`)],
  'list-with-ghost': [stack('/v1/models')],
  'method-ignored': [{ ...hello(), method: 'PUT' }],
  'paths-caught': [stack('/v1/no-such-path')],
  'chat-media-type-ignored': [{ ...hello(), headers: { 'content-type': 'text/plain' } }],
  'json-mended': [{ path: chatPath, body: '{"model": ' }],
  'health-missing': [stack('/v1/health')],
  'health-without-status': [stack('/v1/health')],
  'version-empty': [stack('/v1/version')],
  'version-missing': [stack('/v1/version')],
  'choices-interleaved': [hello({ ...stream, n: 2 })],
  'conversation-echoed': [hello()],
  'choices-refused': [hello({ n: 2 })],
  'logprobs-refused': [hello({ logprobs: true })],
  'tools-refused': [hello({ tools: [weather] })],
  'formats-refused': [hello({ response_format: { type: 'json_object' } })],
  'biases-refused': [hello({ frequency_penalty: 1 })],
  'unknown-members-refused': [hello({ x_test: 1 })],
  'odd-orders-refused': [says([1, 2].map(() => ({ role: 'user', content: 'Hi' })))],
  'odd-stops-refused': [hello({ stop: ['1', '2', '3', '4', ''] }), hello({ stop: [''] })],
  'huge-limits-refused': [hello({ max_tokens: 1e9 })],
  'short-answers-whole': [hello(stream)],
  'null-members': [hello()],
  'bare-ids-served': [{ ...stack('/v1/chat/completions'), body: userSays('Hello') }],
}

async function answersOf(asked: readonly Asked[], deviation?: Deviation): Promise<string[]> {
  const server = await playReference(deviation ? { [deviation.kind]: deviation.id } : {})
  running.push(server)
  const answers: string[] = []
  for (const one of asked) answers.push(shown(await ask(server, one)))
  expect(server.faults).toEqual([])
  return answers
}

/** Without ids and times, which are never the same. */
function shown({ status, text, headers }: Got): string {
  const stable = text
    .replaceAll(/"created":\d+|"obfuscation":"\w*"/gu, '')
    .replaceAll(/[0-9a-f]{8}-?[0-9a-f-]{8,}/gu, '')
  return `${status} ${headers.get('content-encoding') ?? ''} ${stable}`
}

describe('a deviation of chat completions', () => {
  it.each(Object.entries(telling))('%s changes the answer to its request', async (id, asked) => {
    const deviation = deviations.find((one) => one.id === id)
    expect(deviation).toBeDefined()
    expect(await answersOf(asked, deviation)).not.toEqual(await answersOf(asked))
  })
})
