/** The YAML form of `fixtures/regions.yaml`: dated facts on regions, never an oracle. */
import { z } from 'zod'

const date = z.iso.date()
const regions = z.array(z.string().min(1)).min(1)

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
      source: z.string().min(1),
      date,
      regions: regions.describe('Where a call is expected to be answered'),
    }),
  ),
})

export type RegionFile = z.infer<typeof regionFormat>

/** JSON Schema (draft 2020-12) of the regions file, for completion in editors. */
export function regionSchema(): Record<string, unknown> {
  return { title: 'Regions', ...z.toJSONSchema(regionFormat, { io: 'input' }) }
}
