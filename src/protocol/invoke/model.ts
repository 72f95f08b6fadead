/** What InvokeModel and its streaming sister share: the body is the model's own. */
import type { Conversation } from '../../model/conversation.ts'
import type { Reply, StreamItem, Usage } from '../../model/observation.ts'
import type { ModelRef, ReplySource } from '../api.ts'
import { familyOf } from '../family.ts'
import { invokeFamilies } from './families.ts'
import { familyOfBody } from './family-of-body.ts'
import { makeUsage } from '../reply/reply.ts'
import { asObject, isObject, type Members } from '../../model/json/shape.ts'

function bodyFamily(model: ModelRef): string {
  return model.family === 'unknown' ? familyOf(model.id) : model.family
}

/** Whether the body of the model's family is known and can say the conversation. */
export function invokeExpresses(conversation: Conversation, model: ModelRef): boolean {
  return invokeFamilies.get(bodyFamily(model))?.expresses(conversation, model) ?? false
}

/** The body of the model's family. */
export function invokeBody(conversation: Conversation, model: ModelRef): Members {
  return invokeFamilies.get(bodyFamily(model))?.body(conversation, model) ?? {}
}

/** A reply in the form of the model's family; where that is not known, in the form it has. */
export function readInvoke(
  source: ReplySource,
  model: Pick<ModelRef, 'family'>,
): Reply | undefined {
  const reply = readFamily(source, model.family)
  const metered = invocationUsage(source.items)
  if (reply === undefined || metered === undefined) return reply
  return { ...reply, usage: { ...metered, ...reply.usage } }
}

function readFamily(source: ReplySource, family: string): Reply | undefined {
  const known = invokeFamilies.get(family)
  if (known !== undefined) return known.read(source)
  const found = familyOfBody(undefined, source.json ?? source.items[0]?.json)
  return invokeFamilies.get(found ?? 'gpt-oss')?.read(source)
}

/** Counts that Bedrock itself adds to the last chunk of any model's stream (langchain#14120). */
function invocationUsage(items: readonly StreamItem[]): Usage | undefined {
  const metrics = items
    .map((item) => asObject(item.json)['amazon-bedrock-invocationMetrics'])
    .findLast(isObject)
  if (metrics === undefined) return undefined
  return makeUsage({
    prompt: metrics['inputTokenCount'],
    completion: metrics['outputTokenCount'],
  })
}
