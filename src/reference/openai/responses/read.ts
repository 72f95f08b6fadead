/** Reads and validates a Responses request (OpenAI CreateResponse). */
import type { JsonObject } from '../../answer.ts'
import { asObject, isObject } from '../../json.ts'
import type { Effort, Prompt, PromptTurn } from '../../model/prompt.ts'
import { bad, flag, integer, number, oneOf, present } from '../fields.ts'
import { readInput } from './input.ts'
import { readTextFormat, readTools } from './tools.ts'

export interface ResponsesRequest {
  readonly model: string
  readonly prompt: Prompt
  /** The input of this request alone, without instructions and without what came before. */
  readonly turns: readonly PromptTurn[]
  readonly items: readonly JsonObject[]
  readonly stream: boolean
  readonly store: boolean
  /** Whether the answer is to be asked for later. */
  readonly background: boolean
  readonly obfuscate: boolean
  /** Whether reasoning is to come encrypted, for clients that keep the state themselves. */
  readonly encrypted: boolean
  /** The body as it came: a response repeats most of it. */
  readonly body: JsonObject
}

const efforts: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

const includes = [
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
]

/** bedrock-mantle and OGX refuse less. */
const leastTokens = 16

/**
 * The request behind a JSON body; refuses with 400 whatever the specification rules out.
 *
 * @param recall turns of an earlier response by its id; refuses an unknown one
 */
export function readResponses(
  body: unknown,
  recall: (id: string) => readonly PromptTurn[],
): ResponsesRequest {
  if (!isObject(body)) bad('body', 'The request body must be a JSON object.')
  const { model } = body
  if (!present(body, 'model')) bad('model', "Missing required parameter: 'model'.")
  if (typeof model !== 'string' || model === '') bad('model', 'model must be a non-empty string.')
  checkUnserved(body)
  checkEchoed(body)
  const { items, turns } = readInput(body)
  const previous = text(body, 'previous_response_id')
  const before = previous === undefined ? [] : recall(previous)
  return {
    model,
    items,
    turns,
    prompt: readPrompt(body, [...instructionsOf(body), ...before, ...turns]),
    stream: flag(body, 'stream') ?? false,
    store: flag(body, 'store') ?? true,
    background: flag(body, 'background') ?? false,
    obfuscate: flag(asObject(body['stream_options']), 'include_obfuscation') ?? false,
    encrypted: readIncludes(body).includes('reasoning.encrypted_content'),
    body,
  }
}

function readPrompt(body: JsonObject, turns: readonly PromptTurn[]): Prompt {
  const maxTokens = integer(body, 'max_output_tokens', leastTokens)
  const temperature = number(body, 'temperature', 0, 2)
  const topP = number(body, 'top_p', 0, 1)
  const effort = oneOf(asObject(body['reasoning']), 'effort', efforts)
  return {
    family: 'gpt-oss',
    turns,
    ...readTools(body),
    parallelTools: flag(body, 'parallel_tool_calls') ?? true,
    format: readTextFormat(body),
    effort: effort ?? 'medium',
    stop: [],
    choices: 1,
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
  }
}

function instructionsOf(body: JsonObject): readonly PromptTurn[] {
  const instructions = text(body, 'instructions')
  return instructions === undefined ? [] : [{ role: 'system', text: instructions }]
}

function text(body: JsonObject, name: string): string | undefined {
  if (!present(body, name)) return undefined
  const value = body[name]
  return typeof value === 'string' ? value : bad(name, `${name} must be a string.`)
}

/** The reference has no conversations. */
function checkUnserved(body: JsonObject): void {
  for (const name of ['conversation', 'prompt']) {
    if (present(body, name)) bad(name, `The ${name} parameter is not supported.`)
  }
}

function readIncludes(body: JsonObject): readonly unknown[] {
  if (!present(body, 'include')) return []
  const { include } = body
  if (!Array.isArray(include)) return bad('include', 'include must be an array.')
  const unknown = include.find((name) => !includes.includes(name))
  if (unknown !== undefined) bad('include', `include must hold any of: ${includes.join(', ')}.`)
  return include
}

/** CreateResponse: metadata has up to 16 pairs, keys of up to 64 and values of up to 512 characters. */
function checkEchoed(body: JsonObject): void {
  oneOf(body, 'truncation', ['auto', 'disabled'])
  oneOf(asObject(body['text']), 'verbosity', ['low', 'medium', 'high'])
  integer(body, 'top_logprobs', 0, 20)
  integer(body, 'max_tool_calls', 1)
  if (!present(body, 'metadata')) return
  const { metadata } = body
  if (!isObject(metadata)) return bad('metadata', 'metadata must be an object.')
  const pairs = Object.entries(metadata)
  if (pairs.length > 16) bad('metadata', 'metadata may have at most 16 pairs.')
  for (const [key, value] of pairs) {
    if (typeof value !== 'string') bad(`metadata.${key}`, 'Values of metadata must be strings.')
    if (key.length > 64 || value.length > 512) bad(`metadata.${key}`, 'metadata is too long.')
  }
}
