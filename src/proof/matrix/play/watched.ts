/** Records whether a deviation changed anything: one that never acts proves nothing. */
import { isDeepStrictEqual } from 'node:util'
import type { Call } from '../../../reference/call.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import type { HookValues } from '../../../reference/hook-values.ts'

export interface Watched {
  readonly deviation: Deviation
  /** Whether a hook has changed a value, or refused, since it was watched. */
  readonly acted: () => boolean
}

/** Wraps the hooks of a deviation; what they do stays the same. */
export function watch(deviation: Deviation): Watched {
  let acted = false
  const wrap = <K extends keyof HookValues>(hook: NonNullable<Hooks[K]>) => {
    return (value: HookValues[K], call: Call): HookValues[K] => {
      const before = acted ? value : structuredClone(value)
      try {
        const after = hook(value, call)
        acted ||= differs(before, after)
        return after
      } catch (refusal) {
        acted = true
        throw refusal
      }
    }
  }
  const wrapped = Object.entries(deviation.hooks).map(([name, hook]) => [name, wrap(hook as never)])
  return {
    deviation: { ...deviation, hooks: Object.fromEntries(wrapped) as Hooks },
    acted: () => acted,
  }
}

/** The order of members is a difference too. */
function differs(before: unknown, after: unknown): boolean {
  return !isDeepStrictEqual(before, after) || JSON.stringify(before) !== JSON.stringify(after)
}
