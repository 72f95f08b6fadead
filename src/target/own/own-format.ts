/** The YAML form of a target of one's own: what differs from a target that is known. */
import { z } from 'zod'
import { targetFormat } from '../files/target-format.ts'
import { settingsShape } from './settings-format.ts'

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Expected a kebab-case word such as my-gateway')

/** What such a file may hold. */
export const ownFormat = z.strictObject({
  name,
  like: name.describe('The target whose kind it is: openai-compatible, llamastack, bedrock …'),
  about: z.string().min(1).optional(),
  start: z.string().min(1).optional().describe('What to do when nothing listens there'),
  baseline: z.string().min(1).optional().describe('File of known deviations'),
  ...settingsShape,
})
export type OwnYaml = z.infer<typeof ownFormat>

/** Either form of a target file: like a known target, or all of it. */
export const anyTargetFormat = z.union([ownFormat, targetFormat])

/** JSON Schema (draft 7) of target files, for completion in editors. */
export function targetSchema(): Record<string, unknown> {
  return { title: 'Target', ...z.toJSONSchema(anyTargetFormat, { io: 'input', target: 'draft-7' }) }
}
