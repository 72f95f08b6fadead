/** The YAML form of `fixtures/targets/*.yaml`: a server to judge, as data. */
import { z } from 'zod'
import { endpointKinds, apiNames, capabilities } from '../../model/names.ts'

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Expected a kebab-case word such as llamastack')
const variable = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'Expected an environment variable')
const path = z
  .string()
  .regex(/^(\/[^/?#]+)*$/, 'Expected a path such as /v1 without a slash at its end, or nothing')
const apiName = z.enum(apiNames)
const words = z.array(z.string().min(1))

const api = z.strictObject({
  base: path.default('').describe('Path between the endpoint and what a case asks for'),
  endpoint: z.string().min(1).optional().describe('When the API lives on a host of its own'),
  profile: z.string().min(1).describe('Id of a file in fixtures/profiles'),
  onRequest: z
    .literal(true)
    .optional()
    .describe('Judged only where --api names it: not every server of this kind has it'),
})

const family = z.strictObject({
  name: name.describe('As cases name it; unknown for what no case is written for'),
  ids: words.min(1).describe('Model ids, * for any run of characters; the first that fits counts'),
  special: z
    .literal(true)
    .optional()
    .describe('Such a model holds no conversation: only cases that name the family are for it'),
  apis: z.array(apiName).describe('APIs on which such a model is expected to answer'),
})

const model = z.strictObject({
  id: z.string().min(1),
  regions: words.min(1).optional().describe('Where it is asked when the user names no region'),
  also: z.array(apiName).optional().describe('APIs on which it answers beside those of its family'),
  apis: z
    .array(apiName)
    .min(1)
    .optional()
    .describe('APIs on which it is asked; absent: its family’s'),
})

const env = z.strictObject({
  endpoint: z.array(variable).optional(),
  model: z.array(variable).optional(),
  region: z.array(variable).optional().describe('The first that is set counts'),
  key: z.array(variable).optional(),
})

const endpoint = z.strictObject({
  kind: z.enum(endpointKinds),
  endpoint: z
    .string()
    .optional()
    .describe('{region} and {suffix} (domain of its partition) are filled in; absent: --endpoint'),
  ending: z
    .strictObject({
      required: path.optional().describe('How a given endpoint must end'),
      dropped: z.array(path).default([]).describe('Endings that are taken off a given endpoint'),
    })
    .prefault({}),
  apis: z.partialRecord(apiName, api),
  auth: z
    .enum(['bedrock-key', 'openai-key', 'llama-stack', 'none'])
    .describe(
      'llama-stack: an OpenAI key, and Bedrock keys only in the provider-data header; none: open, so wrong keys are not judged',
    ),
  env: env.prefault({}),
  capabilities: z
    .partialRecord(z.enum(capabilities), z.boolean())
    .default({})
    .describe('false: declared lacking; absent: nothing is claimed, so it is judged as present'),
  regions: z
    .strictObject({
      default: z.string().min(1),
      offered: z.enum(['runtime', 'mantle']).describe('Which list of fixtures/regions.yaml'),
    })
    .optional()
    .describe('Absent: regions mean nothing here'),
  families: z.array(family).min(1),
  models: z.array(model).min(1).describe('The first is the fallback of discovery'),
  discover: z.enum(['llama-stack', 'openai']).optional().describe('How to ask it for its model'),
  start: z.string().min(1).describe('What to do when nothing listens there: one sentence'),
})

const played = z.strictObject({
  kind: z.enum(endpointKinds),
  of: name.describe('The target as which this endpoint is judged'),
  models: z.array(model).min(1),
  elsewhere: words
    .default([])
    .describe('Regions where only what is about regions is asked, when the user names none'),
})

/** What a target file may hold. */
export const targetFormat = z
  .strictObject({
    name,
    aliases: z.array(name).default([]),
    about: z.string().min(1),
    endpoint: endpoint.optional(),
    plays: z.array(played).min(1).optional().describe('Endpoints of the embedded reference'),
  })
  .refine((file) => (file.endpoint === undefined) !== (file.plays === undefined), {
    error: 'Expected either endpoint (a server) or plays (the embedded reference)',
  })

export type TargetFile = z.infer<typeof targetFormat>
export type EndpointFile = z.infer<typeof endpoint>
export type ModelFile = z.infer<typeof model>
