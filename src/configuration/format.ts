/** The YAML form of `bedrock-conformance.yaml`. */
import { z } from 'zod'
import { apiNames, levels } from '../model/names.ts'
import { anyTargetFormat } from '../target/own/own-format.ts'
import { settingsShape } from '../target/own/settings-format.ts'

const text = z.string().min(1)
const texts = z.array(text).min(1)
const count = z.int().min(1)
const duration = z
  .union([z.int().min(1).transform(String), z.string()])
  .describe('A time: 500ms, 30s, 10m, or milliseconds')

/** What the configuration file may hold. */
export const configurationFormat = z.strictObject({
  target: text.optional().describe('A target by name, or the path of its file'),
  targets: z
    .array(z.union([text, z.looseObject({ name: text })]))
    .optional()
    .describe('Targets of your own: paths of files, or what such a file holds'),
  ...settingsShape,
  cases: texts.optional().describe('Select cases or checks, for example stream.*'),
  exclude: texts.optional().describe('Leave out cases or checks'),
  apis: z.array(z.enum(apiNames)).min(1).optional(),
  level: z.enum(levels).optional(),
  strict: z.boolean().optional().describe('Treat failed should checks as failures'),
  baseline: text.optional().describe('File of known deviations, or none'),
  against: text.optional().describe('A second target, to locate each fault'),
  againstEndpoint: text.optional(),
  suites: z
    .array(
      z.union([
        text,
        z.strictObject({
          folder: text,
          prefix: z
            .string()
            .regex(/^[a-z][a-z0-9]*$/, 'Expected a word such as acme')
            .describe('What the names of its suites begin with'),
        }),
      ]),
    )
    .min(1)
    .optional()
    .describe('Folders with cases of your own'),
  suitesOnly: z.boolean().optional().describe('Run the cases of these folders only'),
  budget: z
    .strictObject({
      maxTime: duration.optional().describe('End the run after this time'),
      timeout: duration.optional().describe('Longest wait for the first byte, and between bytes'),
      concurrency: count.optional().describe('Concurrent exchanges per host'),
      samples: count.optional().describe('Samples per behaviour check'),
      failFast: count.optional().describe('Stop after this number of failing cells'),
    })
    .optional(),
  reports: z
    .strictObject({
      directory: text.optional().describe('Directory of the reports'),
      history: text.optional().describe('Directory of the run history, or none'),
    })
    .optional(),
})

export type ConfigurationYaml = z.infer<typeof configurationFormat>

/** JSON Schema (draft 7) of the configuration file, for completion in editors. */
export function configurationSchema(): Record<string, unknown> {
  const whole = configurationFormat.extend({
    targets: z.array(z.union([text, anyTargetFormat])).optional(),
  })
  return { title: 'Configuration', ...z.toJSONSchema(whole, { io: 'input', target: 'draft-7' }) }
}
