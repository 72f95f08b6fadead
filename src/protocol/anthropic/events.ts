/** Reads the events of an Anthropic stream into a reply, whatever framing carried them. */
import type { Delta, Reply, StreamItem } from '../../model/observation.ts'
import { readAnthropicUsage } from './usage.ts'
import { finishOf, makeReply } from '../reply/reply.ts'
import {
  asIndex,
  asObject,
  asString,
  isObject,
  jsonText,
  listOf,
  type Members,
} from '../../model/json/shape.ts'
import { joinToolInputs, type ToolFragment } from '../stream/tool-fragments.ts'

interface Growing {
  rawText: string
  reasoning: string
  finish?: string | null
  usage?: Members
  head: Members
  readonly fragments: ToolFragment[]
  /** Indices of the blocks that are calls. */
  readonly calls: Set<number | undefined>
  readonly deltas: Delta[]
}

/** Undefined when no `message_start` and no delta came. */
export function readAnthropicEvents(items: readonly StreamItem[]): Reply | undefined {
  const events = items.filter((item) => item.kind === 'json' && isEvent(item.json))
  if (events.length === 0) return undefined
  const reply: Growing = {
    rawText: '',
    reasoning: '',
    head: {},
    fragments: [],
    calls: new Set(),
    deltas: [],
  }
  for (const item of events) grow(reply, item, asObject(item.json))
  const { fragments, calls: _, deltas, usage, head, ...choice } = reply
  const toolCalls = joinToolInputs(fragments)
  return makeReply({
    choices: [{ index: 0, ...choice, toolCalls }],
    deltas,
    usage: readAnthropicUsage(usage),
    head,
  })
}

/** @anthropic-ai/sdk 1.14.0, RawMessageStreamEvent: the types that bring something. */
function isEvent(json: unknown): boolean {
  const type = isObject(json) ? asString(json['type']) : undefined
  return type !== undefined && /^(?:message_|content_block_)/.test(type)
}

function grow(reply: Growing, item: StreamItem, event: Members): void {
  switch (event['type']) {
    case 'message_start':
      begin(reply, asObject(event['message']))
      return
    case 'content_block_start':
      startBlock(reply, asObject(event['content_block']), asIndex(event['index']))
      return
    case 'content_block_delta':
      addDelta(reply, item, event)
      return
    case 'message_delta':
      Object.assign(reply, finishOf(asObject(event['delta'])['stop_reason']))
      addUsage(reply, event['usage'])
  }
}

function begin(reply: Growing, message: Members): void {
  reply.head = message
  addUsage(reply, message['usage'])
  // clients take what stands here for the first blocks; no index is theirs, so that no delta adds to them
  for (const block of listOf(message['content'])) startBlock(reply, asObject(block), undefined)
}

/**
 * Counts are totals of the whole message so far, so a later one replaces an earlier one; one that is
 * null or left out leaves it as it was (@anthropic-ai/sdk 1.14.0, MessageStream).
 */
function addUsage(reply: Growing, usage: unknown): void {
  if (!isObject(usage)) return
  const given = Object.entries(usage).filter(([, count]) => count !== null)
  reply.usage = { ...reply.usage, ...Object.fromEntries(given) }
}

function startBlock(reply: Growing, block: Members, index: number | undefined): void {
  if (block['type'] === 'text') reply.rawText += asString(block['text']) ?? ''
  if (block['type'] === 'thinking') reply.reasoning += asString(block['thinking']) ?? ''
  if (block['type'] !== 'tool_use') return
  const input = asObject(block['input'])
  reply.calls.add(index)
  reply.fragments.push({
    index,
    id: asString(block['id']),
    name: asString(block['name']),
    // the input is empty here and comes in deltas, but for servers that send it whole
    arguments: Object.keys(input).length === 0 ? '' : jsonText(input),
  })
}

function addDelta(reply: Growing, item: StreamItem, event: Members): void {
  const delta = asObject(event['delta'])
  if (delta['type'] === 'text_delta') {
    const text = asString(delta['text']) ?? ''
    reply.rawText += text
    if (text !== '') reply.deltas.push({ at: item.at, item: item.index, choice: 0, text })
  } else if (delta['type'] === 'thinking_delta') {
    reply.reasoning += asString(delta['thinking']) ?? ''
  } else if (delta['type'] === 'input_json_delta') {
    const index = asIndex(event['index'])
    const json = asString(delta['partial_json']) ?? ''
    if (reply.calls.has(index)) reply.fragments.push({ index, arguments: json })
  }
}
