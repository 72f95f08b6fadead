/** InvokeModel replies that hold vectors or scores: they have no text, only a count of the prompt at most. */
import type { Reply } from '../../model/observation.ts'
import type { ReplySource } from '../api.ts'
import { makeReply, makeUsage } from '../reply/reply.ts'
import { isObject, type Members } from '../../model/json/shape.ts'
import type { InvokeFamily } from './family.ts'

/** @param member the list that makes a body one of the family */
function vectorFamily(member: string, count?: string): InvokeFamily {
  return {
    // a conversation has no vector: cases send the body themselves
    expresses: () => false,
    body: () => ({}),
    read: (source) => readVectors(source, member, count),
  }
}

function readVectors({ json }: ReplySource, member: string, count?: string): Reply | undefined {
  if (!isObject(json) || !holdsVectors(json, member)) return undefined
  const prompt = count === undefined ? undefined : json[count]
  return makeReply({ choices: [], usage: makeUsage({ prompt, completion: undefined }) })
}

function holdsVectors(json: Members, member: string): boolean {
  const value = json[member]
  return Array.isArray(value) || isObject(value)
}

export const titanEmbed = vectorFamily('embedding', 'inputTextTokenCount')
export const cohereEmbed = vectorFamily('embeddings')
export const novaEmbed = vectorFamily('embeddings')
export const cohereRerank = vectorFamily('results')
