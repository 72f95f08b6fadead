/** `fixtures/findings/*.json`: what a part was found to do, with evidence. */
import { z } from 'zod'

const evidence = z.strictObject({
  check: z.string(),
  code: z.string(),
  pointer: z.string().exactOptional(),
  reason: z.string(),
  link: z.string().exactOptional(),
  example: z.string(),
  api: z.string(),
  rule: z.string(),
  level: z.enum(['must', 'should', 'may']),
  message: z.string(),
  expected: z.string(),
  received: z.string(),
  /** How many checks of the run showed it. */
  checks: z.number(),
  curl: z.string().exactOptional(),
  /** The release in which it was gone. */
  fixed: z.string().exactOptional(),
})

/** The findings about one part. */
export const findingsFormat = z.strictObject({
  part: z.string(),
  program: z.string(),
  version: z.string(),
  page: z.string(),
  findings: z.array(evidence),
})

export type Evidence = z.infer<typeof evidence>
export type PartFindings = z.infer<typeof findingsFormat>
