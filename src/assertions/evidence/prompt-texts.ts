/** What a request says to a model. */
import { isObject } from '../../model/json/shape.ts'

/** Members that hold what is said to a model, in one API or another. */
const spoken = new Set(['content', 'text', 'prompt'])

/** Members that hold texts which no model reads, or need not: reasoning of earlier turns is left out by OpenAI and Claude. */
const unspoken = new Set([
  'metadata',
  'requestMetadata',
  'prediction',
  'reasoning',
  'reasoning_content',
  'reasoning_details',
  'reasoningContent',
  'thinking',
])

/** Items and parts of reasoning. */
const thoughts: ReadonlySet<unknown> = new Set(['reasoning', 'thinking'])

/** Every text under a key that holds one, in the order of the request. */
export function promptTexts(request: unknown, key = ''): readonly string[] {
  if (unspoken.has(key)) return []
  if (typeof request === 'string') return spoken.has(key) ? [request] : []
  if (Array.isArray(request)) return request.flatMap((item) => promptTexts(item, key))
  if (!isObject(request) || thoughts.has(request['type'])) return []
  return Object.entries(request).flatMap(([name, inner]) => promptTexts(inner, name))
}
