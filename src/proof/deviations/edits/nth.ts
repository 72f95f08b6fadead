/** What happens now and then. */
import type { Call } from '../../../reference/call.ts'

/** Whether this is the last of `n` calls, counted apart under each name. */
export function isNth(n: number, name: string, { memory }: Call): boolean {
  const before = Number(memory.get(name) ?? 0)
  memory.set(name, before + 1)
  return before % n === n - 1
}
