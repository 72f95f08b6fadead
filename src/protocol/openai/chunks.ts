/** Reads OpenAI chat completion chunks into a reply. */
import { append } from '../../model/lists/lists.ts'
import type { Delta, Reply, StreamItem, Usage } from '../../model/observation.ts'
import { isDeclined, readCalled, readContent, readOpenAiUsage, readReasoning } from './parts.ts'
import { finishOf, makeReply, type GatheredChoice } from '../reply/reply.ts'
import {
  asIndex,
  asObject,
  asString,
  isObject,
  objectsOf,
  type Members,
} from '../../model/json/shape.ts'
import { joinToolCalls, type ToolFragment } from '../stream/tool-fragments.ts'

interface Growing {
  rawText: string
  reasoning: string
  finish?: string | null
  isDeclined: boolean
  readonly fragments: ToolFragment[]
}

/** openai-openapi, CreateChatCompletionStreamResponse; undefined when no chunk has `choices`. */
export function readOpenAiChunks(items: readonly StreamItem[]): Reply | undefined {
  const chunks = items.filter(isChunk)
  // A first chunk without choices is no part of the answer, and may lack its id and model.
  const head = (chunks.find(({ json }) => objectsOf(json['choices']).length > 0) ?? chunks[0])?.json
  if (head === undefined) return undefined
  const choices = new Map<number, Growing>()
  const deltas: Delta[] = []
  let usage: Usage | undefined
  for (const item of chunks) {
    const counted = readOpenAiUsage(item.json['usage'])
    if (counted !== undefined) usage = { ...usage, ...counted }
    for (const [position, choice] of objectsOf(item.json['choices']).entries()) {
      const index = asIndex(choice['index']) ?? position
      const text = grow(choiceAt(choices, index), choice)
      if (text !== '') deltas.push({ at: item.at, item: item.index, choice: index, text })
    }
  }
  const isFirstDeclined = choices.get(0)?.isDeclined === true
  return makeReply({
    choices: finished(choices),
    deltas,
    usage,
    head,
    ...(isFirstDeclined && { ending: 'filter' }),
  })
}

function isChunk(item: StreamItem): item is StreamItem & { readonly json: Members } {
  return item.kind === 'json' && isObject(item.json) && Array.isArray(item.json['choices'])
}

function choiceAt(choices: Map<number, Growing>, index: number): Growing {
  const known = choices.get(index)
  if (known !== undefined) return known
  const choice: Growing = { rawText: '', reasoning: '', isDeclined: false, fragments: [] }
  choices.set(index, choice)
  return choice
}

/** Adds one delta and gives the text it brought. */
function grow(choice: Growing, chunk: Members): string {
  const delta = asObject(chunk['delta'])
  const text = readContent(delta['content'])
  choice.rawText += text
  choice.reasoning += readReasoning(delta)
  choice.isDeclined ||= isDeclined(delta)
  append(choice.fragments, objectsOf(delta['tool_calls']).map(fragment))
  const { finish } = finishOf(chunk['finish_reason'])
  if (finish !== undefined && (finish !== null || choice.finish === undefined)) {
    choice.finish = finish
  }
  return text
}

function fragment(call: Members): ToolFragment {
  return { index: asIndex(call['index']), id: asString(call['id']), ...readCalled(call) }
}

function finished(choices: ReadonlyMap<number, Growing>): readonly GatheredChoice[] {
  return [...choices]
    .toSorted(([one], [other]) => one - other)
    .map(([index, { fragments, isDeclined: _, ...choice }]) => ({
      index,
      ...choice,
      toolCalls: joinToolCalls(fragments),
    }))
}
