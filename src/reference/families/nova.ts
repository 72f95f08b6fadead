/** InvokeModel with Amazon Nova (Amazon Nova User Guide, complete-request-schema; recordings of opentelemetry-python-contrib). */
import type { JsonObject, StreamEvent } from '../answer.ts'
import { asObject, isObject } from '../json.ts'
import type { Reply } from '../model/reply.ts'
import { converseBody, converseEvents } from '../native/converse-body.ts'
import { readConverse } from '../native/converse-read.ts'
import { invalid } from '../native/fields.ts'
import type { TextFamily } from './family.ts'

export const nova: TextFamily = {
  read: (body) => {
    if (!isObject(body)) invalid('Malformed input request: expected type: JSONObject.')
    return { ...readConverse(withLimit(body), 'nova'), effort: 'none' }
  },
  whole,
  chunks: (reply) => converseEvents(reply, 1).map(chunk),
}

/** Nova's own name of the limit is `max_new_tokens`; Converse's is taken too. */
function withLimit(body: JsonObject): JsonObject {
  const config = body['inferenceConfig']
  if (!isObject(config) || config['max_new_tokens'] === undefined) return body
  return { ...body, inferenceConfig: { ...config, maxTokens: config['max_new_tokens'] } }
}

function whole(reply: Reply): JsonObject {
  const { output, stopReason, usage } = converseBody(reply, 1)
  return {
    output,
    stopReason,
    usage: { ...asObject(usage), cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 },
  }
}

/** One event under its name; the totals of a stream have no sum. */
function chunk(event: StreamEvent): JsonObject {
  if (event.kind !== 'event') return {}
  if (event.type !== 'metadata') return { [event.type]: event.payload }
  const { totalTokens: _, ...usage } = asObject(event.payload['usage'])
  return { metadata: { usage, metrics: {}, trace: {} } }
}
