/** Work that many checks of one exchange need, done once. */
import { memo } from '../../model/lists/memo.ts'
import type { Observation } from '../../model/observation.ts'
import type { CheckInput, CheckOutcome } from '../assertion.ts'

/**
 * A function that works out its result once for each object, and keeps it as long as the object. For
 * objects that do not change, as observations do not.
 */
export function once<K extends object, V>(work: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return (of) => {
    const before = known.get(of)
    if (before !== undefined) return before.value
    const value = work(of)
    known.set(of, { value })
    return value
  }
}

/**
 * Lifts a check over an exchange alone to one over an input: cells that share the exchange share the
 * outcome. For those that take long.
 */
export function onExchange<A>(
  judge: (args: A, observation: Observation) => CheckOutcome,
): (args: A, input: CheckInput) => CheckOutcome {
  const outcomeOf = once((observation: Observation) => memo((args: A) => judge(args, observation)))
  return (args, { observation }) => outcomeOf(observation)(args)
}
