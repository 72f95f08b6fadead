/** Reads and validates a chat completion request (OpenAI CreateChatCompletionRequest). */
import type { JsonObject } from '../answer.ts'
import { isObject } from '../json.ts'
import type { Effort, Prompt } from '../model/prompt.ts'
import { bad, flag, integer, listOf, number, oneOf, present } from './fields.ts'
import { readMessages } from './messages.ts'
import { readFormat, readTools } from './tools.ts'

export interface ChatRequest {
  readonly model: string
  readonly prompt: Prompt
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly obfuscate: boolean
}

const efforts: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh']

/** The request behind a JSON body; refuses with 400 whatever the specification rules out. */
export function readChat(body: unknown, impliedModel?: string): ChatRequest {
  if (!isObject(body)) bad('body', 'The request body must be a JSON object.')
  const model = present(body, 'model') ? body['model'] : impliedModel
  if (model === undefined) bad('model', 'Missing required parameter: model.')
  if (typeof model !== 'string' || model === '') bad('model', 'model must be a non-empty string.')
  const stream = flag(body, 'stream') ?? false
  const streamOptions = present(body, 'stream_options') ? body['stream_options'] : {}
  if (!isObject(streamOptions)) bad('stream_options', 'stream_options must be an object.')
  return {
    model,
    stream,
    includeUsage: flag(streamOptions, 'include_usage') ?? false,
    obfuscate: flag(streamOptions, 'include_obfuscation') ?? false,
    prompt: readPrompt(body),
  }
}

function readPrompt(body: JsonObject): Prompt {
  const maxTokens = integer(body, 'max_completion_tokens', 1) ?? integer(body, 'max_tokens', 1)
  integer(body, 'max_tokens', 1)
  const temperature = number(body, 'temperature', 0, 2)
  const topP = number(body, 'top_p', 0, 1)
  const seed = integer(body, 'seed', Number.MIN_SAFE_INTEGER)
  number(body, 'frequency_penalty', -2, 2)
  number(body, 'presence_penalty', -2, 2)
  checkBias(body)
  const topLogprobs = readLogprobs(body)
  return {
    family: 'gpt-oss',
    turns: readMessages(body),
    ...readTools(body),
    parallelTools: flag(body, 'parallel_tool_calls') ?? true,
    format: readFormat(body),
    effort: oneOf(body, 'reasoning_effort', efforts) ?? 'medium',
    stop: readStop(body),
    choices: integer(body, 'n', 1, 128) ?? 1,
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(seed !== undefined && { seed }),
    ...(topLogprobs !== undefined && { topLogprobs }),
  }
}

/** OpenAI: a string, or up to four of them. An empty one stops nothing. */
function readStop(body: JsonObject): string[] {
  if (!present(body, 'stop')) return []
  const given = typeof body['stop'] === 'string' ? [body['stop']] : listOf(body, 'stop')
  if (given.length > 4) bad('stop', 'stop may hold at most 4 sequences.')
  return given
    .map((entry) => {
      if (typeof entry !== 'string') bad('stop', 'stop must be a string or an array of strings.')
      return entry
    })
    .filter((entry) => entry !== '')
}

function checkBias(body: JsonObject): void {
  if (!present(body, 'logit_bias')) return
  const bias = body['logit_bias']
  if (!isObject(bias)) bad('logit_bias', 'logit_bias must be an object.')
  for (const value of Object.values(bias)) {
    if (typeof value !== 'number' || Math.abs(value) > 100) {
      bad('logit_bias', 'Values of logit_bias must be numbers from -100 to 100.')
    }
  }
}

function readLogprobs(body: JsonObject): number | undefined {
  const wanted = flag(body, 'logprobs') ?? false
  const top = integer(body, 'top_logprobs', 0, 20)
  if (top !== undefined && !wanted) bad('top_logprobs', 'top_logprobs needs logprobs to be true.')
  return wanted ? (top ?? 0) : undefined
}
