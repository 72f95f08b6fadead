/** Exchanges of every API, right and wrong, and the arguments that the suite gives to each assertion. */
import type { Observation } from '../../model/observation.ts'
import { chunkFrame, exchange as wire } from '../../protocol/testing/build.ts'
import { reply as native, see, stream as nativeStream } from '../aws/testing/see.ts'
import { call, converse, talk, toolRequest } from '../aws/testing/talk.ts'
import { assertions } from '../registry.ts'
import {
  events,
  incomplete,
  numbered,
  response as openAiResponse,
  streamed,
  whole,
} from '../responses/testing/response.ts'
import {
  message,
  streamed as messageStream,
  talk as messageTalk,
  text,
  whole as wholeMessage,
} from '../anthropic/testing/talk.ts'
import { chat, chunk, completion, done, stream } from './completion.ts'
import { answered, model, observed, refused } from './observation.ts'
import { suiteFiles } from './suite-files.ts'

const toolCall = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"city":1}' },
}
const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }]
const llama = {
  generation: ' Hi',
  prompt_token_count: 5,
  generation_token_count: 2,
  stop_reason: 'stop',
}
const eventStream = 'application/vnd.amazon.eventstream'
const metrics = {
  inputTokenCount: 5,
  outputTokenCount: 2,
  invocationLatency: 9,
  firstByteLatency: 3,
}

const late = { endedAt: 120_000, complete: false }

/** The same, ended by the server before its time. */
function cut({ exchange, ...rest }: Observation): Observation {
  const response = { ...exchange.response!, complete: false }
  return { ...rest, exchange: { ...exchange, response } }
}

/** The same, as a message that HTTP/1.1 forbids. */
function malformed({ exchange, ...rest }: Observation): Observation {
  const response = { ...exchange.response!, faults: ['two lengths'] }
  return { ...rest, exchange: { ...exchange, response } }
}

/** One exchange for each situation in which checks take another way. */
export const corpus: readonly Observation[] = [
  chat(),
  chat(completion(), { asked: { n: 2, max_tokens: 1, tools } }),
  chat(completion({ usage: undefined }, { finish_reason: 'length' })),
  chat(completion({}, { finish_reason: 'tool_calls' }, { content: null, tool_calls: [toolCall] }), {
    asked: { tools, tool_choice: 'auto' },
  }),
  stream(),
  stream([...Array.from({ length: 60 }, () => chunk({ content: 'ten letter' })), done], late),
  stream([chunk({ content: 'a' }), { raw: 'data: no json' }], late),
  stream([chunk({ role: 'user', content: 'a' }, {}, { obfuscation: 1 })]),
  whole(openAiResponse(), { asked: { metadata: {}, instructions: 'x', temperature: 1 } }),
  whole(openAiResponse({ status: 'in_progress', usage: null })),
  whole(openAiResponse(incomplete), { asked: { max_output_tokens: 400 } }),
  whole(openAiResponse({ completed_at: Date.now() }), {
    headers: [['date', 'Fri, 27 Nov 2026 12:00:00 GMT']],
  }),
  streamed(),
  cut(streamed(numbered(events()).slice(0, -1))),
  native('converse', converse([{ text: 'Hello' }]), toolRequest),
  nativeStream(talk, toolRequest),
  nativeStream(call, toolRequest),
  see('converse-stream', { type: eventStream, chunks: ['cut'] }),
  cut(nativeStream(talk)),
  malformed(chat()),
  native('invoke', llama, { prompt: 'Hello', max_gen_len: 1 }),
  see('invoke', {
    type: 'application/json',
    chunks: [JSON.stringify(llama)],
    headers: [
      ['x-amzn-bedrock-input-token-count', '5'],
      ['x-amzn-bedrock-output-token-count', '3'],
    ],
  }),
  see('invoke-stream', {
    type: eventStream,
    chunks: [chunkFrame({ ...llama, 'amazon-bedrock-invocationMetrics': metrics })],
    requestBody: { prompt: 'Hello' },
  }),
  wholeMessage(message([text('Hello')]), { max_tokens: 1 }),
  wholeMessage(message([text('Hello')], { stop_reason: 'stop_sequence', stop_sequence: 'END' }), {
    stop_sequences: ['FIN'],
  }),
  wholeMessage(message([text('Hello')], { stop_reason: 'pause_turn' }), { max_tokens: 9 }),
  messageStream(messageTalk, { max_tokens: 1 }),
  native('invoke', { embedding: [1], inputTextTokenCount: 1 }, { inputText: 'a', dimensions: 2 }),
  native(
    'converse',
    {
      output: {
        message: {
          role: 'assistant',
          content: [
            {
              citationsContent: {
                content: [{ text: 'Sol' }],
                citations: [{ location: { documentChar: { documentIndex: 1, start: 0, end: 3 } } }],
              },
            },
          ],
        },
      },
      stopReason: 'end_turn',
      usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
      metrics: { latencyMs: 1 },
    },
    { messages: [] },
  ),
  native('invoke', { embeddings: [[1]], response_type: 'embeddings_floats' }, { texts: [] }),
  native(
    'invoke',
    { embeddings: [{ embeddingType: 'TEXT', embedding: [1] }] },
    { singleEmbeddingParams: {} },
  ),
  native('invoke', { results: [{ index: 1, relevance_score: 1 }] }, { documents: ['a'] }),
  native(
    'invoke',
    { results: [0, 1].map((index) => ({ index, relevance_score: 0.5 })) },
    { documents: ['a', 'b'] },
  ),
  see('converse', {
    status: 403,
    type: 'application/json',
    headers: [['x-amzn-errortype', 'AccessDeniedException:']],
    chunks: ['{"message":"You do not have access to the model with the specified model ID."}'],
  }),
  answered(
    { error: { message: 'No.', type: 'invalid_request_error', param: 'model' } },
    { status: 400 },
  ),
  answered({ error: { message: 'Slow down.' } }, { status: 429, headers: [['retry-after', '1']] }),
  answered(
    { data: [{ id: model, object: 'model', created: 1, owned_by: 'x' }] },
    { api: 'openai-models' },
  ),
  answered({ error: { message: 'No.' } }, { status: 405, headers: [['allow', 'POST']] }),
  answered({ modelSummaries: [] }, { api: 'bedrock-control' }),
  observed({
    status: 302,
    headers: [
      ['content-type', 'text/html'],
      ['location', '/'],
      ['content-encoding', 'gzip'],
      ['content-length', '9'],
      ['x-request-id', 'r'],
    ],
    body: '<html>500',
    exchange: { leaks: [{ where: 'body', byte: 0 }] },
  }),
  observed({ status: 500, body: 'Traceback (most recent call last)', api: 'converse' }),
  see('converse', {}, { ...wire({ status: 204 }), hungUp: true }),
  refused(),
]

/** Values that the suite gives to each assertion, each once, as far as they fit before templates are filled in. */
export function argsOfSuite(): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, Map<string, unknown>>()
  const add = (name: string, args: unknown): void => {
    const known = found.get(name) ?? new Map<string, unknown>()
    found.set(name, known.set(JSON.stringify(args), args))
  }
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inside] of Object.entries(value)) {
      const assertion = assertions.get(key)
      if (assertion?.args.safeParse(inside).success === true) {
        add(key, inside)
      }
      collect(inside)
    }
  }
  for (const content of suiteFiles().values()) collect(content)
  add('usage-compare', { prompt: 'equal', mean: true }) // an option that no case uses
  return new Map([...found].map(([name, args]) => [name, [...args.values()]]))
}
