/** What a request says to a model. */
import { isObject } from '../../model/json/shape.ts'

/** Members that hold what is said to a model, in one API or another. */
const spoken = new Set(['content', 'text', 'prompt'])

/** Every text under a key that holds one, in the order of the request. */
export function promptTexts(request: unknown, key = ''): readonly string[] {
  if (typeof request === 'string') return spoken.has(key) ? [request] : []
  if (Array.isArray(request)) return request.flatMap((item) => promptTexts(item, key))
  if (!isObject(request)) return []
  return Object.entries(request).flatMap(([name, inner]) => promptTexts(inner, name))
}
