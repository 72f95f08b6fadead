/** `no-raw-calls`: a call is parsed out of what the model wrote, so that the text beside it lacks it. */
import { z } from 'zod'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { excessOf } from '../../../model/json/bounds.ts'
import { asObject, isObject, parseJson } from '../../../model/json/shape.ts'
import type { Choice, ToolCall } from '../../../model/observation.ts'
import { defineAssertion } from '../../assertion.ts'
import { around } from '../../evidence/excerpt.ts'
import { sameJson } from '../../json/same-json.ts'
import { judged, onReply } from '../../outcome.ts'
import { offeredTools } from '../../tools/offers.ts'
import { insideFence } from '../fence.ts'

/** Qwen and Hermes, MiniMax and Seed, Claude, Mistral, Llama 3, DeepSeek: what these models write around a call. */
const markup =
  /<\/?(?:(?:minimax|seed):)?(?:tool_calls?|function_calls?)>|<(?:antml:)?invoke name=|<function=|\[TOOL_CALLS\]|<\|python_tag\|>|<｜tool|<[｜‖|]{1,2} ?DSML/iu

/** What programs print where there is no text. */
export const nothing = /^\s*(?:None|null|undefined|nil|\[object Object\])\s*$/u

/** What gateways put where an API wants a text. */
const placeholder =
  /^\s*(?:\((?:no|empty) (?:content|text|message)\)|\[(?:no|empty) (?:content|text|message)\]|\(tool[ _-]?calls?\)|\[tool[ _-]?calls?\])\s*$/iu

/** How a program would write a call, or a list of them (Llama 4, Gemma). */
const written = /^\[?([\w.-]{1,200})\([^]*\)\]?;?$/u

/** Whom gpt-oss writes to in place of the user. */
const recipient = /\bto=functions\.([\w-]{1,200})/u

export const noRawCalls = defineAssertion({
  name: 'no-raw-calls',
  about:
    'The text beside tool calls is what the model says: no markup of a call, no call alone, of another tool neither, no `None` or placeholder.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((_, { choices }, { observation }) => {
    const offered = [...offeredTools(observation).keys()]
    const called = choices.filter(({ toolCalls }) => toolCalls.length > 0)
    return judged(called.map((choice) => rawCall(choice, offered)))
  }),
})

/** Whether a text that came in place of a call holds one as a model writes it: of a tool that the request offers. */
export function holdsCall(text: string, offered: readonly string[]): boolean {
  const inner = (insideFence(text) ?? text).trim()
  const values = [read(inner)].flat()
  if (markup.test(text) || values.some((value) => isCallOf(value, offered))) return true
  const [, name] = written.exec(inner) ?? recipient.exec(text) ?? []
  return name !== undefined && offered.includes(name)
}

function rawCall(
  { index, rawText, toolCalls }: Choice,
  offered: readonly string[],
): Finding | undefined {
  const match = markup.exec(rawText) ?? nothing.exec(rawText) ?? placeholder.exec(rawText)
  const isRaw = isCall(rawText, toolCalls) || isOtherCall(rawText, offered)
  if (match === null && !isRaw) return undefined
  return finding(
    'text.raw-call',
    `The text of choice ${index} holds its call as the model wrote it, or a value for no text.`,
    'a text for people, an empty one, or none',
    around(rawText, match?.index ?? 0, match?.[0].length ?? rawText.length),
  )
}

/** Whether a text is nothing but a call, its arguments, or all calls in a list, as JSON or as a program has it. */
function isCall(text: string, calls: readonly ToolCall[]): boolean {
  const inner = insideFence(text) ?? text
  const [, name] = written.exec(inner.trim()) ?? []
  if (name !== undefined) return calls.some((called) => called.name === name)
  const json = read(inner)
  if (Array.isArray(json)) {
    const isWhole = json.length > 0 && json.length === calls.length
    return isWhole && calls.every((called, at) => isWrittenAs(json[at])(called))
  }
  return isObject(json) && calls.some(isWrittenAs(json))
}

/** Of several calls one alone was parsed: another tool that the request offers is called in the text. */
function isOtherCall(text: string, offered: readonly string[]): boolean {
  return isCallOf(read(insideFence(text) ?? text), offered)
}

function isCallOf(value: unknown, offered: readonly string[]): boolean {
  const object = asObject(value)
  const named = isObject(object['function']) ? object['function'] : object
  const isOffered = offered.some((name) => name === named['name'])
  return isOffered && ['arguments', 'parameters', 'input'].some((name) => name in named)
}

/** Whether a call is what a value of JSON says: its arguments, or its name with them. */
function isWrittenAs(value: unknown): (called: ToolCall) => boolean {
  const object = asObject(value)
  const named = isObject(object['function']) ? object['function'] : object
  const inner = named['arguments'] ?? named['parameters'] ?? named['input']
  const args = typeof inner === 'string' ? read(inner) : inner
  return ({ name, arguments: text }) => {
    const given = read(text)
    return sameJson(value, given) || (named['name'] === name && sameJson(args, given))
  }
}

function read(text: string): unknown {
  return excessOf(text) === undefined ? parseJson(text) : undefined
}
