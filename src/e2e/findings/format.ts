/** `fixtures/findings/*.json`: what a part was found to do, with evidence. */
import { z } from 'zod'

const evidence = z.strictObject({
  /** The entry of the baseline: its file where the part names one, its check, code and scope. */
  baseline: z.string().exactOptional(),
  check: z.string(),
  code: z.string(),
  pointer: z.string().exactOptional(),
  scope: z.string().exactOptional(),
  /** Whether it depends on timing, so that a run may show another example or none. */
  intermittent: z.literal(true).exactOptional(),
  reason: z.string(),
  link: z.string().exactOptional(),
  /** The check of the suite that shows it with the smallest request, and where. */
  example: z.string(),
  api: z.string(),
  rule: z.string(),
  level: z.enum(['must', 'should', 'may']),
  message: z.string(),
  expected: z.string(),
  received: z.string(),
  curl: z.string().exactOptional(),
  /** The first release that was judged and showed it. */
  since: z.string(),
  /** The release in which it was gone. */
  fixed: z.string().exactOptional(),
})

/** The findings about one part. */
export const findingsFormat = z.strictObject({
  part: z.string(),
  program: z.string(),
  version: z.string(),
  /** What is configured otherwise than in other parts of the program. */
  variant: z.string().exactOptional(),
  page: z.string(),
  findings: z.array(evidence),
})

export type Evidence = z.infer<typeof evidence>
export type PartFindings = z.infer<typeof findingsFormat>

/** What tells an entry apart from the others of its part. */
export function identityOf({
  baseline = '',
  check,
  code,
  pointer = '',
  scope = '',
}: Pick<Evidence, 'baseline' | 'check' | 'code' | 'pointer' | 'scope'>): string {
  return [baseline, check, code, pointer, scope].join(' ')
}
