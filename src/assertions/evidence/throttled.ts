/** Streams that the server ended because too much is asked of it, as a 429 says it before a stream. */
import { asObject } from '../../model/json/shape.ts'
import type { Observation, StreamItem } from '../../model/observation.ts'

/**
 * ResponseStream and ConverseStreamOutput of botocore bedrock-runtime 2023-09-30; openai-openapi,
 * ResponseErrorCode; platform.claude.com/docs/en/build-with-claude/streaming, whose overloaded_error
 * "would normally correspond to an HTTP 529 in a non-streaming context".
 */
const names: ReadonlySet<unknown> = new Set([
  'throttlingException',
  'rate_limit_exceeded',
  'rate_limit_error',
  'overloaded_error',
])

/**
 * The error by which a stream ended as one too many; undefined where it ended otherwise. An exception
 * that comes as an event of its name is lost on clients; and before the first server-sent event the
 * status can still say it.
 */
export function throttledBy({ exchange, items }: Observation): string | undefined {
  if ((exchange.response?.status ?? 0) >= 300) return undefined
  const at = items.findIndex(isFailure)
  const failure = items[at]
  const isOver = items.slice(at + 1).every(({ kind }) => kind === 'done')
  if (failure === undefined || !isOver) return undefined
  if (failure.kind === 'exception')
    return failure.asEvent === true ? undefined : known(failure.name)
  const { code, type } = asObject(asObject(failure.json)['error'])
  return at === 0 ? undefined : (known(code) ?? known(type))
}

/** An exception or error frame, or an event with an error. */
function isFailure({ kind, json }: StreamItem): boolean {
  return kind === 'exception' || kind === 'error' || (asObject(json)['error'] ?? null) !== null
}

function known(name: unknown): string | undefined {
  return typeof name === 'string' && names.has(name) ? name : undefined
}
