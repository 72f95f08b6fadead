/** One form for the message of Converse and of ConverseStream, for the checks that mean both. */
import { once } from '../../evidence/once.ts'
import { asObject, asString, isObject, listOf, type Members } from '../../../model/json/shape.ts'
import { startedBlocks } from '../../evidence/started.ts'
import type { Location } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { knownEvents, locationOf, type StreamEvent } from './events.ts'

export interface ToolUse {
  readonly at: Location
  readonly id: unknown
  readonly name: unknown
  readonly type: unknown
  /** The input as received, or, from a stream, as its fragments read together. */
  readonly input: { readonly value: unknown } | { readonly text: string }
}

export interface Message {
  readonly stopReason: unknown
  readonly usage: unknown
  readonly metrics: unknown
  /** Where usage and metrics stand. */
  readonly totals: Location
  /** Where stopReason stands. */
  readonly stop: Location
  readonly texts: readonly { readonly text: string; readonly at: Location }[]
  /** Reasoning that is shown, one text for each block. */
  readonly thoughts: readonly string[]
  readonly toolUses: readonly ToolUse[]
}

/** The message of a Converse reply or stream; undefined when there is none to read. */
export const messageOf = once((observation: Observation): Message | undefined => {
  const events = knownEvents(observation)
  if (events.length > 0) return fromEvents(events)
  const { body } = observation
  return isObject(body?.json) ? fromBody(body.json) : undefined
})

/** Content blocks of a Converse reply, with where each stands. */
function contentBlocks(
  json: unknown,
): readonly { readonly block: unknown; readonly at: Location }[] {
  const output = isObject(json) ? json['output'] : undefined
  const message = isObject(output) ? output['message'] : undefined
  const content = isObject(message) ? message['content'] : undefined
  return listOf(content).map((block, index) => ({
    block,
    at: { pointer: `/output/message/content/${index}` },
  }))
}

function fromBody(json: Members): Message {
  const blocks = contentBlocks(json)
  return {
    stopReason: json['stopReason'],
    usage: json['usage'],
    metrics: json['metrics'],
    totals: { pointer: '' },
    stop: { pointer: '/stopReason' },
    texts: blocks.flatMap(({ block, at }) =>
      isObject(block) && typeof block['text'] === 'string'
        ? [{ text: block['text'], at: { pointer: `${at.pointer}/text` } }]
        : [],
    ),
    thoughts: blocks.flatMap(({ block }) => {
      const { reasoningText } = asObject(asObject(block)['reasoningContent'])
      return asString(asObject(reasoningText)['text']) ?? []
    }),
    toolUses: blocks.flatMap(({ block, at }) => {
      const use = isObject(block) ? block['toolUse'] : undefined
      if (!isObject(use)) return []
      const { toolUseId: id, name, type, input } = use
      return [{ id, name, type, input: { value: input }, at: { pointer: `${at.pointer}/toolUse` } }]
    }),
  }
}

function fromEvents(events: readonly StreamEvent[]): Message {
  const stop = events.find(({ name }) => name === 'messageStop')
  const metadata = events.find(({ name }) => name === 'metadata')
  const started = startedBlocks(events, {
    isStart: ({ name }) => name === 'contentBlockStart',
    isDelta: ({ name }) => name === 'contentBlockDelta',
    indexOf: ({ json }) => json['contentBlockIndex'],
  })
  return {
    stopReason: stop?.json['stopReason'],
    usage: metadata?.json['usage'],
    metrics: metadata?.json['metrics'],
    totals: metadata ? locationOf(metadata, '') : {},
    stop: stop ? locationOf(stop, '/stopReason') : {},
    texts: joinedTexts(events),
    thoughts: joinedThoughts(events),
    toolUses: started.flatMap(({ start, deltas }) => toolUse(start, deltas)),
  }
}

/** Text deltas of each block, joined: a tag may be cut between two of them. */
function joinedTexts(events: readonly StreamEvent[]): Message['texts'] {
  const blocks = new Map<unknown, { text: string; readonly at: Location }>()
  for (const event of events.filter(({ name }) => name === 'contentBlockDelta')) {
    const text = isObject(event.json['delta']) ? event.json['delta']['text'] : undefined
    if (typeof text !== 'string') continue
    const index = event.json['contentBlockIndex']
    const block = blocks.get(index) ?? { text: '', at: locationOf(event, '/delta/text') }
    block.text += text
    blocks.set(index, block)
  }
  return [...blocks.values()]
}

/** Deltas of reasoning of each block, joined. */
function joinedThoughts(events: readonly StreamEvent[]): readonly string[] {
  const blocks = new Map<unknown, string>()
  for (const { name, json } of events) {
    if (name !== 'contentBlockDelta') continue
    const part = asString(asObject(asObject(json['delta'])['reasoningContent'])['text'])
    if (part === undefined) continue
    const index = json['contentBlockIndex']
    blocks.set(index, (blocks.get(index) ?? '') + part)
  }
  return [...blocks.values()]
}

/** @param deltas those of the same block */
function toolUse(event: StreamEvent, deltas: readonly StreamEvent[]): readonly ToolUse[] {
  if (!isObject(event.json['start'])) return []
  const start = event.json['start']['toolUse']
  if (!isObject(start)) return []
  const fragments = deltas.flatMap(({ json }) => {
    const use = isObject(json['delta']) ? json['delta']['toolUse'] : undefined
    return isObject(use) && typeof use['input'] === 'string' ? [use['input']] : []
  })
  const { toolUseId: id, name, type } = start
  const at = locationOf(event, '/start/toolUse')
  return [{ id, name, type, input: { text: fragments.join('') }, at }]
}
