/** Fills the variables of a step's request. */
import { z } from 'zod'
import type { Conversation } from '../../../model/conversation.ts'
import type { PlannedStep } from '../../../model/plan.ts'
import { fill, type Lookup } from '../values/fill.ts'

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
    z.strictObject({
      name: z.string(),
      description: z.string().exactOptional(),
      parameters: json.exactOptional(),
    }),
  ),
  toolChoice: z.string().exactOptional(),
  body: json.exactOptional(),
})

/** The longest value that is quoted, in characters. */
const mostQuoted = 60

/** @returns undefined where zod's own message is more precise */
function describeMisfit({ code, input, ...issue }: z.core.$ZodRawIssue): string | undefined {
  if (code !== 'invalid_type' || !('expected' in issue)) return undefined
  const found = (JSON.stringify(input) ?? 'nothing').slice(0, mostQuoted)
  return `expected a ${String(issue.expected)}, found ${found}`
}

function problemOf(error: z.core.$ZodError): string {
  const issue = error.issues[0]
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`
}

function toSay(filled: unknown): FilledStep {
  const parsed = conversation.safeParse(filled, { error: describeMisfit })
  if (!parsed.success) {
    return { problem: `A value of an earlier reply does not fit: ${problemOf(parsed.error)}.` }
  }
  return { say: parsed.data }
}

/** Text and bytes unchanged, anything else as JSON. */
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

function toSend(filled: unknown): FilledStep {
  const { method, path, headers, body } = sending.parse(filled)
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
 * Fills the variables of a step's request and checks that the result can be sent. A raw body
 * becomes bytes; `content-type: application/json` is added unless the case names another, and a
 * header with an empty value is left out.
 *
 * @returns the request, or why an earlier reply does not allow it: bad input of a server is data
 */
export function fillRequest(request: PlannedStep['request'], lookup: Lookup): FilledStep {
  const filled = fill('say' in request ? request.say : request.send, lookup)
  if ('missing' in filled) {
    return { problem: `An earlier reply gave no value for ${filled.missing.join(', ')}.` }
  }
  return 'say' in request ? toSay(filled.value) : toSend(filled.value)
}
