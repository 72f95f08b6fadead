/** The token counts of a reply, as the wire has them. */
import { chunksOf } from '../evidence/evidence.ts'
import { isObject, type Members } from '../../model/json/shape.ts'
import type { Location } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'

/** How one API spells its counts. */
interface Spelling {
  readonly pointer: string
  readonly prompt: string
  readonly completion: string
  /** Absent where the API gives no sum. */
  readonly total?: string
  /** Counts that the sum may or may not include. */
  readonly apart: readonly string[]
  /**
   * Which detail of which group is a part of which count. Predictions and audio of a completion
   * have rules of their own.
   */
  readonly details?: readonly (readonly [group: string, name: string, whole: string])[]
}

const openAi: Spelling = {
  pointer: '/usage',
  prompt: 'prompt_tokens',
  completion: 'completion_tokens',
  total: 'total_tokens',
  apart: [],
  details: [
    ['prompt_tokens_details', 'cached_tokens', 'prompt_tokens'],
    ['prompt_tokens_details', 'cache_write_tokens', 'prompt_tokens'],
    ['prompt_tokens_details', 'audio_tokens', 'prompt_tokens'],
    ['completion_tokens_details', 'reasoning_tokens', 'completion_tokens'],
  ],
}

/** openai-openapi f85dbe2, ResponseUsage. */
const responses: Spelling = {
  pointer: '/usage',
  prompt: 'input_tokens',
  completion: 'output_tokens',
  total: 'total_tokens',
  apart: [],
  details: [
    ['input_tokens_details', 'cached_tokens', 'input_tokens'],
    ['input_tokens_details', 'cache_write_tokens', 'input_tokens'],
    ['output_tokens_details', 'reasoning_tokens', 'output_tokens'],
  ],
}

/** botocore bedrock-runtime 2023-09-30, TokenUsage: cached tokens are counted apart. */
const converse: Spelling = {
  pointer: '/usage',
  prompt: 'inputTokens',
  completion: 'outputTokens',
  total: 'totalTokens',
  apart: ['cacheReadInputTokens', 'cacheWriteInputTokens'],
}

/** Amazon Bedrock User Guide, Llama models: counts stand at the top of the body. */
const llama: Spelling = {
  pointer: '',
  prompt: 'prompt_token_count',
  completion: 'generation_token_count',
  apart: [],
}

export interface Counts {
  readonly spelling: Spelling
  readonly json: Members
  readonly at: Location
}

/** The object with the counts: of the body, or of the last chunk that has one. */
export function countsOf(observation: Observation): Counts | undefined {
  const body = inObject(observation.body?.json)
  if (body !== undefined) return { ...body, at: { pointer: body.spelling.pointer } }
  for (const { json, item, byte } of chunksOf(observation).toReversed()) {
    const above = isObject(json['response']) ? '/response' : ''
    const found = inObject(above === '' ? json : json['response'])
    if (found !== undefined)
      return { ...found, at: { item, byte, pointer: above + found.spelling.pointer } }
  }
  return undefined
}

function inObject(json: unknown): Pick<Counts, 'spelling' | 'json'> | undefined {
  if (!isObject(json)) return undefined
  const { usage } = json
  if (isObject(usage)) {
    return { spelling: spellingOf(json, usage), json: usage }
  }
  return isLlama(json) ? { spelling: llama, json } : undefined
}

function spellingOf({ object }: Members, usage: Members): Spelling {
  if (object === 'response') return responses
  return Object.hasOwn(usage, 'inputTokens') ? converse : openAi
}

/** In a stream only the last chunks have the prompt's count. */
function isLlama(json: Members): boolean {
  return (
    Object.hasOwn(json, 'generation_token_count') && (json['prompt_token_count'] ?? null) !== null
  )
}
