/** Long request bodies, kept beside the recordings so that curl commands can read them. */
import { createHash } from 'node:crypto'
import type { HttpRequest } from '../../model/exchange.ts'
import { needsBodyFile } from '../../wire/curl/curl.ts'

/** Path of the file with a request's body, below the report directory; none for a short body. */
export function bodyPath(caseId: string, request: Required<HttpRequest>): string | undefined {
  if (!needsBodyFile(request)) return undefined
  const digest = createHash('sha256').update(request.body).digest('hex')
  return `wire/${caseId}.${digest.slice(0, 12)}.body`
}
