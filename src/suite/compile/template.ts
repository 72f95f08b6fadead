/** Fills the templates of a step's request and of a check's arguments. */
import { z } from 'zod'
import type { SayTemplate, SendTemplate, Step } from '../../model/case.ts'
import type { Conversation } from '../../model/conversation.ts'
import { words } from '../../yaml/zod-words.ts'
import { fill } from './placeholder.ts'
import type { Values } from './values.ts'

/** A raw request, ready but for its origin, its credentials and what its API presets. */
export interface FilledSend {
  readonly method?: string
  /** Below the API's base path. */
  readonly path?: string
  readonly headers: Readonly<Record<string, string>>
  /** Absent: no body. */
  readonly body?: Uint8Array
}

export type FilledStep =
  | { readonly say: Conversation }
  | { readonly send: FilledSend }
  /** Why it cannot be sent: an earlier reply did not hold what this step needs. One sentence. */
  | { readonly problem: string }

const json = z.record(z.string(), z.unknown())
const text = z.union([z.string(), z.number().transform(String)])

const turn = z.union([
  z.strictObject({ role: z.enum(['system', 'developer', 'user']), text }),
  z.strictObject({
    role: z.literal('assistant'),
    text: text.exactOptional(),
    toolCalls: z
      .array(z.object({ id: z.string(), name: z.string(), arguments: json }))
      .exactOptional(),
  }),
  z.strictObject({ role: z.literal('tool'), toolCallId: z.string(), result: text }),
])

const sending = z.object({
  method: text.exactOptional(),
  path: text.exactOptional(),
  headers: z.record(z.string(), z.unknown()),
  body: z.unknown().optional(),
})

const conversation = z.strictObject({
  turns: z.array(turn),
  options: z.strictObject({
    maxTokens: z.int().exactOptional(),
    temperature: z.number().exactOptional(),
    topP: z.number().exactOptional(),
    stop: z.array(z.string()).exactOptional(),
    seed: z.int().exactOptional(),
  }),
  tools: z.array(
    z.strictObject({ name: z.string(), description: z.string().exactOptional(), parameters: json }),
  ),
  toolChoice: z.string().exactOptional(),
  body: json.exactOptional(),
})

function problemOf(error: z.core.$ZodError): string {
  const issue = error.issues[0]
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`
}

function absent(missing: readonly string[]): { problem: string } {
  return { problem: `An earlier reply gave no value for ${missing.join(', ')}.` }
}

/** Conversations without a template, read: most are sent many times. */
const plainSays = new WeakMap<SayTemplate, FilledStep>()

function fillSay(template: SayTemplate, values: Values): FilledStep {
  const known = plainSays.get(template) ?? readSay(template, values)
  if (isPlain(template)) plainSays.set(template, known)
  return known
}

function readSay(template: SayTemplate, values: Values): FilledStep {
  const filled = fill(template, values.lookup)
  if ('missing' in filled) return absent(filled.missing)
  const parsed = conversation.safeParse(filled.value, { error: words })
  if (!parsed.success) {
    return { problem: `A value of an earlier reply does not fit: ${problemOf(parsed.error)}.` }
  }
  return { say: parsed.data }
}

/** Text and bytes as they stand, anything else as JSON. */
function encodeBody(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return new Uint8Array(body)
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
}

function toHeaders(given: Readonly<Record<string, unknown>>, hasBody: boolean) {
  const headers = Object.entries(given).map(([name, value]) => [name, String(value)])
  const isTyped = headers.some(([name]) => name?.toLowerCase() === 'content-type')
  const all = hasBody && !isTyped ? [['content-type', 'application/json'], ...headers] : headers
  return Object.fromEntries(all.filter(([, value]) => value !== ''))
}

function fillSend(template: SendTemplate, values: Values): FilledStep {
  const filled = fill(template, values.lookup)
  if ('missing' in filled) return absent(filled.missing)
  const { method, path, headers, body } = sending.parse(filled.value)
  return {
    send: {
      ...(method !== undefined && { method }),
      ...(path !== undefined && { path }),
      headers: toHeaders(headers, body !== undefined),
      ...(body !== undefined && { body: encodeBody(body) }),
    },
  }
}

/**
 * Fills the templates of a step's request and checks that what came out can be sent. A raw body
 * becomes bytes; `content-type: application/json` joins it unless the case names another, and a
 * header with an empty value is left out.
 *
 * @returns the request, or why an earlier reply does not allow it: bad input of a server is data
 */
export function fillStep(step: Pick<Step, 'request'>, values: Values): FilledStep {
  return 'say' in step.request
    ? fillSay(step.request.say, values)
    : fillSend(step.request.send, values)
}

/**
 * Fills the templates in a check's arguments.
 *
 * @returns the arguments, or the templates that no earlier reply gave a value for
 */
export function fillArgs(
  args: unknown,
  values: Values,
): { readonly value: unknown } | { readonly missing: readonly string[] } {
  return isPlain(args) ? { value: args } : fill(args, values.lookup)
}

/** Most arguments hold no template; they are then handed on as they are, the same object each time. */
const plain = new WeakMap<object, boolean>()

function isPlain(args: unknown): boolean {
  if (typeof args !== 'object' || args === null) return !String(args).includes('${')
  const known = plain.get(args) ?? !hasTemplate(args)
  plain.set(args, known)
  return known
}

/** `$${` stands for a plain `${` and has to be filled too. */
function hasTemplate(args: object): boolean {
  return JSON.stringify(args).includes('${')
}
