/** zod's issues in words that a person who writes YAML understands. */
import { z } from 'zod'
import { suggest } from '../model/text/nearest.ts'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

const kindNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'null',
}

/** A value as it may stand in a message: short, on one line. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (value === null) return 'nothing'
  if (value instanceof Uint8Array) return 'bytes'
  if (typeof value === 'object') return 'a map'
  if (typeof value !== 'string') return `the ${typeof value} ${String(value)}`
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
}

/** More values than these are listed only where none of them is near what was found. */
const listedValues = 8

/** `"a", "b" or "c"`. */
function oneOf(values: readonly unknown[]): string {
  const names = values.map((value) => JSON.stringify(value))
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`
}

function expectation(issue: RawIssue): string | undefined {
  if (issue.code === 'invalid_type') return kindNames[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value') {
    const isListed = issue.values.length <= listedValues || issue['hint'] === undefined
    return isListed ? oneOf(issue.values) : 'a known name'
  }
  if (issue.code === 'invalid_union') return 'a value of another form'
  return undefined
}

function size(issue: RawIssue): string | undefined {
  if (issue.code === 'too_small') {
    const { minimum, origin } = issue
    if (origin === 'string') return `expected at least ${minimum} characters`
    if (origin === 'array') return `expected at least ${minimum} in the list`
    if (origin === 'object' || origin === 'record') return `expected at least ${minimum} key`
    return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${minimum}`
  }
  if (issue.code === 'too_big') {
    const { maximum, origin } = issue
    if (origin === 'string') return `expected at most ${maximum} characters`
    if (origin === 'array') return `expected at most ${maximum} in the list`
    return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${maximum}`
  }
  return undefined
}

function isEmpty(issue: RawIssue): boolean {
  return issue.code === 'too_small' && (issue.input === '' || Array.isArray(issue.input))
}

/** What zod hands to an error map may carry more members, and they survive into the issue. */
function annotate(issue: RawIssue): void {
  if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) {
    issue['known'] = Object.keys(issue.inst.shape)
  }
  if (issue.code === 'invalid_value' && typeof issue.input === 'string') {
    const words = issue.values.filter((value) => typeof value === 'string')
    const hint = suggest(issue.input, words)
    if (hint?.startsWith('did')) issue['hint'] = hint
  }
}

/**
 * Error map for `safeParse`: says what was expected and what was found. Adds `known` (keys) and
 * `hint` to the issues it words; a message given in the schema itself goes before this one.
 */
export const words: z.core.$ZodErrorMap = (issue) => {
  annotate(issue)
  const wanted = expectation(issue)
  if (wanted !== undefined && issue.input === undefined) return `expected ${wanted}`
  if (wanted !== undefined) return `expected ${wanted}, found ${shown(issue.input)}`
  if (isEmpty(issue) && 'minimum' in issue && issue.minimum === 1) return 'must not be empty'
  const range = size(issue)
  if (range !== undefined) return `${range}, found ${describeSize(issue.input)}`
  if (issue.code === 'invalid_format')
    return `expected ${issue.format}, found ${shown(issue.input)}`
  return undefined
}

function describeSize(input: unknown): string {
  return Array.isArray(input) || typeof input === 'string' ? String(input.length) : shown(input)
}
