/** InvokeModel with Meta's Llama body (model-parameters-meta of the Bedrock user guide). */
import type { JsonObject } from '../answer.ts'
import { isObject } from '../json.ts'
import { readLlamaTemplate } from '../model/llama-template.ts'
import type { Prompt } from '../model/prompt.ts'
import type { Reply } from '../model/reply.ts'
import { split } from '../openai/chunks.ts'
import { countTokens } from '../model/tokens.ts'
import { invalid, positive, ranged } from './fields.ts'

const keys = new Set(['prompt', 'max_gen_len', 'temperature', 'top_p', 'images'])

/** The prompt behind a Llama body; refuses with 400 what the model's schema rules out. */
export function readLlama(body: unknown): Prompt {
  if (!isObject(body)) malformed('expected type: JSONObject')
  const text = body['prompt']
  if (text === undefined) malformed('required key [prompt] not found')
  if (typeof text !== 'string') malformed('expected type: String at /prompt')
  if (text === '') malformed('expected minLength: 1, actual: 0 at /prompt')
  const alien = Object.keys(body).find((key) => !keys.has(key))
  if (alien !== undefined) malformed(`extraneous key [${alien}] is not permitted`)
  if (body['images'] !== undefined) invalid('This model does not support images.')
  return { ...emptyPrompt, ...readText(text), ...readSampling(body) }
}

/** code-gpt-docs#300: the wording of a body that the model's own schema refuses. */
function malformed(what: string): never {
  return invalid(`Malformed input request: #: ${what}, please reformat your input and try again.`)
}

const emptyPrompt = {
  family: 'llama',
  tools: [],
  toolChoice: 'none',
  parallelTools: false,
  format: 'text',
  effort: 'none',
  stop: [],
  choices: 1,
} as const

function readText(text: string): Pick<Prompt, 'turns' | 'raw'> {
  const turns = readLlamaTemplate(text)
  return turns ? { turns } : { turns: [], raw: text }
}

function readSampling(body: JsonObject): Pick<Prompt, 'maxTokens' | 'temperature' | 'topP'> {
  const temperature = ranged(body, 'temperature', 'temperature', 0, 1)
  const topP = ranged(body, 'top_p', 'top_p', 0, 1)
  return {
    maxTokens: positive(body, 'max_gen_len', 'max_gen_len', 2048) ?? 512,
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
  }
}

function ending(reply: Reply): 'stop' | 'length' {
  return reply.choices[0]?.finish === 'length' ? 'length' : 'stop'
}

/** The JSON body of InvokeModel. */
export function llamaBody(reply: Reply): JsonObject {
  return {
    generation: reply.choices[0]?.text ?? '',
    prompt_token_count: reply.usage.prompt,
    generation_token_count: reply.usage.completion,
    stop_reason: ending(reply),
  }
}

/** The chunks of InvokeModelWithResponseStream: the prompt's count first, the reason last. */
export function llamaChunks(reply: Reply): JsonObject[] {
  let generated = 0
  const made = split(reply.choices[0]?.text ?? '').map((generation, at): JsonObject => {
    generated += countTokens(generation)
    return {
      generation,
      prompt_token_count: at === 0 ? reply.usage.prompt : null,
      generation_token_count: Math.min(generated, reply.usage.completion),
      stop_reason: null,
    }
  })
  const last = {
    generation: '',
    prompt_token_count: made.length === 0 ? reply.usage.prompt : null,
    generation_token_count: reply.usage.completion,
    stop_reason: ending(reply),
  }
  return [...made, last]
}
