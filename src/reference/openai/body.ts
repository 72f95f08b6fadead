/** A reply as an OpenAI chat completion (CreateChatCompletionResponse). */
import type { JsonObject } from '../answer.ts'
import type { CalledTool } from '../model/prompt.ts'
import type { Reply, ReplyChoice, TokenChance } from '../model/reply.ts'

/** Mantle returns reasoning in a separate member; other endpoints do not return it. */
export interface Dialect {
  readonly reasoningMember: boolean
}

const fingerprint = 'fp_reference'

/** The JSON body of an answer that is not streamed. */
export function completionBody(reply: Reply, dialect: Dialect): JsonObject {
  return {
    id: `chatcmpl-${reply.id}`,
    object: 'chat.completion',
    created: reply.created,
    model: reply.model,
    choices: reply.choices.map((choice) => choiceBody(choice, dialect)),
    usage: usageBody(reply),
    service_tier: 'default',
    system_fingerprint: fingerprint,
  }
}

function choiceBody(choice: ReplyChoice, dialect: Dialect): JsonObject {
  const calls = choice.toolCalls.map(toolCallBody)
  return {
    index: choice.index,
    message: {
      role: 'assistant',
      content: calls.length > 0 && choice.text === '' ? null : choice.text,
      refusal: null,
      ...(calls.length > 0 && { tool_calls: calls }),
      ...(dialect.reasoningMember && choice.reasoning !== '' && { reasoning: choice.reasoning }),
    },
    logprobs: choice.logprobs ? logprobsBody(choice.logprobs) : null,
    finish_reason: finishReason(choice),
  }
}

/** OpenAI's words for how a choice ended. */
export function finishReason(choice: ReplyChoice): string {
  if (choice.finish === 'tool') return 'tool_calls'
  return choice.finish === 'length' ? 'length' : 'stop'
}

export function toolCallId(called: CalledTool): string {
  return `chatcmpl-tool-${called.id}`
}

function toolCallBody(called: CalledTool): JsonObject {
  return {
    id: toolCallId(called),
    type: 'function',
    function: { name: called.name, arguments: called.arguments },
  }
}

export function usageBody(reply: Reply): JsonObject {
  const { prompt, completion, total, reasoning } = reply.usage
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: total,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning },
  }
}

export function logprobsBody(chances: readonly TokenChance[]): JsonObject {
  return {
    content: chances.map((chance) => ({
      ...chanceBody(chance),
      top_logprobs: chance.alternatives.map(chanceBody),
    })),
    refusal: null,
  }
}

function chanceBody(chance: { readonly token: string; readonly logprob: number }): JsonObject {
  return { token: chance.token, logprob: chance.logprob, bytes: [...Buffer.from(chance.token)] }
}
