/** Reads the events of a ConverseStream into a reply. */
import type { Delta, Reply, StreamItem, Usage } from '../../model/observation.ts'
import { readConverseUsage } from './usage.ts'
import { finishOf, makeReply } from '../reply/reply.ts'
import { asIndex, asObject, asString, isObject, type Members } from '../../model/json/shape.ts'
import { joinToolInputs, type ToolFragment } from '../stream/tool-fragments.ts'

/** botocore bedrock-runtime 2023-09-30, ConverseStreamOutput, the members that are no exception. */
const eventNames = new Set([
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
])

/** Whether an event of the union has that name. */
export function isConverseEvent(name: string | undefined): boolean {
  return eventNames.has(name ?? '')
}

interface Growing {
  rawText: string
  reasoning: string
  finish?: string | null
  usage?: Usage
  readonly fragments: ToolFragment[]
  readonly deltas: Delta[]
}

/** Undefined when no event of the union came. */
export function readConverseEvents(items: readonly StreamItem[]): Reply | undefined {
  const events = items.filter(({ kind, name }) => kind === 'json' && isConverseEvent(name))
  if (events.length === 0) return undefined
  const reply: Growing = { rawText: '', reasoning: '', fragments: [], deltas: [] }
  for (const item of events) grow(reply, item, asObject(item.json))
  const { fragments, deltas, usage, ...choice } = reply
  const toolCalls = joinToolInputs(fragments)
  return makeReply({ choices: [{ index: 0, ...choice, toolCalls }], deltas, usage })
}

function grow(reply: Growing, item: StreamItem, event: Members): void {
  if (item.name === 'contentBlockStart') {
    addToolFragment(reply, event, asObject(event['start']))
  } else if (item.name === 'contentBlockDelta') {
    addDelta(reply, item, event)
  } else if (item.name === 'messageStop') {
    Object.assign(reply, finishOf(event['stopReason']))
  } else if (item.name === 'metadata') {
    const usage = readConverseUsage(event['usage'])
    if (usage !== undefined) reply.usage = usage
  }
}

function addDelta(reply: Growing, item: StreamItem, event: Members): void {
  const delta = asObject(event['delta'])
  const text = asString(delta['text']) ?? ''
  reply.rawText += text
  reply.reasoning += asString(asObject(delta['reasoningContent'])['text']) ?? ''
  if (text !== '') reply.deltas.push({ at: item.at, item: item.index, choice: 0, text })
  addToolFragment(reply, event, delta)
}

function addToolFragment(reply: Growing, event: Members, part: Members): void {
  const use = part['toolUse']
  if (!isObject(use)) return
  reply.fragments.push({
    index: asIndex(event['contentBlockIndex']),
    id: asString(use['toolUseId']),
    name: asString(use['name']),
    arguments: asString(use['input']) ?? '',
  })
}
