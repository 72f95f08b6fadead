/** `no-raw-calls`: a call is parsed out of what the model wrote, so that the text beside it lacks it. */
import { z } from 'zod'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { isObject, parseJson } from '../../model/json/shape.ts'
import type { Choice, ToolCall } from '../../model/observation.ts'
import { defineAssertion } from '../assertion.ts'
import { around } from '../evidence/excerpt.ts'
import { sameJson } from '../json/same-json.ts'
import { judged, onReply } from '../outcome.ts'

/** Qwen and Hermes, Claude, Mistral, Llama 3, DeepSeek: what these models write around a call. */
const markup =
  /<\/?(?:tool_calls?|function_calls?)>|<(?:antml:)?invoke name=|<function=|\[TOOL_CALLS\]|<\|python_tag\|>|<｜tool/iu

/** What programs print where there is no text. */
const nothing = /^\s*(?:None|null|undefined|nil)\s*$/u

const fence = /^\s*```(?:json)?\s*\n([^]*?)\n?\s*```\s*$/u

export const noRawCalls = defineAssertion({
  name: 'no-raw-calls',
  about:
    'The text beside tool calls is what the model says: no markup of a call, no call as JSON alone, no `None`.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { choices }) =>
    judged(choices.filter(({ toolCalls }) => toolCalls.length > 0).map(rawCall)),
  ),
})

function rawCall({ index, rawText, toolCalls }: Choice): Finding | undefined {
  const match = markup.exec(rawText) ?? nothing.exec(rawText)
  if (match === null && !isCall(rawText, toolCalls)) return undefined
  return finding(
    'text.raw-call',
    `The text of choice ${index} holds its call as the model wrote it, or a value for no text.`,
    'a text for people, an empty one, or none',
    around(rawText, match?.index ?? 0, match?.[0].length ?? rawText.length),
  )
}

/** Whether a text is nothing but a call, or its arguments, as JSON. */
function isCall(text: string, calls: readonly ToolCall[]): boolean {
  const json = parseJson(fence.exec(text)?.[1] ?? text)
  const values = Array.isArray(json) ? json : [json]
  return values.length > 0 && values.every((value) => calls.some((called) => isOf(value, called)))
}

function isOf(value: unknown, { name, arguments: text }: ToolCall): boolean {
  if (!isObject(value)) return false
  const given = parseJson(text)
  const named = isObject(value['function']) ? value['function'] : value
  const inner = named['arguments'] ?? named['parameters'] ?? named['input']
  const args = typeof inner === 'string' ? parseJson(inner) : inner
  return sameJson(value, given) || (named['name'] === name && sameJson(args, given))
}
