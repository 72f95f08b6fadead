import type { Reply } from '../../model/observation.ts'
import { makeReply, makeUsage } from './reply.ts'
import { asNumber, isObject } from '../../model/json/shape.ts'

/** A reply that has no content and only counts the prompt; undefined where it does not count it. */
export function readCount(json: unknown, member: string): Reply | undefined {
  if (!isObject(json) || asNumber(json[member]) === undefined) return undefined
  return makeReply({
    choices: [],
    usage: makeUsage({ prompt: json[member], completion: undefined }),
  })
}
