/** The YAML form of `fixtures/baselines/*.yaml`: known deviations of one target. */
import { z } from 'zod'
import type { BaselineEntry } from '../../model/target.ts'

const date = z.iso.date()

const entry = z
  .strictObject({
    check: z.string().min(1).describe('suite.case/check, * for any run of characters'),
    finding: z.string().min(1).describe('Finding code, exact'),
    api: z.string().min(1).optional(),
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
