/**
 * Faults on request: a prompt can ask the reference to fail, so that one running server in front
 * of it can be driven through every fault by ordinary requests, whatever headers it drops.
 */
import type { Call } from '../call.ts'
import { refuse, type Failure } from '../answer.ts'
import type { Prompt } from '../model/prompt.ts'
import type { Reply } from '../model/reply.ts'

/** Statuses that Bedrock answers with, and what they are called here. */
const refusals: ReadonlyMap<string, Pick<Failure, 'status' | 'kind'>> = new Map([
  ['status-400', { status: 400, kind: 'bad-request' }],
  ['status-401', { status: 401, kind: 'auth' }],
  ['status-403', { status: 403, kind: 'access' }],
  ['status-404', { status: 404, kind: 'unknown-model' }],
  ['status-429', { status: 429, kind: 'throttled' }],
  ['status-503', { status: 503, kind: 'server' }],
])

/** Faults of a reply that has begun, or of the connection. */
const breaks = ['reset', 'cut', 'exception', 'stall'] as const
export type Break = (typeof breaks)[number]

/** `[reference-fault status-429 word]`: the word distinguishes questions. */
const marker = /\[reference-fault ([a-z]+(?:-\d{3})?)(?: ([\w-]{1,40}))?\]/
/** `[reference-attempts word]`: how often the fault of that word has been asked for. */
const countMarker = /\[reference-attempts ([\w-]{1,40})\]/

/** Seconds, short enough for a test that obeys it. */
const retryAfter = '1'

function lastQuestion({ turns, raw = '' }: Prompt): string {
  return turns.findLast(({ role }) => role === 'user')?.text ?? raw
}

/**
 * Does what the prompt asks: refuses, or returns how the reply is to break.
 *
 * @returns undefined when the prompt asks for no fault, or for one that there is not
 */
export function askedFault(call: Call, prompt: Prompt): Break | undefined {
  const [, name = '', word] = marker.exec(lastQuestion(prompt)) ?? []
  if (word !== undefined) countAttempt(call, word)
  const refusal = refusals.get(name)
  if (refusal !== undefined) {
    const { status, kind } = refusal
    const says = `The reference was asked to answer with status ${status}.`
    const later = status === 429 || status === 503
    refuse(status, kind, says, later ? { headers: [['Retry-After', retryAfter]] } : {})
  }
  return breaks.find((one) => one === name)
}

/** The reply, which to a question for attempts is their number in digits. */
export function withAttempts(call: Call, prompt: Prompt, reply: Reply): Reply {
  const [, word] = countMarker.exec(lastQuestion(prompt)) ?? []
  if (word === undefined) return reply
  const text = String(attemptsOf(call, word))
  return { ...reply, choices: reply.choices.map((choice) => ({ ...choice, text })) }
}

function countAttempt(call: Call, word: string): void {
  call.memory.set(keyOf(word), attemptsOf(call, word) + 1)
}

function attemptsOf(call: Call, word: string): number {
  const count = call.memory.get(keyOf(word))
  return typeof count === 'number' ? count : 0
}

function keyOf(word: string): string {
  return `attempts ${word}`
}
