/** The YAML form of `fixtures/regions.yaml`: dated facts on regions, never an oracle. */
import { z } from 'zod'
import { answerClasses } from '../../model/answer.ts'
import { apiNames } from '../../model/names.ts'

const date = z.iso.date()
const regions = z.array(z.string().min(1)).min(1)

const answerClass = z.enum(answerClasses)

const claim = z.strictObject({
  source: z.string().min(1),
  date: date.describe('Of a claim that names a month: its last day'),
  apis: z.array(z.enum(apiNames)).min(1).optional().describe('All when absent'),
  classes: z
    .partialRecord(answerClass, regions)
    .describe('The result of a call, and the regions in which it occurs'),
  elsewhere: answerClass
    .optional()
    .describe('In regions not named; absent: nothing is said of them'),
})

/** What the regions file may hold. */
export const regionFormat = z.strictObject({
  source: z.string().min(1),
  date,
  regions: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z]+(-[a-z]+)+-\d$/, 'Expected a region such as us-west-2'),
      name: z.string().min(1),
      partition: z.string().min(1).default('aws'),
      suffix: z.string().min(1).default('amazonaws.com').describe('Domain of its partition'),
    }),
  ),
  mantle: z.strictObject({ source: z.string().min(1), date, regions }),
  models: z.array(
    z.strictObject({
      ids: z.array(z.string().min(1)).min(1).describe('Model ids that share the entry'),
      claims: z.array(claim).min(1).describe('The newest of each API is expected; others are kept'),
    }),
  ),
})

export type RegionFile = z.infer<typeof regionFormat>

/** JSON Schema (draft 7) of the regions file, for completion in editors. */
export function regionSchema(): Record<string, unknown> {
  return { title: 'Regions', ...z.toJSONSchema(regionFormat, { io: 'input', target: 'draft-7' }) }
}
