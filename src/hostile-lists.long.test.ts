/**
 * Whatever a server may send any number of is judged in a time in proportion to it: each list is so long
 * that a check which compares every entry with each other one would not come to an end.
 */
import { expect, it } from 'vitest'
import { assertions } from './assertions/registry.ts'
import { assertionIn, inputOf, packNamed, verdict } from './assertions/testing/judge.ts'
import { chat, chunk, completion, done, stream } from './assertions/testing/completion.ts'
import * as messages from './assertions/anthropic/testing/talk.ts'
import * as converse from './assertions/aws/testing/talk.ts'
import { reply, stream as eventStream } from './assertions/aws/testing/see.ts'
import * as responses from './assertions/responses/testing/response.ts'
import type { Observation } from './model/observation.ts'
import { apis } from './protocol/registry.ts'
import { items } from './protocol/testing/build.ts'

const indices = Array.from({ length: 10_000 }, (_, index) => index)

const toolCall = (index: number) => ({
  index,
  id: `call_${index}`,
  type: 'function',
  function: { name: 'weather', arguments: `{"city":"${index}"}` },
})
const choice = (index: number, part: object) => ({ index, finish_reason: 'stop', ...part })
const item = (index: number) => ({ ...responses.call, id: `fc_${index}`, call_id: `call_${index}` })
const toolUse = (index: number) => ({
  toolUse: { toolUseId: `t${index}`, name: 'weather', input: {} },
})

const offered = {
  tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }],
}

const answers: readonly (readonly [string, readonly string[], () => Observation])[] = [
  [
    'calls of a completion',
    ['http', 'openai-chat'],
    () => chat(completion({}, {}, { tool_calls: indices.map(toolCall) }), { asked: offered }),
  ],
  [
    'choices of a completion',
    ['http', 'openai-chat'],
    () =>
      chat(
        completion({
          choices: indices.map((at) =>
            choice(at, { message: { role: 'assistant', content: 'a' } }),
          ),
        }),
      ),
  ],
  [
    'calls of a delta',
    ['http', 'openai-chat-stream'],
    () => stream([chunk({ tool_calls: indices.map(toolCall) }), done]),
  ],
  [
    'choices of a stream',
    ['http', 'openai-chat-stream'],
    () => stream([...indices.map((index) => chunk({ content: 'a' }, { index })), done]),
  ],
  [
    'deltas of a stream',
    ['http', 'openai-chat-stream'],
    () => stream([...indices.map((index) => chunk({ content: `${index} ` })), done]),
  ],
  [
    'items of a response',
    ['http', 'openai-responses'],
    () => responses.whole(responses.response({ output: indices.map(item) })),
  ],
  [
    'parts of a response',
    ['http', 'openai-responses'],
    () =>
      responses.whole(
        responses.response({
          output: [
            {
              ...responses.message,
              content: indices.map((at) => ({
                type: 'output_text',
                text: `${at}`,
                annotations: [],
              })),
            },
          ],
        }),
      ),
  ],
  [
    'items of a stream',
    ['http', 'openai-responses-stream'],
    () =>
      responses.streamed(
        responses.numbered(
          indices.flatMap((at) => [responses.added(at, item(at)), responses.done(at, item(at))]),
        ),
      ),
  ],
  [
    'blocks of a message',
    ['http', 'anthropic-messages'],
    () => messages.whole(messages.message(indices.map((at) => messages.call(`toolu_${at}`)))),
  ],
  [
    'blocks of a streamed message',
    ['http', 'anthropic-messages-stream'],
    () =>
      messages.streamed([
        messages.begin(),
        ...indices.flatMap((at) => [
          messages.open(at),
          messages.spoken(at, `${at}`),
          messages.close(at),
        ]),
        messages.stop,
      ]),
  ],
  [
    'blocks of Converse',
    ['http', 'bedrock-converse'],
    () => reply('converse', converse.converse(indices.map(toolUse)), converse.toolRequest),
  ],
  [
    'blocks of ConverseStream',
    ['http', 'bedrock-converse-stream'],
    () =>
      eventStream([
        converse.start,
        ...indices.flatMap((at) => [
          converse.toolStart(at, `t${at}`),
          converse.fragment(at, '{}'),
          converse.blockStop(at),
        ]),
        converse.stop,
        converse.metadata,
      ]),
  ],
  [
    'blocks of a streamed message under one index',
    ['http', 'anthropic-messages-stream'],
    () =>
      messages.streamed([
        messages.begin(),
        ...indices.flatMap(() => [messages.open(0), messages.spoken(0, 'a')]),
        messages.stop,
      ]),
  ],
  [
    'thoughts of a message',
    ['http', 'anthropic-messages'],
    () =>
      messages.whole(
        messages.message([
          ...indices.map((at) => ({
            type: 'thinking',
            thinking: `${at} `.repeat(20),
            signature: 'a',
          })),
          messages.text('b'.repeat(200_000)),
        ]),
      ),
  ],
  [
    'items of a stream with one id',
    ['http', 'openai-responses-stream'],
    () =>
      responses.streamed(
        responses.numbered(
          indices.flatMap((at) => [
            responses.added(at, item(0)),
            { type: 'response.text.delta', item_id: 'fc_0', output_index: at, delta: 'a' },
            responses.done(at, item(0)),
          ]),
        ),
      ),
  ],
  [
    'models',
    ['http', 'openai-models'],
    () =>
      chat(
        {
          object: 'list',
          data: indices.map((at) => ({ id: `m${at}`, object: 'model', created: 1, owned_by: 'x' })),
        },
        { api: 'openai-models' },
      ),
  ],
  [
    'vectors',
    ['http', 'openai-embeddings'],
    () =>
      chat(
        {
          object: 'list',
          data: indices.map((index) => ({ object: 'embedding', index, embedding: [index, 1] })),
          usage: { prompt_tokens: 1, total_tokens: 1 },
        },
        { api: 'openai-embeddings' },
      ),
  ],
]

/** Judges as a run does, without the watch that tests keep on what a check reads. */
function judgeAll(packs: readonly string[], observation: Observation): void {
  const input = inputOf(observation)
  for (const check of packs.flatMap((name) => packNamed(name).checks)) {
    const [name, args] = assertionIn(check)
    assertions.get(name)?.judge(args, input)
  }
}

it.each(answers)(
  '%s are judged in time, however many they are',
  (_, packs, observed) => {
    expect(() => judgeAll(packs, observed())).not.toThrow()
  },
  20_000,
)

it('calls are looked through for repeats in time', () => {
  const calls = completion({}, {}, { tool_calls: indices.map(toolCall) })
  expect(verdict('tool-calls', { distinct: true }, chat(calls, { asked: offered }))).toBe('pass')
})

it('fragments of the last of very many calls are read in time', () => {
  const blocks = Array.from({ length: 80_000 }, (_, index) => index)
  const last = blocks.length - 1
  const events = [
    ...blocks.map((index) => ({
      type: 'content_block_start',
      index,
      content_block: { type: 'tool_use', id: `t${index}`, name: 'weather', input: {} },
    })),
    ...blocks.map(() => ({
      type: 'content_block_delta',
      index: last,
      delta: { type: 'input_json_delta', partial_json: '1' },
    })),
  ]
  const read = apis['anthropic-messages-stream'].read(
    { items: items(events) },
    { family: 'claude' },
  )
  expect(read?.toolCalls.at(-1)?.arguments).toHaveLength(blocks.length)
}, 5000)
