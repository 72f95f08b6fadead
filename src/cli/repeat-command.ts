/** The flags of a command that repeats what a failure was found in. */
import type { Command, Option } from 'commander'
import { joinList } from '../model/lists/comma-list.ts'
import { runCommand } from '../model/package.ts'
import { shellQuoted } from '../report/text/shell-word.ts'
import { commaList, duration } from './flags.ts'

/**
 * Flags that change neither what is sent nor how it is judged, or that select what is run: a report
 * adds the latter. Every other flag of a command is repeated, so that a new one cannot be forgotten.
 */
const leftOut: ReadonlySet<string> = new Set([
  'target',
  'case',
  'api',
  'last-failed',
  'budget',
  'smoke',
  'shard',
  'fail-fast',
  'update-baseline',
  'history',
  'report-dir',
  'open',
  'json',
  'list',
  'quiet',
  'verbose',
])

/** What a shell elsewhere lacks: the configuration file is named, or found there again. */
const given: ReadonlySet<string> = new Set(['cli', 'env'])

/**
 * The flags of `command` that were given and are repeated, not quoted for a shell: reports keep them so.
 *
 * @param replaced names of flags that are added with other values
 */
export function repeatedFlags(command: Command, replaced: readonly string[] = []): string[] {
  return command.options
    .filter((option) => !option.negate && !leftOut.has(nameOf(option)))
    .filter((option) => !replaced.includes(nameOf(option)))
    .filter((option) => given.has(command.getOptionValueSource(option.attributeName()) ?? ''))
    .flatMap((option) => asGiven(option, command.getOptionValue(option.attributeName())))
}

/** A run with these flags, as one types it. */
export function commandOf(flags: readonly string[]): string {
  return [runCommand, ...flags.map(shellQuoted)].join(' ')
}

function nameOf({ long }: Option): string {
  return long?.slice(2) ?? ''
}

function asGiven(option: Option, value: unknown): string[] {
  const flag = `--${nameOf(option)}`
  if (typeof value === 'boolean') return value ? [flag] : []
  const isList = Array.isArray(value) && option.parseArg === commaList
  const each = isList ? [joinList(value)] : [value].flat()
  const asText = option.parseArg === duration ? shownDuration : String
  return each.map((one) => `${flag}=${asText(one)}`)
}

/** Milliseconds as one types them: `60s`. */
function shownDuration(milliseconds: unknown): string {
  const seconds = Number(milliseconds) / 1000
  return Number.isInteger(seconds) ? `${seconds}s` : `${String(milliseconds)}ms`
}
