/** JSON that says more, or the same in another way, as the specifications allow. */
import type { Chunk, JsonObject, StreamEvent } from '../../../reference/call.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import type { Reply } from '../../../reference/model/reply.ts'
import { choiceOf, contentOf, eachChoice, eachChunk, oddity, without } from '../edit.ts'

function eachPayload(edit: (payload: JsonObject, at: number) => JsonObject) {
  return (events: readonly StreamEvent[]): StreamEvent[] =>
    events.map((event, at) =>
      event.kind === 'event' ? { ...event, payload: edit(event.payload, at) } : event,
    )
}

/** The finish reason moved to the last chunk that has content. */
function finishedEarly(chunks: readonly Chunk[]): Chunk[] {
  const last = chunks.findLastIndex((chunk) => contentOf(chunk) !== undefined)
  const finish = chunks.find((chunk) => typeof choiceOf(chunk)?.['finish_reason'] === 'string')
  const many = chunks.some((chunk) => (choiceOf(chunk)?.['index'] ?? 0) !== 0)
  if (last < 0 || finish === undefined || many || chunks.indexOf(finish) < last) return [...chunks]
  const reason = choiceOf(finish)?.['finish_reason']
  return chunks.flatMap((chunk, at) => {
    if (chunk === finish) return []
    if (at !== last || typeof chunk === 'string') return [chunk]
    return [eachChoice(chunk, (choice) => ({ ...choice, finish_reason: reason }))]
  })
}

/** What the real runtime does: reasoning in tags at the head of the content. */
function tagged(reply: Reply): Reply {
  return {
    ...reply,
    choices: reply.choices.map((choice) => ({
      ...choice,
      text:
        choice.reasoning === ''
          ? choice.text
          : `<reasoning>${choice.reasoning}</reasoning>${choice.text}`,
    })),
  }
}

export const jsonOddities = [
  oddity('extra-members', 'Objects have members that nobody knows.', ['facts 2.6'], {
    body: (body) => (isObject(body) ? { ...body, x_vendor: { trace: ['a', 1, null] } } : body),
    chunks: eachChunk((chunk) => ({ ...chunk, x_vendor: 1 })),
    events: eachPayload((payload) => ({ ...payload, xVendor: true })),
  }),
  oddity('long-padding', 'Events are padded with long texts.', ['D69', 'aws-sdk-js-v3#6919'], {
    events: eachPayload((payload, at) => ({ ...payload, p: 'abcdefghij'.repeat(1 + (at % 40)) })),
  }),
  oddity('no-padding', 'Events carry no padding.', ['D69'], {
    events: eachPayload((payload) => asObject(without(payload, 'p'))),
  }),
  oddity(
    'finish-with-content',
    'The last chunk with content also says how the answer ended.',
    ['facts 1.6'],
    { chunks: finishedEarly },
    { apis: ['openai-chat-stream'] },
  ),
  oddity('obfuscation-in-choice', 'Obfuscation stands inside the choice.', ['D70'], {
    chunks: eachChunk((chunk) =>
      eachChoice(chunk, (choice) => ({ ...choice, obfuscation: 'MXCepKv5' })),
    ),
  }),
  oddity(
    'role-in-every-delta',
    'Every delta repeats the role.',
    ['OpenAI ChatCompletionStreamResponseDelta'],
    {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({
          ...choice,
          delta: { role: 'assistant', ...asObject(choice['delta']) },
        })),
      ),
    },
  ),
  oddity(
    'empty-second-delta',
    'An empty delta follows the first one.',
    ['facts 1.6'],
    {
      chunks: (chunks) => {
        const [first] = chunks
        if (typeof first !== 'object') return chunks
        const empty = eachChoice(first, (choice) => ({ ...choice, delta: {} }))
        return [first, empty, ...chunks.slice(1)]
      },
    },
    { apis: ['openai-chat-stream'] },
  ),
  oddity('optional-members-absent', 'What may be left out is left out.', ['facts 1.5'], {
    body: (body) =>
      Array.isArray(asObject(body)['choices'])
        ? without(body, 'service_tier', 'system_fingerprint')
        : body,
    chunks: eachChunk((chunk) =>
      eachChoice(without(chunk, 'service_tier', 'system_fingerprint'), (choice) =>
        choice['logprobs'] === null ? asObject(without(choice, 'logprobs')) : choice,
      ),
    ),
  }),
  oddity(
    'reasoning-tags',
    'Reasoning stands in <reasoning> tags at the head of the content, as on the real runtime.',
    ['D36', 'notebook outputs'],
    { reply: tagged },
    { fronts: ['runtime'], apis: ['openai-chat', 'invoke'], sees: ['reasoning.tags/*'] },
  ),
]
