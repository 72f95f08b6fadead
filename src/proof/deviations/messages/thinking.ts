/** Thinking stands in the wrong block, in the wrong order, or alone. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { without } from '../edits/members.ts'
import { refusing } from '../requests/edits.ts'
import { apis } from '../scopes.ts'
import { contentOf, inMessage, inStream } from './edits.ts'

type Blocks = readonly JsonObject[]

/** Changes the blocks of messages that have thinking, whole and streamed, a streamed one as its events. */
function thoughtful(
  whole: (blocks: Blocks) => Blocks,
  streamed: (events: Blocks) => Blocks,
): Pick<Hooks, 'body' | 'chunks'> {
  return {
    body: inMessage((message) => {
      const content = contentOf(message)
      const thinks = content.some(({ type }) => type === 'thinking')
      return thinks ? { ...message, content: whole(content) } : message
    }),
    chunks: inStream((events) =>
      events.some((event) => deltaType(event) === 'thinking_delta') ? streamed(events) : events,
    ),
  }
}

function deltaType({ delta }: JsonObject): unknown {
  return asObject(delta)['type']
}

function thinkingIn(events: Blocks): string {
  return events.map(({ delta }) => String(asObject(delta)['thinking'] ?? '')).join('')
}

/** Puts a text before that of the first delta of text. */
function begunWith(prefix: string, events: Blocks): Blocks {
  const at = events.findIndex((event) => deltaType(event) === 'text_delta')
  return events.map((event, index) => {
    if (index !== at) return event
    const delta = asObject(event['delta'])
    return { ...event, delta: { ...delta, text: prefix + String(delta['text']) } }
  })
}

/** The prefix before each block of text. */
function prefixed(blocks: Blocks, prefix: string): Blocks {
  return blocks.map((block) =>
    block['type'] === 'text' ? { ...block, text: prefix + String(block['text']) } : block,
  )
}

/** Leaves out the events of blocks of text. */
function withoutText(events: Blocks): Blocks {
  const indices = events
    .filter(({ content_block: block }) => asObject(block)['type'] === 'text')
    .map(({ index }) => index)
  return events.filter(({ index }) => index === undefined || !indices.includes(index))
}

/** The events of the blocks in reverse order, under new indices. */
function reversed(events: Blocks): Blocks {
  const last = Math.max(...events.map(({ index }) => Number(index ?? 0)))
  const groups = Array.from({ length: last + 1 }, (_, at) =>
    events.filter(({ index }) => index === last - at).map((event) => ({ ...event, index: at })),
  )
  const first = events.findIndex(({ index }) => index !== undefined)
  const rest = events.filter(({ index }) => index === undefined)
  return [...rest.slice(0, first), ...groups.flat(), ...rest.slice(first)]
}

function halved(events: Blocks): Blocks {
  return events.flatMap((event) => {
    const delta = asObject(event['delta'])
    const { signature } = delta
    if (typeof signature !== 'string') return [event]
    const half = Math.floor(signature.length / 3) + 1
    return [signature.slice(0, half), signature.slice(half)].map((part) => ({
      ...event,
      delta: { ...delta, signature: part },
    }))
  })
}

/** The signature of the first thinking before its deltas. */
function signedFirst(events: Blocks): Blocks {
  const signature = events.findIndex((event) => deltaType(event) === 'signature_delta')
  const thought = events.findIndex((event) => deltaType(event) === 'thinking_delta')
  const signed = events[signature]
  if (signed === undefined || thought < 0 || thought > signature) return events
  return events.toSpliced(signature, 1).toSpliced(thought, 0, signed)
}

/** The first word of each block of text is lost with the end of thinking. */
function withoutFirstWords(blocks: Blocks): Blocks {
  return blocks.map((block) =>
    block['type'] === 'text'
      ? { ...block, text: String(block['text']).replace(/^\s*\S+/u, '') }
      : block,
  )
}

function withoutFirstDelta(events: Blocks): Blocks {
  const at = events.findIndex((event) => deltaType(event) === 'text_delta')
  return events.filter((_, index) => index !== at)
}

/** Whether a turn of a conversation has thinking. */
function hasThinking({ content }: JsonObject): boolean {
  return asArray(content).some((block) => asObject(block)['type'] === 'thinking')
}

export const messagesThinking: readonly Deviation[] = [
  {
    id: 'text-after-thinking-lost',
    kind: 'mutant',
    about: 'The beginning of the text is lost where thinking ends.',
    seen: ['RZ-05'],
    apis: apis.messages,
    kills: ['messages.thinking/*begins-whole'],
    also: ['messages.thinking/*'],
    hooks: thoughtful(withoutFirstWords, withoutFirstDelta),
  },
  {
    id: 'thinking-back-lost',
    kind: 'mutant',
    about:
      'Blocks of thinking beside calls are lost on the way to the model, which then refuses the conversation.',
    seen: ['litellm#15601'],
    apis: apis.messages,
    kills: ['messages.thinking-back/accepted', 'messages.adaptive-thinking-back/accepted'],
    hooks: refusing(
      'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.',
      hasThinking,
    ),
  },
  {
    id: 'thinking-redacted',
    kind: 'oddity',
    about: 'Thinking comes redacted.',
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    sees: ['messages.thinking/*', 'messages.thinking-back/*'],
    hooks: {
      body: inMessage((message) => ({
        ...message,
        content: contentOf(message).map((block) =>
          block['type'] === 'thinking'
            ? { type: 'redacted_thinking', data: 'cmVkYWN0ZWQ=' }
            : block,
        ),
      })),
    },
  },
  {
    id: 'thinking-alone',
    kind: 'mutant',
    about: 'A message with thinking ends its turn without text.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.thinking/text-beside-thinking'],
    hooks: thoughtful((blocks) => blocks.filter(({ type }) => type !== 'text'), withoutText),
  },
  {
    id: 'thinking-not-asked-for',
    kind: 'mutant',
    about: 'The request for thinking never reaches the model.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.thinking/budget.thinking-came'],
    hooks: { request: (request) => without(request, 'thinking') },
  },
  {
    id: 'thinking-in-text',
    kind: 'mutant',
    about: 'The text of a message begins with its thinking.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.thinking/thinking-apart'],
    also: ['*/reasoning-apart'],
    hooks: thoughtful(
      (blocks) => prefixed(blocks, blocks.map(({ thinking }) => thinking ?? '').join('')),
      (events) => begunWith(thinkingIn(events), events),
    ),
  },
  {
    id: 'thinking-after-text',
    kind: 'mutant',
    about: 'Thinking comes after the text of its message.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.thinking/thinking-first'],
    hooks: thoughtful((blocks) => blocks.toReversed(), reversed),
  },
  {
    id: 'thinking-tag-left',
    kind: 'mutant',
    about: 'The tag that ends reasoning is left in the text.',
    seen: ['RZ-05'],
    apis: apis.messages,
    kills: ['messages.thinking/tags-paired'],
    hooks: thoughtful(
      (blocks) => prefixed(blocks, '</think>\n\n'),
      (events) => begunWith('</think>\n\n', events),
    ),
  },
  {
    id: 'signature-in-two',
    kind: 'mutant',
    about: 'The signature of thinking comes in two deltas.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['messages.thinking/signature-whole'],
    hooks: { chunks: inStream(halved) },
  },
  {
    id: 'signature-before-thinking',
    kind: 'mutant',
    about: 'The signature of thinking comes before the thinking that it signs.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['messages.thinking/signature-whole'],
    hooks: { chunks: inStream(signedFirst) },
  },
  {
    id: 'thinking-in-tags-too',
    kind: 'oddity',
    about: 'A model that thinks writes a pair of tags into its text, too.',
    seen: ['RZ-05'],
    apis: apis.messages,
    sees: ['messages.thinking/*'],
    hooks: thoughtful(
      (blocks) => prefixed(blocks, '<thinking>Hm.</thinking>'),
      (events) => begunWith('<thinking>Hm.</thinking>', events),
    ),
  },
]
