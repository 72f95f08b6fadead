/** Answers that are returned before the request is read. */
import type { Call } from '../../../reference/call.ts'
import type { Answer } from '../../../reference/answer.ts'
import type { Hooks } from '../../../reference/deviation.ts'

export function json(status: number, body: unknown): Answer {
  return { kind: 'json', status, headers: [['Content-Type', 'application/json']], json: body }
}

export function onPath(path: RegExp, answer: (call: Call) => Answer): Hooks {
  return { intercept: (given, call) => (path.test(call.path) ? answer(call) : given) }
}
