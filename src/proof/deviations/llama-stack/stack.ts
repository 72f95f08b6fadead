/** A deviation of the Llama Stack front alone: Bedrock behind it is well. */
import type { Api } from '../../../reference/call.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { mutant } from '../edit.ts'

interface More {
  readonly also?: readonly string[]
  readonly apis?: readonly Api[]
}

/** @param kills globs of the checks that must find it */
export function stack(
  id: string,
  about: string,
  seen: readonly string[],
  hooks: Hooks,
  kills: readonly string[],
  { also = [], apis }: More = {},
): Deviation {
  return mutant(`llamastack-${id}`, about, seen, hooks, {
    fronts: ['llama-stack'],
    kills,
    also,
    ...(apis && { apis }),
  })
}
