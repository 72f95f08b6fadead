/** Replies that hold their texts in a list, as Mistral's `outputs` and DeepSeek's `choices` do. */
import type { Delta, Reply, StreamItem } from '../../model/observation.ts'
import type { ReplySource } from '../api.ts'
import { finishOf, makeReply } from '../reply/reply.ts'
import { asString, isObject, objectsOf, type Members } from '../../model/json/shape.ts'

/** The reply whose list stands under that name; undefined where no entry of it has `text`. */
export function readTexts({ json, items }: ReplySource, list: string): Reply | undefined {
  if (items.length > 0) return readChunks(items, list)
  const [first] = textsIn(json, list)
  if (first === undefined) return undefined
  return makeReply({ choices: [choiceOf(first.text, finishOf(first.entry['stop_reason']))] })
}

interface TextEntry {
  readonly entry: Members
  readonly text: string
}

function textsIn(json: unknown, list: string): readonly TextEntry[] {
  return objectsOf(isObject(json) ? json[list] : undefined).flatMap((entry) => {
    const text = asString(entry['text'])
    return text === undefined ? [] : [{ entry, text }]
  })
}

function readChunks(items: readonly StreamItem[], list: string): Reply | undefined {
  const chunks = items.flatMap((item) =>
    textsIn(item.json, list).map(({ entry, text }) => ({ item, entry, text })),
  )
  if (chunks.length === 0) return undefined
  const deltas: Delta[] = chunks
    .filter(({ text }) => text !== '')
    .map(({ item, text }) => ({ at: item.at, item: item.index, choice: 0, text }))
  const reason = chunks.map(({ entry }) => entry['stop_reason']).findLast(Boolean)
  const text = chunks.map((chunk) => chunk.text).join('')
  return makeReply({ choices: [choiceOf(text, finishOf(reason ?? null))], deltas })
}

function choiceOf(rawText: string, finish: { readonly finish?: string | null }) {
  return { index: 0, rawText, reasoning: '', ...finish, toolCalls: [] }
}
