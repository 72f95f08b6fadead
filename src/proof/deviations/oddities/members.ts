/** JSON that is written or filled unusually, as its schema allows. */
import type { Api, Chunk, JsonObject, StreamEvent } from '../../../reference/call.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import {
  choiceOf,
  contentOf,
  eachChoice,
  eachChunk,
  eachText,
  oddity,
  withContent,
  withMembers,
  without,
} from '../edit.ts'
import { inBody, inBoth, inChunks, inEvents } from '../reach.ts'

const openai: { readonly apis: readonly Api[] } = { apis: ['openai-chat-stream'] }
const chats: { readonly apis: readonly Api[] } = { apis: ['openai-chat', 'openai-chat-stream'] }
const delta = 'choices/*/delta'
const calls = `${delta}/tool_calls`

function reversed(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(reversed)
  if (!isObject(json)) return json
  return Object.fromEntries(
    Object.entries(json)
      .map(([name, value]) => [name, reversed(value)] as const)
      .toReversed(),
  )
}

function escaped(json: string): string {
  return json.replaceAll(
    /[\u0080-\uFFFF]/gu,
    (char) => String.raw`\u` + char.charCodeAt(0).toString(16).padStart(4, '0'),
  )
}

/** The fragments of a call's arguments written in other pieces. */
function recut(pieces: (text: string) => readonly string[]): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) => {
    const texts = new Map<unknown, string>()
    for (const chunk of chunks) {
      const fragment = fragmentOf(chunk)
      if (fragment === undefined) continue
      const text = String(asObject(fragment['function'])['arguments'] ?? '')
      texts.set(fragment['index'], (texts.get(fragment['index']) ?? '') + text)
    }
    return chunks.flatMap((chunk) => {
      const fragment = fragmentOf(chunk)
      if (fragment === undefined || typeof chunk === 'string') return [chunk]
      if (fragment['id'] === undefined) return []
      const rest = pieces(texts.get(fragment['index']) ?? '').map((text) =>
        eachChoice(chunk, (choice) => ({
          ...choice,
          delta: {
            tool_calls: [{ index: fragment['index'], function: { arguments: text } }],
          },
        })),
      )
      return [chunk, ...rest]
    })
  }
}

function fragmentOf(chunk: Chunk): JsonObject | undefined {
  const [fragment] = asArray(asObject(choiceOf(chunk)?.['delta'])['tool_calls'])
  return isObject(fragment) ? fragment : undefined
}

const metrics = 'amazon-bedrock-invocationMetrics'

export const memberOddities = [
  oddity(
    'metrics-without-latencies',
    'The invocation metrics count tokens and tell no times.',
    ['public capture of a Llama chunk'],
    {
      chunks: (chunks) =>
        inChunks(
          `${metrics}/invocationLatency`,
          () => undefined,
        )(inChunks(`${metrics}/firstByteLatency`, () => undefined)(chunks)),
    },
    { apis: ['invoke-stream'], sees: ['*/invocation-metrics'] },
  ),
  oddity('members-reversed', 'Members stand in reverse order.', ['RFC 8259 4'], {
    body: reversed,
    chunks: eachChunk((chunk) => asObject(reversed(chunk))),
    events: (events) =>
      events.map((event) =>
        event.kind === 'event' ? { ...event, payload: asObject(reversed(event.payload)) } : event,
      ),
  }),
  oddity(
    'characters-escaped',
    'Characters beyond ASCII are written as escapes.',
    ['RFC 8259 7'],
    {
      text: escaped,
      frames: (pieces, call) =>
        call.api === 'openai-chat-stream' ? eachText(escaped)(pieces) : pieces,
    },
    { ...chats, sees: ['stream-text.as-whole/*', 'prompt.*/no-replacement-char'] },
  ),
  oddity('line-break-after-json', 'White space follows the JSON.', ['RFC 8259 2'], {
    text: (text) => `${text} \r\n`,
  }),
  oddity(
    'extra-members-deep',
    'Objects at every depth have members that nobody knows.',
    ['facts 2.6'],
    {
      body: (body, call) => (call.failure ? body : deepened(body)),
      chunks: eachChunk((chunk) => asObject(deepened(chunk))),
    },
  ),
  oddity(
    'answers-with-annotations',
    'A message has annotations and audio, empty and null.',
    ['OpenAI schema'],
    {
      body: inBody('choices/*/message', (message) =>
        withMembers(message, { annotations: [], audio: null }),
      ),
    },
    { apis: ['openai-chat'] },
  ),
  oddity(
    'usage-without-details',
    'Usage has the three counts and no details.',
    ['OpenAI schema'],
    inBoth('usage', (usage) =>
      without(usage, 'prompt_tokens_details', 'completion_tokens_details'),
    ),
    chats,
  ),
  oddity(
    'prompt-cached',
    'Most of the prompt came from a cache.',
    ['OpenAI schema'],
    inBoth('usage', (usage) =>
      isObject(usage)
        ? {
            ...usage,
            prompt_tokens_details: { cached_tokens: Number(usage['prompt_tokens']) - 1 },
          }
        : usage,
    ),
    chats,
  ),
  oddity(
    'service-tier-null',
    'The service tier is null.',
    ['OpenAI schema'],
    inBoth('service_tier', () => null),
    chats,
  ),
  oddity(
    'id-of-another-form',
    'Ids do not begin with chatcmpl.',
    ['OpenAI schema'],
    inBoth('id', (id) => `gen/${String(id).slice(-12)}`),
    chats,
  ),
  oddity(
    'model-dated',
    'The answer names the dated snapshot of the model.',
    ['OpenAI models'],
    inBoth('model', (model) => `${String(model)}-2025-08-05`),
    chats,
  ),
  oddity(
    'first-content-null',
    'The first delta has content null.',
    ['OpenAI schema'],
    {
      chunks: inChunks(`${delta}/content`, (content) => (content === '' ? null : content)),
    },
    openai,
  ),
  oddity(
    'refusal-null-in-deltas',
    'Every delta has a refusal that is null.',
    ['OpenAI schema'],
    { chunks: inChunks(delta, (one) => ({ ...asObject(one), refusal: null })) },
    openai,
  ),
  oddity(
    'role-with-first-text',
    'The first delta has the role and the first text.',
    ['OpenAI schema'],
    {
      chunks: (chunks) => {
        const [first, second, ...rest] = chunks
        const text = second === undefined ? undefined : contentOf(second)
        if (typeof first !== 'object' || text === undefined) return chunks
        return [withContent(first, text), ...rest]
      },
    },
    openai,
  ),
  oddity(
    'heartbeat-chunks',
    'Empty deltas come now and then.',
    ['facts 1.6'],
    {
      chunks: (chunks) =>
        chunks.flatMap((chunk, at) =>
          at > 0 && at % 4 === 0 && contentOf(chunk) !== undefined && typeof chunk !== 'string'
            ? [eachChoice(chunk, (choice) => ({ ...choice, delta: { content: '' } })), chunk]
            : [chunk],
        ),
    },
    openai,
  ),
  oddity(
    'usage-null-left-out',
    'Chunks before the usage chunk have no member usage.',
    ['facts 1.6'],
    {
      chunks: eachChunk((chunk) =>
        chunk['usage'] === null ? asObject(without(chunk, 'usage')) : chunk,
      ),
    },
    openai,
  ),
  oddity(
    'reasoning-content',
    'Reasoning comes in a member reasoning_content of its own.',
    ['facts 1.6', 'openai-compatible servers'],
    {
      body: inBody('choices/*/message', (message) =>
        withMembers(message, { reasoning_content: 'Let me think.' }),
      ),
      chunks: (chunks) =>
        chunks.flatMap((chunk, at) =>
          at === 0 && typeof chunk !== 'string'
            ? [
                chunk,
                eachChoice(chunk, (choice) => ({
                  ...choice,
                  delta: { reasoning_content: 'Let me think.' },
                })),
              ]
            : [chunk],
        ),
    },
    { ...chats, fronts: ['mantle', 'llama-stack'] },
  ),
  oddity(
    'arguments-by-character',
    'The arguments of a tool come character by character.',
    ['OpenAI schema'],
    { chunks: recut((text) => [...text]) },
    { ...openai, sees: ['tools.named/*', 'tool-choice.*/*'] },
  ),
  oddity(
    'arguments-at-once',
    'The arguments of a tool come in one fragment.',
    ['OpenAI schema'],
    { chunks: recut((text) => [text]) },
    { ...openai, sees: ['tools.named/*', 'tool-choice.*/*'] },
  ),
  oddity(
    'fragments-together',
    'A delta brings several fragments of one call.',
    ['OpenAI schema'],
    {
      chunks: inChunks(calls, (fragments) =>
        asArray(fragments).flatMap((fragment) => {
          const { index, id, function: inner } = asObject(fragment)
          if (id !== undefined) return [fragment]
          const text = String(asObject(inner)['arguments'])
          return [...text].map((part) => ({ index, function: { arguments: part } }))
        }),
      ),
    },
    { ...openai, sees: ['tools.named/*'] },
  ),
  oddity(
    'type-in-every-fragment',
    'Every fragment of a call says that it is a function.',
    ['OpenAI schema'],
    { chunks: inChunks(`${calls}/*`, (fragment) => ({ ...asObject(fragment), type: 'function' })) },
    { ...openai, sees: ['tools.named/*'] },
  ),
  oddity(
    'text-before-call',
    'The model says something before it calls a tool.',
    ['OpenAI schema'],
    {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) =>
          choice.toolCalls.length > 0 ? { ...choice, text: 'Let me look that up.' } : choice,
        ),
      }),
    },
    { sees: ['tools.named/*', 'converse-tools.*/*', 'tool-choice.auto/*'] },
  ),
  oddity(
    'cache-counts-zero',
    'Converse counts the tokens of a cache that nobody used.',
    ['facts 2.1'],
    {
      body: inBody('usage', cached),
      events: inEvents('metadata', 'usage', cached),
    },
    { apis: ['converse', 'converse-stream'] },
  ),
  oddity(
    'metadata-says-more',
    'Metadata also tells of a trace and of the performance.',
    ['botocore ConverseStreamMetadataEvent'],
    {
      events: (events) =>
        events.map((event): StreamEvent =>
          event.kind === 'event' && event.type === 'metadata'
            ? {
                ...event,
                payload: { ...event.payload, performanceConfig: { latency: 'standard' } },
              }
            : event,
        ),
    },
    { apis: ['converse-stream'] },
  ),
]

function cached(usage: unknown): unknown {
  const zero = 0
  return withMembers(usage, {
    cacheReadInputTokens: zero,
    cacheReadInputTokenCount: zero,
    cacheWriteInputTokens: zero,
    cacheWriteInputTokenCount: zero,
  })
}

/** Places whose objects are closed to others: what a tool is called with is the client's own. */
const closed = new Set(['input', 'logit_bias', 'json'])

function deepened(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(deepened)
  if (!isObject(json)) return json
  const entries = Object.entries(json).map(([name, value]) => [
    name,
    closed.has(name) ? value : deepened(value),
  ])
  return isUnion(json)
    ? Object.fromEntries(entries)
    : { ...Object.fromEntries(entries), x_vendor: null }
}

/** A content block sets exactly one member. */
function isUnion(json: JsonObject): boolean {
  const kinds = ['text', 'toolUse', 'reasoningContent', 'reasoningText', 'toolResult']
  return kinds.some((kind) => kind in json)
}
