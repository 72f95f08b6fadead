/** What the scripted model is given, whichever API it came through. */
import type { JsonObject } from '../answer.ts'
import type { Family } from '../regions/models.ts'
import { countTokens } from './tokens.ts'

export interface CalledTool {
  readonly id: string
  readonly name: string
  /** JSON text. */
  readonly arguments: string
}

export interface PromptTurn {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'
  readonly text: string
  readonly toolCalls?: readonly CalledTool[]
  readonly toolCallId?: string
}

export interface PromptTool {
  readonly name: string
  readonly description: string
  readonly parameters: JsonObject
}

export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

export interface Prompt {
  readonly family: Family
  readonly turns: readonly PromptTurn[]
  /** Text to be continued as it stands; then `turns` is empty. */
  readonly raw?: string
  readonly tools: readonly PromptTool[]
  /** `auto`, `none`, `required`, or the name of the one to call. */
  readonly toolChoice: string
  readonly parallelTools: boolean
  readonly format: 'text' | 'json' | { readonly schema: JsonObject }
  readonly effort: Effort
  readonly maxTokens?: number
  readonly temperature?: number
  readonly topP?: number
  readonly seed?: number
  readonly stop: readonly string[]
  readonly choices: number
  /** What stands before the last mark of the cache; absent without a mark. */
  readonly cached?: Pick<Prompt, 'turns' | 'tools'>
  /** Alternatives wanted for each token; absent when no log probabilities are. */
  readonly topLogprobs?: number
}

/** Tokens of both models' context windows (gpt-oss and Llama 3.1: 128 Ki). */
export const contextWindow = 131_072

/** Tokens that the chat templates add: a start for every prompt, and marks around each turn. */
const templates: Readonly<Partial<Record<Family, Template>>> = {
  'gpt-oss': { start: 62, turn: 4 },
  llama: { start: 11, turn: 5 },
}

interface Template {
  readonly start: number
  readonly turn: number
}

/** Of families whose template is not public. */
const someTemplate: Template = { start: 4, turn: 3 }

/** Tokens of the whole prompt as the model's template spells it. */
export function promptTokens(prompt: Prompt): number {
  if (prompt.raw !== undefined) return 1 + countTokens(prompt.raw)
  const template = templates[prompt.family] ?? someTemplate
  const turns = prompt.turns.map((turn) => template.turn + turnTokens(turn))
  const tools = prompt.tools.map((tool) => 9 + countTokens(toolText(tool)))
  const format = typeof prompt.format === 'object' ? countTokens(JSON.stringify(prompt.format)) : 0
  return [...turns, ...tools].reduce((sum, part) => sum + part, template.start + format)
}

function turnTokens(turn: PromptTurn): number {
  const calls = (turn.toolCalls ?? []).map((call) => 6 + countTokens(call.name + call.arguments))
  return calls.reduce((sum, part) => sum + part, countTokens(turn.text))
}

function toolText(tool: PromptTool): string {
  return `${tool.name} ${tool.description} ${JSON.stringify(tool.parameters)}`
}
