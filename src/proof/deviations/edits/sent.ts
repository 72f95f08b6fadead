/** What a request holds, for deviations that act by it. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Call } from '../../../reference/call.ts'
import { asObject } from '../../../reference/json.ts'

/** The members of the body as it was sent; none where it is no JSON object. */
export function sentIn({ body }: Pick<Call, 'body'>): JsonObject {
  try {
    return asObject(JSON.parse(Buffer.from(body).toString('utf8')))
  } catch {
    return {}
  }
}
