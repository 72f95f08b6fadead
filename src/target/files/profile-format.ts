/** The YAML form of `fixtures/profiles/*.yaml`: dated expectations of one endpoint. */
import { z } from 'zod'
import type { ErrorReply } from '../../model/observation.ts'
import type { BaselineEntry, ErrorShape, Profile } from '../../model/target.ts'

/** Names under which cases speak of refusals; a profile says what each looks like. */
export const symbolicErrors = [
  'unknown-model',
  'malformed-json',
  'empty-body',
  'missing-model',
  'missing-messages',
  'empty-messages',
  'invalid-role',
  'invalid-parameter',
  'unsupported-feature',
  'unsupported-system',
  'unsupported-results',
  'context-overflow',
  'no-credentials',
  'malformed-key',
  'wrong-key',
  'expired-key',
  'other-region-key',
  'iam-denied',
  'model-access',
  'needs-inference-profile',
  'unknown-response',
  'unknown-resource',
  'wrong-endpoint-model',
  'unknown-route',
  'method-not-allowed',
  'path-not-served',
  'unsupported-operation',
  'throttled',
  'not-ready',
  'timeout',
  'unavailable',
  'internal',
] as const

const envelopeNames = [
  'openai',
  'anthropic',
  'message-only',
  'error-detail',
  'detail',
  'message',
  'coral',
  'unknown-operation',
  'other',
] as const satisfies readonly ErrorReply['envelope'][]

const envelopes = z.array(z.enum(envelopeNames)).min(1)
const words = z.array(z.string().min(1)).min(1)
const date = z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/, 'Expected a date such as 2026-08-07')

const errorShape = z.strictObject({
  status: z.array(z.int().min(100).max(599)).min(1),
  envelope: envelopes,
  code: words.optional().describe('error.code, or x-amzn-errortype up to its colon'),
  type: words.optional().describe('error.type'),
  messageContains: words.optional().describe('Any of these, ignoring case and apostrophes'),
  messageUsually: words.optional().describe('The same, where other words are as good: then a note'),
})

const errorEntry = z.strictObject({
  source: z.string().min(1).describe('The document or recording that states it'),
  date: date.describe('When it was captured or read'),
  note: z.string().min(1).optional().describe('What is not known, and why the set is this wide'),
  accept: z.array(errorShape).min(1).describe('Any one of these is right'),
})

const deviation = z.strictObject({
  check: z.string().min(1).describe('suite.case/check, * for any run of characters'),
  finding: z.string().min(1).describe('Finding code, exact'),
  api: z.string().optional(),
  region: z.string().optional(),
  model: z.string().optional(),
  pointer: z.string().optional().describe('JSON Pointer of the finding, * for any run'),
  reason: z.string().min(1),
  link: z.string().optional(),
  owner: z.string().optional(),
  since: date.optional(),
  expires: date.optional(),
})

/** What a profile file may hold. */
export const profileFormat = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+@\d{4}-\d{2}$/, 'Expected an id such as bedrock-native@2026-08'),
  about: z.string().min(1),
  envelopes: envelopes.describe('Every form in which this endpoint may report an error'),
  errors: z.partialRecord(z.enum(symbolicErrors), errorEntry),
  deviations: z.array(deviation).default([]),
})
export type ProfileFile = z.infer<typeof profileFormat>

/**
 * The profile that a parsed file describes; sources and notes stay behind in the file.
 *
 * @param file what `profileFormat` accepted
 */
export function toProfile(file: ProfileFile): Profile {
  const errors: Record<string, readonly ErrorShape[]> = {}
  for (const [name, entry] of Object.entries(file.errors)) {
    if (entry) errors[name] = entry.accept.map((shape) => present(shape))
  }
  const deviations = file.deviations.map((entry): BaselineEntry => present(entry))
  return { id: file.id, errors, envelopes: file.envelopes, deviations }
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Drops members that are undefined, so that an absent member is absent. */
function present<T extends object>(value: T): Present<T> {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(entries) as Present<T>
}

/** JSON Schema (draft 7) of profiles, for completion in editors. */
export function profileSchema(): Record<string, unknown> {
  return { title: 'Profile', ...z.toJSONSchema(profileFormat, { io: 'input', target: 'draft-7' }) }
}
