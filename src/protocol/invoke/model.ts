/** What InvokeModel and its streaming sister share: the body is the model's own. */
import type { Conversation } from '../../model/conversation.ts'
import type { Reply, StreamItem, Usage } from '../../model/observation.ts'
import type { ModelRef, ReplySource } from '../api.ts'
import { familyOf } from '../family.ts'
import { llamaBody, llamaExpresses } from './llama-body.ts'
import { readLlama } from './llama-reply.ts'
import { openAiBody } from '../openai/body.ts'
import { readOpenAi } from '../openai/reply.ts'
import { makeUsage } from '../reply/reply.ts'
import { asObject, isObject, type Members } from '../../model/json/shape.ts'

function bodyFamily(model: ModelRef): string {
  return model.family === 'unknown' ? familyOf(model.id) : model.family
}

/** Whether the body of the model's family is known and can say the conversation. */
export function invokeExpresses(conversation: Conversation, model: ModelRef): boolean {
  const family = bodyFamily(model)
  return family === 'gpt-oss' || (family === 'llama' && llamaExpresses(conversation))
}

/**
 * The body of the model's family. For gpt-oss it is an OpenAI chat body in which `model` and
 * `stream` may be left out (Bedrock User Guide, "OpenAI models").
 */
export function invokeBody(conversation: Conversation, model: ModelRef): Members {
  return bodyFamily(model) === 'llama'
    ? llamaBody(conversation)
    : openAiBody(conversation, 'max_completion_tokens')
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
  if (family === 'llama') return readLlama(source)
  if (family === 'gpt-oss') return readOpenAi(source)
  return readOpenAi(source) ?? readLlama(source)
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
