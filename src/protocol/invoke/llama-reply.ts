/** Reads InvokeModel responses of Meta's Llama models, whole or streamed, into a reply. */
import type { Delta, Reply, StreamItem } from '../../model/observation.ts'
import type { ReplySource } from '../api.ts'
import { finishOf, makeReply, makeUsage } from '../reply/reply.ts'
import { asNumber, isObject, type Members } from '../../model/json/shape.ts'

/** A reply from the stream where there is one, else from the body; undefined without `generation`. */
export function readLlama(source: ReplySource): Reply | undefined {
  return source.items.length > 0 ? readChunks(source.items) : readGeneration(source.json)
}

type Generation = Members & { readonly generation: string }

function isGeneration(json: unknown): json is Generation {
  return isObject(json) && typeof json['generation'] === 'string'
}

function readGeneration(json: unknown): Reply | undefined {
  if (!isGeneration(json)) return undefined
  const choice = {
    index: 0,
    rawText: json.generation,
    reasoning: '',
    ...finishOf(json['stop_reason']),
    toolCalls: [],
  }
  const usage = makeUsage({
    prompt: json['prompt_token_count'],
    completion: json['generation_token_count'],
  })
  return makeReply({ choices: [choice], usage })
}

/**
 * Chunks carry a running `generation_token_count`; `prompt_token_count` is a number in the first
 * at most, and null after it; `stop_reason` is null until the last.
 */
function readChunks(items: readonly StreamItem[]): Reply | undefined {
  const chunks = items.flatMap((item) =>
    isGeneration(item.json) ? [{ item, json: item.json }] : [],
  )
  if (chunks.length === 0) return undefined
  const values = (member: string): readonly unknown[] => chunks.map(({ json }) => json[member])
  const finishes = values('stop_reason').map((value) => finishOf(value).finish)
  const finish = finishes.findLast((value) => typeof value === 'string') ?? finishes.at(-1)
  const deltas: Delta[] = chunks
    .filter(({ json }) => json.generation !== '')
    .map(({ item, json }) => ({
      at: item.at,
      item: item.index,
      choice: 0,
      text: json.generation,
    }))
  const choice = {
    index: 0,
    rawText: deltas.map(({ text }) => text).join(''),
    reasoning: '',
    ...(finish !== undefined && { finish }),
    toolCalls: [],
  }
  const usage = makeUsage({
    prompt: values('prompt_token_count').find((count) => asNumber(count) !== undefined),
    completion: values('generation_token_count').findLast((count) => asNumber(count) !== undefined),
  })
  return makeReply({ choices: [choice], deltas, usage })
}
