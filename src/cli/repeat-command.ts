/** The command that judges again what a failure was found in. */
import type { Command, Option } from 'commander'
import { shellQuoted } from '../report/text/shell-word.ts'
import { collect } from './collect.ts'

const leftOut = new WeakSet<Option>()

/**
 * Declares a flag that changes neither what is sent nor how it is judged, or that selects what is
 * run: repeating a failure leaves it out. Every other flag is repeated.
 */
export function notRepeated(option: Option): Option {
  leftOut.add(option)
  return option
}

/** The flags of `command` that were given and are repeated, each quoted for a shell. */
export function repeatedFlags(command: Command): string[] {
  return command.options
    .filter((option) => !leftOut.has(option))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .flatMap((option) => asGiven(option, command.getOptionValue(option.attributeName())))
}

function asGiven({ long, parseArg }: Option, value: unknown): string[] {
  if (long == null) return []
  if (typeof value === 'boolean') return value ? [long] : []
  const each = Array.isArray(value) && parseArg === collect ? value : [value]
  return each.map((one) =>
    shellQuoted(`${long}=${Array.isArray(one) ? one.join(',') : String(one)}`),
  )
}
