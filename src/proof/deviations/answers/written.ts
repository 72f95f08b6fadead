/** Unusual but legal ways to write the JSON of answers. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { eachChunk, eachText } from '../edits/members.ts'
import { apis } from '../scopes.ts'

function indented(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`
  } catch {
    return text
  }
}

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

export const answersWritten: readonly Deviation[] = [
  {
    id: 'pretty-json',
    kind: 'oddity',
    about: 'JSON is indented.',
    seen: ['RFC 8259 2'],
    hooks: {
      text: (text) => indented(text),
    },
  },
  {
    id: 'members-reversed',
    kind: 'oddity',
    about: 'Members stand in reverse order.',
    seen: ['RFC 8259 4'],
    hooks: {
      body: reversed,
      chunks: eachChunk((chunk) => asObject(reversed(chunk))),
      events: (events) =>
        events.map((event) =>
          event.kind === 'event' ? { ...event, payload: asObject(reversed(event.payload)) } : event,
        ),
    },
  },
  {
    id: 'characters-escaped',
    kind: 'oddity',
    about: 'Characters beyond ASCII are written as escapes.',
    seen: ['RFC 8259 7'],
    apis: apis.chat,
    sees: ['stream-text.as-whole/*', 'prompt.*/no-replacement-char'],
    hooks: {
      text: escaped,
      frames: (pieces, call) =>
        call.api === 'openai-chat-stream' ? eachText(escaped)(pieces) : pieces,
    },
  },
  {
    id: 'line-break-after-json',
    kind: 'oddity',
    about: 'Whitespace follows the JSON.',
    seen: ['RFC 8259 2'],
    hooks: {
      text: (text) => `${text} \r\n`,
    },
  },
]
