/** The YAML form of `fixtures/e2e/parts/*.yaml`: a program that is installed, started and judged. */
import { z } from 'zod'

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Expected a kebab-case name such as litellm')
const text = z.string().min(1)
const environment = z.record(z.string(), z.string()).default({})

const install = z
  .strictObject({
    pip: text.optional().describe('List of pinned packages of PyPI, below fixtures/e2e'),
    npm: text.optional().describe('Folder with package.json and package-lock.json'),
    unpinned: z.array(text).optional().describe('PyPI packages as a user would install them today'),
  })
  .describe('What is installed, apart from everything else')

const command = z.array(text).min(1).describe('Program and arguments')

const server = z.strictObject({
  prepare: z.array(command).default([]).describe('Commands that run to their end before it starts'),
  files: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Files written into its folder: text as it is, anything else as YAML'),
  env: environment.describe('The whole environment but for PATH and HOME'),
  start: command,
  ready: z.string().startsWith('/').describe('Path that succeeds once the server is ready'),
  fails: z
    .strictObject({ log: text, because: text })
    .optional()
    .describe('It is expected not to start: what its log then shows (a pattern), and why'),
})

const against = z.strictObject({
  target: z.enum(['bedrock', 'bedrock-mantle']),
  name: text.default('llamastack').describe('Whom a deviation of its own is blamed on'),
  own: z.int().min(0).describe('At least this number of its own deviations is blamed on it'),
})

const suite = z.strictObject({
  name: z.string().min(1).default('the suite'),
  target: text,
  endpoint: text,
  flags: z.array(text).default([]),
  env: environment,
  baseline: text.optional().describe('File below fixtures/baselines; absent: the target chooses'),
  undecided: text
    .optional()
    .describe('It serves so little that its run ends undecided (5), and why'),
  upstream: z.boolean().default(true).describe('The reference stands behind it'),
  against: against.optional(),
  defects: z
    .record(text, text)
    .default({})
    .describe('Defects behind it, and the check that blames each on upstream'),
  finds: z
    .array(text)
    .default([])
    .describe('Checks that its whole run finds, for example that it completes a cut stream'),
})

/** What a part file may hold. */
export const partFormat = z.strictObject({
  part: name,
  version: text,
  program: text.optional().describe('Its name in docs/findings.md; absent: the name of the part'),
  variant: text
    .optional()
    .describe('What is configured otherwise than in other parts of the program, in a word or two'),
  about: text.describe('One sentence'),
  page: z.url().optional().describe('Where the program is published'),
  minutes: z.number().positive().describe('From an empty cache, on two cores'),
  install,
  server: server.optional(),
  judge: z.array(suite).default([]),
  notebook: text.optional().describe('Runs the notebook, which must discover this model'),
  walkthrough: z.boolean().default(false).describe('Runs the commands of the AWS CLI'),
  client: z
    .strictObject({ start: command, env: environment })
    .optional()
    .describe('Clients that are asked what they take: see docs/end-to-end.md'),
  peer: z
    .strictObject({ start: command, env: environment, failure: text })
    .optional()
    .describe('Another judge, and a pattern of its failed checks: see docs/peers.md'),
})

export type Part = z.infer<typeof partFormat>
export type PartServer = z.infer<typeof server>
export type PartSuite = z.infer<typeof suite>
export type PartInstall = z.infer<typeof install>

/** JSON Schema (draft 7) of part files, for completion in editors. */
export function partSchema(): Record<string, unknown> {
  return { title: 'Part', ...z.toJSONSchema(partFormat, { io: 'input', target: 'draft-7' }) }
}
