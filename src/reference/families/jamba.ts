/** InvokeModel with AI21's Jamba (Bedrock User Guide, model-parameters-jamba): a chat body of its own. */
import type { JsonObject } from '../answer.ts'
import { asArray, asObject, isObject } from '../json.ts'
import type { PromptTurn } from '../model/prompt.ts'
import type { Reply } from '../model/reply.ts'
import { invalid, positive, ranged } from '../native/fields.ts'
import { split } from '../openai/chunks.ts'
import { plainPrompt, type TextFamily } from './family.ts'

function turnOf(given: unknown): PromptTurn {
  const { role, content } = asObject(given)
  if (role !== 'system' && role !== 'user' && role !== 'assistant') {
    invalid('Malformed input request: #/messages: a role is system, user or assistant.')
  }
  return { role, text: String(content ?? '') }
}

export const jamba: TextFamily = {
  read: (body) => {
    if (!isObject(body)) invalid('Malformed input request: #: expected type: JSONObject.')
    const messages = asArray(body['messages'])
    if (messages.length === 0) {
      invalid('Malformed input request: #: required key [messages] not found.')
    }
    ranged(body, 'temperature', 'temperature', 0, 2)
    const maxTokens = positive(body, 'max_tokens', 'max_tokens')
    return {
      ...plainPrompt,
      family: 'jamba',
      turns: messages.map(turnOf),
      stop: [],
      ...(maxTokens !== undefined && { maxTokens }),
    }
  },
  whole: (reply) => ({
    id: 'chatcmpl-jamba',
    choices: [{ index: 0, message: message(reply), finish_reason: finishOf(reply) }],
    usage: {
      prompt_tokens: reply.usage.prompt,
      completion_tokens: reply.usage.completion,
      total_tokens: reply.usage.prompt + reply.usage.completion,
    },
  }),
  chunks: (reply) => [
    ...split(textOf(reply)).map((content) => chunk({ content }, null)),
    chunk({}, finishOf(reply)),
  ],
}

function message(reply: Reply): JsonObject {
  return { role: 'assistant', content: textOf(reply) }
}

function chunk(delta: JsonObject, reason: string | null): JsonObject {
  return { id: 'chatcmpl-jamba', choices: [{ index: 0, delta, finish_reason: reason }] }
}

function textOf(reply: Reply): string {
  return reply.choices[0]?.text ?? ''
}

function finishOf(reply: Reply): 'stop' | 'length' {
  return reply.choices[0]?.finish === 'length' ? 'length' : 'stop'
}
