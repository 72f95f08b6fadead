/** Single events of a stream of messages are wrong. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { eachText } from '../edits/members.ts'
import { gone, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { inEvent, inStream, unreadDeltas } from './edits.ts'

const sse = apis.messagesStreams

function eachDelta(edit: (delta: JsonObject) => JsonObject) {
  return inEvent('content_block_delta', 'delta', (delta) => edit(asObject(delta)))
}

/** Output in proportion to the text of the last block. */
function countedByLastBlock(events: readonly JsonObject[]): readonly JsonObject[] {
  const sizes = new Map<unknown, number>()
  for (const { index, delta } of events) {
    const { text, thinking, partial_json: json } = asObject(delta)
    if (index === undefined) continue
    sizes.set(index, (sizes.get(index) ?? 0) + String(text ?? thinking ?? json ?? '').length)
  }
  const all = [...sizes.values()]
  const share =
    (all.at(-1) ?? 1) /
    Math.max(
      1,
      all.reduce((sum, size) => sum + size, 0),
    )
  return inEvent('message_delta', 'usage/output_tokens', (count) =>
    Math.max(1, Math.round(Number(count) * share)),
  )(events) as JsonObject[]
}

export const messagesEvents: readonly Deviation[] = [
  {
    id: 'message-events-nameless',
    kind: 'mutant',
    about: 'Events of a stream of messages have no event line.',
    seen: ['AM-02'],
    apis: sse,
    kills: ['*/event-names'],
    hooks: { frames: eachText((text) => text.replace(/^event:[^\n]*\n/u, '')) },
  },
  {
    id: 'message-events-misnamed',
    kind: 'mutant',
    about: 'All events of a stream of messages are named message.',
    seen: ['AM-02'],
    apis: sse,
    kills: ['*/event-names'],
    hooks: { frames: eachText((text) => text.replace(/^event:[^\n]*/u, 'event: message')) },
  },
  {
    id: 'message-done',
    kind: 'mutant',
    about: 'A stream of messages ends with [DONE].',
    seen: ['AM-02'],
    apis: sse,
    kills: ['*/no-done'],
    hooks: { chunks: (chunks) => [...chunks, '[DONE]'] },
  },
  {
    id: 'message-event-not-json',
    kind: 'mutant',
    about: 'The data of the first delta is cut off.',
    seen: ['AM-02'],
    apis: sse,
    kills: ['*/events-are-json'],
    also: ['assert:answer', '*/message-content', '*/tool-calls', '*/text-cut'],
    hooks: { frames: eachText((text, at) => (at === 2 ? text.replace(/\}\n/u, '\n') : text)) },
  },
  {
    id: 'message-cache-creation-text',
    kind: 'mutant',
    about: 'message_delta counts the tokens that were written to the cache as text.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/event-schema'],
    hooks: { chunks: inEvent('message_delta', 'usage/cache_creation/*', (count) => `${count}`) },
  },
  {
    id: 'message-event-typeless',
    kind: 'mutant',
    about: 'Deltas have no type.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/event-schema'],
    also: [...unreadDeltas, '*/thinking-signed'],
    hooks: { chunks: eachDelta(({ type: _, ...delta }) => delta) },
  },
  {
    id: 'message-delta-textless',
    kind: 'mutant',
    about: 'Deltas of text have no text.',
    seen: ['vllm#22627'],
    apis: apis.messageStreams,
    kills: ['*/event-schema'],
    also: ['*/content-came', 'assert:answer', '*/text-cut'],
    hooks: { chunks: eachDelta(({ text: _, ...delta }) => delta) },
  },
  {
    id: 'message-delta-alien',
    kind: 'mutant',
    about: 'Text comes as thinking inside a block of text.',
    seen: ['litellm#33224'],
    apis: apis.messageStreams,
    kills: ['*/block-deltas'],
    also: ['*/content-came', 'assert:answer', '*/text-cut'],
    hooks: {
      chunks: eachDelta((delta) =>
        delta['type'] === 'text_delta'
          ? { type: 'thinking_delta', thinking: delta['text'] }
          : delta,
      ),
    },
  },
  {
    id: 'message-deltas-repeat',
    kind: 'mutant',
    about: 'Each delta repeats the text so far.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/deltas-add'],
    also: ['*/message-usage', 'assert:answer', '*/text-cut', '*/invocation-metrics'],
    hooks: {
      chunks: inStream((events) => {
        let text = ''
        return events.map((event) => {
          const delta = asObject(event['delta'])
          if (delta['type'] !== 'text_delta') return event
          text += String(delta['text'])
          return { ...event, delta: { ...delta, text } }
        })
      }),
    },
  },
  {
    id: 'tool-input-fragment-lost',
    kind: 'mutant',
    about: 'The last fragment of the input of a call is lost.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: [
      'messages.tool-round-trip/message-content',
      'invoke-families.claude-tools/message-content',
    ],
    also: ['*/tool-calls', '*/called'],
    hooks: {
      chunks: inStream((events) => {
        const at = events.findLastIndex(
          (event) => asObject(event['delta'])['type'] === 'input_json_delta',
        )
        return events.filter((_, index) => index !== at)
      }),
    },
  },
  {
    id: 'message-signature-lost',
    kind: 'mutant',
    about: 'Thinking ends without its signature.',
    seen: ['AM-01'],
    apis: apis.messageStreams,
    kills: ['messages.thinking/thinking-signed'],
    hooks: {
      chunks: inStream((events) =>
        events.filter((event) => asObject(event['delta'])['type'] !== 'signature_delta'),
      ),
    },
  },
  {
    id: 'message-start-bare',
    kind: 'mutant',
    about: 'The message of message_start has no model and no content.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/event-schema'],
    hooks: {
      chunks: inEvent('message_start', 'message', (message) => {
        const { model: _, content: __, ...rest } = asObject(message)
        return rest
      }),
    },
  },
  {
    id: 'message-start-stopped',
    kind: 'mutant',
    about: 'message_start gives a stop_reason already.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/event-schema'],
    hooks: { chunks: inEvent('message_start', 'message/stop_reason', set('end_turn')) },
  },
  {
    id: 'start-usage-zero',
    kind: 'mutant',
    about: 'message_start counts no tokens.',
    seen: ['ai#17326'],
    apis: apis.messageStreams,
    kills: ['*/start-usage'],
    hooks: {
      chunks: inEvent('message_start', 'message/usage', set({ input_tokens: 0, output_tokens: 0 })),
    },
  },
  {
    id: 'totals-without-reason',
    kind: 'mutant',
    about: 'message_delta has a stop_reason of null.',
    seen: ['litellm#39703'],
    apis: apis.messageStreams,
    kills: ['*/message-stop'],
    also: ['assert:finish'],
    hooks: { chunks: inEvent('message_delta', 'delta/stop_reason', set(null)) },
  },
  {
    id: 'totals-without-usage',
    kind: 'mutant',
    about: 'message_delta has no usage.',
    seen: ['lobehub#18612'],
    apis: apis.messageStreams,
    kills: ['*/message-usage', '*/event-schema'],
    also: ['*/invocation-metrics', 'assert:completion-at-most'],
    hooks: { chunks: inEvent('message_delta', 'usage', gone) },
  },
  {
    id: 'totals-without-input',
    kind: 'mutant',
    about: 'message_delta says that no input was read.',
    seen: ['lobehub#18612'],
    apis: apis.messageStreams,
    kills: ['*/message-usage'],
    also: ['*/invocation-metrics', 'assert:usage-compare'],
    hooks: { chunks: inEvent('message_delta', 'usage/input_tokens', set(0)) },
  },
  {
    id: 'output-of-last-block',
    kind: 'mutant',
    about: 'message_delta counts the output of the last block alone.',
    seen: ['AM-04'],
    apis: apis.messageStreams,
    kills: ['messages.thinking/output-of-all-blocks'],
    also: ['*/message-usage', '*/invocation-metrics', 'assert:usage-compare'],
    hooks: { chunks: inStream(countedByLastBlock) },
  },
  {
    id: 'totals-added',
    kind: 'mutant',
    about: 'message_delta counts more output than max_tokens allows.',
    seen: ['AM-04'],
    apis: apis.messageStreams,
    kills: ['*/message-usage'],
    also: ['*/invocation-metrics', 'assert:completion-at-most'],
    hooks: {
      chunks: inEvent('message_delta', 'usage/output_tokens', (count) => Number(count) + 9000),
    },
  },
  {
    id: 'stream-counts-prompt-more',
    kind: 'mutant',
    about: 'A stream of messages counts more prompt than the whole answer.',
    seen: ['AM-01'],
    apis: apis.messageStreams,
    kills: ['messages.as-whole/same-prompt'],
    also: ['*/invocation-metrics'],
    hooks: { chunks: inEvent('message_delta', 'usage/input_tokens', (count) => Number(count) + 5) },
  },
]
