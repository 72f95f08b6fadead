/** InvokeModel with models that complete a text: Mistral, DeepSeek and Titan (Bedrock User Guide, model-parameters-*). */
import type { JsonObject } from '../answer.ts'
import { asArray, asObject, isObject } from '../json.ts'
import type { Prompt, PromptTurn } from '../model/prompt.ts'
import type { Reply } from '../model/reply.ts'
import { invalid, positive, ranged } from '../native/fields.ts'
import { split } from '../openai/chunks.ts'
import { plainPrompt, type TextFamily } from './family.ts'

function required(
  body: unknown,
  name: string,
): { readonly body: JsonObject; readonly text: string } {
  if (!isObject(body)) invalid('Malformed input request: #: expected type: JSONObject.')
  const text = body[name]
  if (typeof text !== 'string' || text === '') {
    invalid(
      `Malformed input request: #: required key [${name}] not found, please reformat your input and try again.`,
    )
  }
  return { body, text }
}

/** A turn for each text that a template marks as the user's; without any, the whole is one. */
function turnsOf(text: string, asked: readonly string[]): PromptTurn[] {
  const spoken = asked.length === 0 ? [text] : asked.map((one) => one.trim())
  return spoken.map((one) => ({ role: 'user', text: one }))
}

/** What stands between each mark and the next end of one. */
function between(text: string, mark: string, end: string): string[] {
  const found: string[] = []
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at)) {
    const start = at + mark.length
    at = text.indexOf(end, start)
    if (at < 0) break
    found.push(text.slice(start, at))
  }
  return found
}

interface Limits {
  readonly maxTokens: string
  readonly topP: string
  readonly stop: string
}

function sampling(body: JsonObject, names: Limits): Pick<Prompt, 'maxTokens' | 'stop'> {
  ranged(body, 'temperature', 'temperature', 0, 1)
  ranged(body, names.topP, names.topP, 0, 1)
  const maxTokens = positive(body, names.maxTokens, names.maxTokens)
  const stop = asArray(body[names.stop]).filter((one) => typeof one === 'string' && one !== '')
  return { stop: stop.map(String), ...(maxTokens !== undefined && { maxTokens }) }
}

const plain = { maxTokens: 'max_tokens', topP: 'top_p', stop: 'stop' }

function textOf(reply: Reply): string {
  return reply.choices[0]?.text ?? ''
}

function reasonOf(reply: Reply): 'stop' | 'length' {
  return reply.choices[0]?.finish === 'length' ? 'length' : 'stop'
}

/** Pieces of the text with null, then the reason with an empty one. */
function pieces<T>(reply: Reply, make: (text: string, reason: string | null) => T): T[] {
  return [...split(textOf(reply)).map((text) => make(text, null)), make('', reasonOf(reply))]
}

const output = (text: string, reason: string | null): JsonObject => ({
  outputs: [{ text, stop_reason: reason }],
})

export const mistral: TextFamily = {
  read: (given) => {
    const { body, text } = required(given, 'prompt')
    const turns = turnsOf(text, between(text, '[INST]', '[/INST]'))
    return { ...plainPrompt, family: 'mistral', turns, ...sampling(body, plain) }
  },
  whole: (reply) => output(textOf(reply), reasonOf(reply)),
  chunks: (reply) => pieces(reply, output),
}

const choice = (text: string, reason: string | null): JsonObject => ({
  choices: [{ index: 0, text, stop_reason: reason }],
})

export const deepseek: TextFamily = {
  read: (given) => {
    const { body, text } = required(given, 'prompt')
    const turns = turnsOf(text, between(text, '<｜User｜>', '<｜Assistant｜>'))
    return { ...plainPrompt, family: 'deepseek', turns, ...sampling(body, plain) }
  },
  whole: (reply) => choice(textOf(reply), reasonOf(reply)),
  chunks: (reply) => pieces(reply, choice),
}

function titanReason(reply: Reply): string {
  return reasonOf(reply) === 'length' ? 'LENGTH' : 'FINISH'
}

/** Each user turn, up to the next turn or the end. */
const userLines = /^User: ([\s\S]*?)(?=\n(?:User|Bot):|$(?!\n))/gmu

export const titanText: TextFamily = {
  read: (given) => {
    const { body, text } = required(given, 'inputText')
    const marked = Array.from(text.matchAll(userLines), (match) => match[1] ?? '')
    const turns = turnsOf(text, marked)
    const config = asObject(body['textGenerationConfig'])
    const names = { maxTokens: 'maxTokenCount', topP: 'topP', stop: 'stopSequences' }
    return { ...plainPrompt, family: 'titan-text', turns, ...sampling(config, names) }
  },
  whole: (reply) => ({
    inputTextTokenCount: reply.usage.prompt,
    results: [
      {
        tokenCount: reply.usage.completion,
        outputText: textOf(reply),
        completionReason: titanReason(reply),
      },
    ],
  }),
  chunks: (reply) =>
    pieces(reply, (outputText, reason) => ({
      outputText,
      index: 0,
      totalOutputTextTokenCount: reason === null ? null : reply.usage.completion,
      completionReason: reason === null ? null : titanReason(reply),
      inputTextTokenCount: reason === null ? null : reply.usage.prompt,
    })),
}
