/** Whether an answer is over, whatever became of its body. */
import type { Observation } from '../../model/observation.ts'

/**
 * The whole of an answer came: its JSON, the terminator of its stream, or why the model stopped. A
 * stream may still hold usage or metrics after that, without delay.
 */
export function hasEnded({ items, reply, body }: Observation): boolean {
  if (items.length === 0) return body?.json !== undefined
  return items.some(({ kind }) => kind === 'done') || reply?.ending !== undefined
}
