/** Characters that take two units of UTF-16, in deltas of tool calls and of text. */
import type { Api, Chunk, JsonObject, StreamEvent } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { choiceOf } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { is } from '../converse/edits.ts'
import { numbered } from '../responses/edits.ts'

type Cut = (text: string) => readonly string[]

const astral = /[\u{10000}-\u{10FFFF}]/u

/** The text in two, between the units of its first astral character. */
const inHalves: Cut = (text) => {
  const at = text.search(astral)
  return at < 0 ? [text] : [text.slice(0, at + 1), text.slice(at + 1)]
}

/** The same character as two escapes of JSON (RFC 8259 section 7), cut between them. */
const inEscapes: Cut = (text) => {
  const at = text.search(astral)
  if (at < 0) return [text]
  return [text.slice(0, at) + escaped(text[at]), escaped(text[at + 1]) + text.slice(at + 2)]
}

function escaped(unit = ''): string {
  return String.raw`\u${unit.charCodeAt(0).toString(16)}`
}

/** What is left where each half was decoded by itself. */
const lost: Cut = (text) => [text.replaceAll(new RegExp(astral, 'gu'), '\uFFFD\uFFFD')]

/** Copies of the value, each with one piece of the first text in it that is cut. */
function cutIn(value: unknown, cut: Cut): readonly unknown[] {
  if (typeof value === 'string') return cut(value)
  for (const [name, child] of Object.entries(value ?? {})) {
    const pieces = cutIn(child, cut)
    if (pieces.length === 1 && pieces[0] === child) continue
    return pieces.map((piece) =>
      Array.isArray(value)
        ? value.with(Number(name), piece)
        : { ...asObject(value), [name]: piece },
    )
  }
  return [value]
}

const deltaTypes = [
  'response.function_call_arguments.delta',
  'response.output_text.delta',
  'content_block_delta',
]

function isDelta(chunk: JsonObject): boolean {
  const called = asArray(asObject(choiceOf(chunk)?.['delta'])['tool_calls'])
  return called.length > 0 || deltaTypes.includes(String(chunk['type']))
}

function cutChunks(cut: Cut): Hooks {
  return {
    chunks: (chunks) => {
      const made = chunks.flatMap((chunk): Chunk[] =>
        typeof chunk !== 'string' && isDelta(chunk) ? (cutIn(chunk, cut) as JsonObject[]) : [chunk],
      )
      return chunks.some((chunk) => asObject(chunk)['sequence_number'] !== undefined)
        ? [...numbered(made as JsonObject[])]
        : made
    },
  }
}

function cutEvents(cut: Cut): Hooks {
  return {
    events: (events) =>
      events.flatMap((event): StreamEvent[] =>
        event.kind === 'event' && is('contentBlockDelta')(event)
          ? cutIn(event.payload, cut).map((payload) => ({
              ...event,
              payload: payload as JsonObject,
            }))
          : [event],
      ),
  }
}

/** The streaming APIs, each proven by itself: the code that frames their deltas differs. */
const streams: readonly { readonly name: string; readonly api: Api; readonly case: string }[] = [
  { name: 'chat', api: 'openai-chat-stream', case: 'whole' },
  { name: 'responses', api: 'openai-responses-stream', case: 'whole' },
  { name: 'messages', api: 'anthropic-messages-stream', case: 'whole' },
  { name: 'invoke', api: 'invoke-stream', case: 'whole' },
  { name: 'converse', api: 'converse-stream', case: 'whole-native' },
]

function cutOn(api: Api, cut: Cut): Hooks {
  return api === 'converse-stream' ? cutEvents(cut) : cutChunks(cut)
}

export const toolsAstral: readonly Deviation[] = [
  ...streams.flatMap(({ name, api, case: asked }): Deviation[] => [
    {
      id: `argument-halves-${name}`,
      kind: 'mutant',
      about: `The UTF-16 halves of a character of a tool's arguments are in two deltas (${api}).`,
      seen: ['D27'],
      apis: [api],
      kills: [`tool-characters.${asked}/utf8`],
      also: ['*/utf8'],
      hooks: cutOn(api, inHalves),
    },
    {
      id: `argument-characters-lost-${name}`,
      kind: 'mutant',
      about: `Each half of a character of a tool's arguments is replaced by U+FFFD (${api}).`,
      seen: ['D27'],
      apis: [api],
      kills: [
        `tool-characters.${asked}/utf8`,
        `tool-characters.${asked}/characters-whole`,
        `tool-characters.${asked}/as-asked`,
      ],
      also: ['*/utf8', '*/tool-calls', '*/deltas-join', '*/final-output'],
      hooks: cutOn(api, lost),
    },
  ]),
  ...(['responses', 'messages'] as const).map((name): Deviation => ({
    id: `text-halves-${name}`,
    kind: 'mutant',
    about: `The UTF-16 halves of a character of the text are in two deltas (${name}).`,
    seen: ['D27'],
    apis: apis[`${name}Streams`],
    kills: ['stream-text.characters/utf8'],
    also: ['*/utf8'],
    hooks: cutChunks(inHalves),
  })),
  {
    id: 'arguments-escaped',
    kind: 'oddity',
    about:
      'The arguments of a tool call are escaped to ASCII, and a delta ends between two escapes of one character.',
    seen: ['OpenAI schema'],
    apis: apis.escapingStreams,
    sees: ['tool-characters.*/*'],
    hooks: { ...cutChunks(inEscapes), ...cutEvents(inEscapes) },
  },
]
