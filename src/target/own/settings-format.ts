/** How a server is reached, as own target files and the configuration file say it. */
import { z } from 'zod'
import { apiNames, capabilities } from '../../model/names.ts'
import { authModes } from '../flags.ts'

const text = z.string().min(1)
const scalar = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String)
  .describe('${NAME} is filled in from the environment')

const texts = z.array(text).min(1)

const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'Expected the name of an environment variable')

/** Members that both kinds of file have; each is a flag of `run`, too. */
export const settingsShape = {
  endpoint: text.optional().describe('Base URL; may contain {region}'),
  headers: z.record(text, scalar).optional().describe('Headers of every request'),
  query: z.record(text, scalar).optional().describe('Query parameters of every request'),
  body: z.record(text, z.unknown()).optional().describe('Members that every JSON body gets'),
  keyVariable: variable.optional().describe('Environment variable that holds the key'),
  auth: z.enum(authModes).optional().describe('How to authenticate; none: no credentials'),
  capabilities: z
    .partialRecord(z.enum(capabilities), z.boolean())
    .optional()
    .describe('false: the server lacks it and must refuse it cleanly'),
  paths: z
    .partialRecord(z.enum(apiNames), z.string())
    .optional()
    .describe('Path of an API before /chat/completions, /model/… and so on'),
  models: texts.optional().describe('Model ids'),
  regions: texts.optional().describe('Regions or globs, or all'),
  expected: z
    .record(text, z.array(text))
    .optional()
    .describe('Regions in which each model is expected to answer, and no others'),
  unixSocket: text.optional().describe('Path of a Unix domain socket'),
  clientCert: text.optional().describe('PEM file of the client certificate'),
  clientKey: text.optional().describe('PEM file of its key'),
  http2: z.boolean().optional().describe('Speak HTTP/2 from the first byte'),
  upstream: z
    .literal('reference')
    .optional()
    .describe('The reference runs behind the server: cases inject faults into it'),
}

/** What a file may say of how a server is reached. */
const settingsFormat = z.strictObject(settingsShape)
export type SettingsYaml = z.infer<typeof settingsFormat>
