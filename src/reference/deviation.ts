/** What a deliberate deviation is. */
import type { Api, Endpoint } from './answer.ts'
import type { Call } from './call.ts'
import type { HookValues } from './hook-values.ts'

export type Hooks = {
  readonly [K in keyof HookValues]?: (value: HookValues[K], call: Call) => HookValues[K]
}

/** A mutant breaks a rule; an oddity is unusual and legal. */
export interface Deviation {
  readonly id: string
  readonly kind: 'mutant' | 'oddity'
  /** One sentence: what it does. */
  readonly about: string
  /** Where it was seen: ids that docs/catalogue.md defines. */
  readonly seen: readonly string[]
  /** Where it acts. Absent means everywhere. */
  readonly endpoints?: readonly Endpoint[]
  readonly apis?: readonly Api[]
  /**
   * Globs of `suite.case/check`: what must go red on a mutant, at least one check of each. The check
   * may be named without its step.
   */
  readonly kills?: readonly string[]
  /** Globs of checks that may go red as a consequence. */
  readonly also?: readonly string[]
  /** Globs of checks that must stay green on an oddity, besides a sample of all. */
  readonly sees?: readonly string[]
  /** Milliseconds of silence after which clients give up, for deviations that never answer. */
  readonly hangs?: number
  /** Capabilities that the server claims while this is played. */
  readonly claims?: readonly string[]
  /** The defect of the key that clients get while this is played. */
  readonly key?: 'damaged' | 'other-region' | 'expired' | 'expiring'
  readonly hooks: Hooks
}

/** Passes a value through the hook of that name of each of `deviations` that acts on the call. */
export function applyHook<K extends keyof HookValues>(
  deviations: readonly Deviation[],
  call: Call,
  name: K,
  value: HookValues[K],
): HookValues[K] {
  let current = value
  for (const deviation of deviations) {
    if (deviation.endpoints && !deviation.endpoints.includes(call.endpoint)) continue
    if (deviation.apis && !deviation.apis.includes(call.api)) continue
    const hook = deviation.hooks[name]
    if (hook) current = hook(current, call)
  }
  return current
}
