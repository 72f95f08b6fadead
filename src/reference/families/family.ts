/** What the reference knows of one family's InvokeModel bodies. */
import type { JsonObject } from '../answer.ts'
import type { Prompt } from '../model/prompt.ts'
import type { Reply } from '../model/reply.ts'

/** A family that answers with text. */
export interface TextFamily {
  /** The prompt behind a body; refuses with 400 what the family's schema rules out. */
  readonly read: (body: unknown) => Prompt
  readonly whole: (reply: Reply) => JsonObject
  readonly chunks: (reply: Reply) => JsonObject[]
}

/** An answer without text: vectors or scores, and how many tokens were read for it. */
export interface Measured {
  readonly json: JsonObject
  /** Undefined where the service does not count them. */
  readonly tokens?: number
}

/** A family that answers with vectors or scores; `model` is the id that was asked for. */
export type VectorFamily = (body: unknown, model: string) => Measured

/** Options of a prompt that the bodies of text completion do not have. */
export const plainPrompt = {
  tools: [],
  toolChoice: 'none',
  parallelTools: false,
  format: 'text',
  effort: 'none',
  choices: 1,
} as const
