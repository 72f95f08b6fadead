/** The YAML form of `fixtures/baselines/*.yaml`: known deviations of one target. */
import { z } from 'zod'
import { findingCodes, isFindingCode } from '../../model/findings/finding-codes.ts'
import { apiNames } from '../../model/names.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { nearest } from '../../model/text/nearest.ts'

const date = z.iso.date('expected a date, as in 2027-03-31')

/** A name that does not exist would match nothing for ever. */
const findingName = z
  .string()
  .min(1)
  .refine(isFindingCode, {
    error: ({ input }) => unknown('finding', input, Object.keys(findingCodes)),
  })
  .describe('Finding code, exact')

const api = z
  .string()
  .min(1)
  .refine((pattern) => apiNames.some((name) => matchesGlob(pattern, name)), {
    error: ({ input }) => unknown('API', input, apiNames),
  })

function unknown(what: string, given: unknown, known: readonly string[]): string {
  const name = String(given)
  const near = nearest(name, known)
  return `there is no ${what} "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`
}

const entry = z
  .strictObject({
    check: z.string().min(1).describe('suite.case/check, * for any run of characters'),
    finding: findingName,
    api: api.optional(),
    region: z.string().min(1).optional(),
    model: z.string().min(1).optional(),
    pointer: z.string().optional().describe('JSON Pointer of the finding, * for any run'),
    intermittent: z
      .boolean()
      .optional()
      .describe('The failure does not show in every run, so it is not gone where it is absent'),
    reason: z.string().min(1).describe('Why it is tolerated'),
    link: z.string().min(1).optional(),
    owner: z.string().min(1).optional(),
    since: date.optional(),
    expires: date.optional(),
  })
  .transform((given): BaselineEntry => {
    const { check, finding, reason, ...rest } = given
    const present = Object.entries(rest).filter(([, value]) => value !== undefined)
    return { check, finding, reason, ...Object.fromEntries(present) }
  })

/** What a baseline file may hold. */
export const baselineFormat = z.strictObject({
  about: z.string().min(1).optional(),
  entries: z.array(entry),
})

/** JSON Schema (draft 7) of baseline files, for completion in editors. */
export function baselineSchema(): Record<string, unknown> {
  return {
    title: 'Baseline',
    ...z.toJSONSchema(baselineFormat, { io: 'input', target: 'draft-7' }),
  }
}
