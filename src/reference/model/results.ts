/** Results of tools in a conversation, each with the call that it answers. */
import { asObject, isObject } from '../json.ts'
import { sentences } from './focus.ts'
import type { CalledTool, PromptTurn } from './prompt.ts'

interface ToolResult {
  readonly name: string
  readonly text: string
}

/** The results that stand at the end of the history, with the tools they came from. */
export function latestResults(turns: readonly PromptTurn[]): ToolResult[] {
  const last = turns.findLastIndex((turn) => turn.role !== 'tool')
  return resultsOf(turns, turns.slice(last + 1)).map(({ result }) => result)
}

/** Earlier results that a question is about: it names what their tools were called with. */
export function resultsAbout(turns: readonly PromptTurn[], asked: string): ToolResult[] {
  if (!asked.includes('?')) return []
  return resultsOf(turns, turns)
    .filter(({ call }) => call !== undefined && names(asked, call))
    .map(({ result }) => result)
}

/** Results among `some` of the turns, each under the id of its call. */
function resultsOf(turns: readonly PromptTurn[], some: readonly PromptTurn[]) {
  const calls = new Map(
    turns.flatMap((turn) => turn.toolCalls ?? []).map((call) => [call.id, call]),
  )
  return some
    .filter(({ role }) => role === 'tool')
    .map(({ toolCallId, text }) => {
      const call = calls.get(toolCallId ?? '')
      return { call, result: { name: call?.name ?? 'tool', text } }
    })
}

function names(asked: string, call: CalledTool): boolean {
  return Object.values(argumentsOf(call)).some(
    (value) => typeof value === 'string' && value !== '' && asked.includes(value),
  )
}

function argumentsOf(call: CalledTool): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(call.arguments))
  } catch {
    return {}
  }
}

/** Longer texts of a result are not repeated to who asks about it. */
const longest = 500

/** What the results say about what is asked, in words. */
export function reported(results: readonly ToolResult[], asked: string): string {
  return results
    .map(({ name, text }) => `According to ${name}: ${readable(text, asked)}.`)
    .join(' ')
}

function readable(text: string, asked: string): string {
  try {
    const json: unknown = JSON.parse(text)
    if (!isObject(json)) return text
    const parts = Object.entries(json)
      .map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)])
      .filter(([, value = '']) => value.length <= longest)
      .map(([key, value]) => `${key} is ${value}`)
    return parts.join(', ')
  } catch {
    return (text.length > longest ? about(text, asked) : text).replace(/\.$/u, '')
  }
}

/** The sentences of a long text that have a word of the last question, or its first ones. */
function about(text: string, asked: string): string {
  const question = sentences(asked).findLast((one) => one.endsWith('?')) ?? asked
  const words = question.toLowerCase().match(/\p{L}{4,}/gu) ?? []
  const all = [...new Set(sentences(text))]
  const some = all.filter((one) => words.some((word) => one.toLowerCase().includes(word)))
  return (some.length > 0 ? some : all.slice(0, 2)).join(' ')
}
