/** Holds what a caller gives against what is known: a program in JavaScript has no types that would. */
import { z } from 'zod'
import { apiNames, capabilities, endpointKinds, levels } from '../model/names.ts'
import { Problem } from '../model/problem.ts'
import { suggest } from '../model/text/nearest.ts'
import { settingsShape } from '../target/own/settings-format.ts'
import { words } from '../yaml/describe-issue.ts'

const text = z.string().min(1).optional()
const texts = z.array(z.string().min(1)).min(1).optional()
const count = z.int().min(1).optional()
const milliseconds = z.number().min(1).optional()

const selection = {
  cases: texts,
  level: z.enum(levels).optional(),
  strict: z.boolean().optional(),
  baseline: text,
  suites: texts,
  suitesOnly: z.boolean().optional(),
}

const {
  expected: _expected,
  clientCert: _cert,
  clientKey: _key,
  upstream: _upstream,
  ...reach
} = settingsShape

export const runOptions = z.strictObject({
  target: text,
  ...reach,
  ...selection,
  apis: z.array(z.enum(apiNames)).min(1).optional(),
  timeout: milliseconds,
  maxTime: milliseconds,
  concurrency: count,
  samples: count,
  signal: z.instanceof(AbortSignal, { error: 'expected an AbortSignal' }).optional(),
})

export const judgeOptions = z.strictObject({
  ...selection,
  endpoint: z.enum(endpointKinds).optional(),
  profile: text,
})

export const recordingPaths = z.array(z.string().min(1))

export const referenceOptions = z.strictObject({
  port: z.int().min(0).max(65_535).optional(),
  mutant: text,
  oddity: text,
  latency: z.number().min(0).optional(),
})

/**
 * Refuses what a caller of a function gives and the function does not know: an option that is spelt
 * wrong would otherwise run everything.
 *
 * @param what what the value is, where a mistake is not in a member of it: `run`
 * @throws Problem that names the first mistake
 */
export function refuseUnknown(what: string, schema: z.ZodType, given: unknown): void {
  const parsed = schema.safeParse(given, { error: words })
  const issue = parsed.error?.issues[0]
  if (issue === undefined) return
  const at = [what, ...issue.path.map(String)].join('.')
  if (issue.code !== 'unrecognized_keys') throw new Problem(`${at}: ${issue.message}.`)
  const [key = ''] = issue.keys
  const hint = suggest(key, knownAt(issue.path[0], schema))
  const kind = issue.path.length === 0 ? 'option ' : ''
  throw new Problem(`${at}: there is no ${kind}"${key}"${hint === undefined ? '.' : `; ${hint}`}`)
}

/** The names that may stand in an option; without one, the options. */
function knownAt(option: PropertyKey | undefined, schema: z.ZodType): readonly string[] {
  if (option === 'capabilities') return capabilities
  if (option === 'paths') return apiNames
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}
