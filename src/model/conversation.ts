/** A conversation that every API can encode in its own way. */
import type { HttpRequest } from './exchange.ts'

export interface ToolDefinition {
  readonly name: string
  readonly description?: string
  /** JSON Schema of the arguments; absent for a tool that takes none. */
  readonly parameters?: Readonly<Record<string, unknown>>
}

/** What a tool without arguments takes, where an API requires a schema. */
export const noParameters = { type: 'object', properties: {} } as const

export interface CalledTool {
  readonly id: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

export type Turn =
  | { readonly role: 'system' | 'developer' | 'user'; readonly text: string }
  | {
      readonly role: 'assistant'
      readonly text?: string
      readonly toolCalls?: readonly CalledTool[]
    }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly result: string }

/** Sampling options under one name for all APIs. */
interface Options {
  readonly maxTokens?: number
  readonly temperature?: number
  readonly topP?: number
  readonly stop?: readonly string[]
  readonly seed?: number
}

export interface Conversation {
  readonly turns: readonly Turn[]
  readonly options: Options
  readonly tools: readonly ToolDefinition[]
  /** `auto`, `none`, `required`, or the name of the one tool to call. */
  readonly toolChoice?: string
  /** Members merged over the encoded JSON body, for what only one API has. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** An HTTP request before it meets a target: no origin, no credentials. */
export interface RequestDraft extends Pick<HttpRequest, 'method' | 'body'> {
  /** Below the API's base path, for example `/chat/completions`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}
