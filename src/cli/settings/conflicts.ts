/** Flags that exclude each other, wherever their values come from. */
import type { Command, Option } from 'commander'
import { variableOf } from '../../configuration/environment.ts'
import { Problem } from '../../model/problem.ts'

/** Where a value may come from, the strongest first. */
const sources = ['cli', 'env', 'config']

/**
 * Of two flags that exclude each other, the one from the stronger source counts. The command line
 * alone was looked at when it was read.
 *
 * @throws Problem where both come from the same source
 */
export function settleConflicts(command: Command): void {
  for (const option of command.options) {
    for (const rival of rivalsOf(option, command)) settle(command, option, rival)
  }
}

/** `conflictsWith` is what `Option.conflicts` fills; the types of commander leave it out. */
function rivalsOf(option: Option, { options }: Command): readonly Option[] {
  const { conflictsWith } = option as Option & { readonly conflictsWith: readonly string[] }
  return options.filter((other) => conflictsWith.includes(other.attributeName()))
}

function settle(command: Command, one: Option, other: Option): void {
  const [own, theirs] = [one, other].map((option) => strengthOf(command, option))
  if (own === undefined || theirs === undefined) return
  if (own === theirs) {
    const [name, rival] = [one, other].map((option) => nameOf(option, own))
    throw new Problem(`${name} and ${rival} exclude each other: omit one of them.`)
  }
  const weaker = own < theirs ? other : one
  command.setOptionValueWithSource(weaker.attributeName(), undefined, 'default')
}

/** Position of the source of a value that is set and not `false`. */
function strengthOf(command: Command, option: Option): number | undefined {
  const flag = option.attributeName()
  const value: unknown = command.getOptionValue(flag)
  const strength = sources.indexOf(command.getOptionValueSource(flag) ?? '')
  return value === undefined || value === false || strength < 0 ? undefined : strength
}

function nameOf(option: Option, strength: number): string {
  const flag = option.attributeName()
  return sources[strength] === 'env' ? variableOf(flag) : (option.long ?? flag)
}
