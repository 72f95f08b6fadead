/** Claims and answers in words, for findings. */
import type { Claim, Classified } from '../../model/answer.ts'

/** `available (AWS list, 2026-08-21)`. */
export function describe({ class: claimed, source, date }: Claim): string {
  return `${claimed} (${source}, ${date})`
}

/** Class, status, code, the server's words and the request's id: what a class rests on. */
export function shownAnswer({ class: found, evidence }: Classified): string {
  const { status, code, message, requestId } = evidence
  const head = [status === undefined ? undefined : `status ${status}`, code]
  const facts = head.filter((part) => part !== undefined).join(' ')
  const stated = message === undefined ? '' : ` “${message.replace(/\.$/, '')}”`
  const id = requestId === undefined ? '' : ` (request ${requestId})`
  return `${found}: ${facts}${stated}${id}`.replace(/: +/, ': ').replace(/: $/, '')
}
