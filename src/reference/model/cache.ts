/** Prompt caching: what stands before a mark is written once, and read by later requests. */
import { createHash } from 'node:crypto'
import type { Call } from '../call.ts'
import { promptTokens, type Prompt } from './prompt.ts'
import type { CacheUse } from './reply.ts'

/** Shorter prefixes are not kept (Bedrock User Guide, prompt caching: Claude Sonnet). */
const leastTokens = 1024

/** Tokens read from and written to the cache of the region; undefined where nothing is marked. */
export function useCache(call: Call, model: string, prompt: Prompt): CacheUse | undefined {
  if (prompt.cached === undefined) return undefined
  const tokens = promptTokens({ ...prompt, ...prompt.cached, format: 'text' })
  if (tokens < leastTokens) return { read: 0, written: 0 }
  const content = JSON.stringify([model, prompt.cached])
  const key = `cache ${call.region} ${createHash('sha1').update(content).digest('hex')}`
  const isKept = call.memory.has(key)
  call.memory.set(key, true)
  return { read: isKept ? tokens : 0, written: isKept ? 0 : tokens }
}

type Blocks = readonly unknown[]

/**
 * Lists of blocks up to the last that is marked, the mark included; those after it are empty.
 * Undefined where none is marked.
 */
export function upToMark(
  lists: readonly Blocks[],
  isMarked: (block: unknown) => boolean,
): readonly Blocks[] | undefined {
  const last = lists.findLastIndex((list) => list.some(isMarked))
  if (last < 0) return undefined
  return lists.map((list, at) => {
    if (at < last) return list
    return at > last ? [] : list.slice(0, list.findLastIndex(isMarked) + 1)
  })
}
