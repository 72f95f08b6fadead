/** One step in YAML: what it sends and what is expected of it. */
import { z } from 'zod'
import { apiNames } from '../../model/names.ts'
import { authChoices } from '../../model/case.ts'
import { jsonPointer, kebab, orTemplate, text, valueName } from './scalar-format.ts'

const json = z.record(z.string(), z.unknown())

const calledTool = z.strictObject({
  id: text,
  name: text,
  arguments: z.union([json, z.string().regex(/^\$\{.+\}$/, 'expected a map or one template')]),
})

const assistant = z.union([
  z.string(),
  z.strictObject({
    text: z.string().optional(),
    toolCalls: orTemplate(z.array(calledTool)).optional(),
  }),
])

const turn = z
  .strictObject({
    user: z.string().optional(),
    system: z.string().optional(),
    developer: z.string().optional(),
    assistant: assistant.optional(),
    tool: z.strictObject({ id: text, result: z.string() }).optional(),
  })
  .meta({ minProperties: 1, maxProperties: 1 })
export type TurnYaml = z.infer<typeof turn>

/** More turns than any case needs; a typing mistake must not cost much. */
const mostTimes = 500

const repeated = z
  .strictObject({ times: z.int().min(2).max(mostTimes), turns: z.array(turn).min(1) })
  .describe('Repeats the turns; ${turn} counts from 1')
export type RepeatedYaml = z.infer<typeof repeated>

const say = z
  .array(z.union([turn, repeated]))
  .min(1)
  .describe('A conversation that every API encodes in its own way')

const send = z
  .strictObject({
    method: text.optional(),
    path: z
      .string()
      .regex(/^(\/|\$\{)/, 'expected a path that starts with "/"')
      .optional()
      .describe("Below the API's base path"),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .describe('An empty value omits the header'),
    body: z
      .unknown()
      .optional()
      .describe('Text and !!binary are sent unchanged, anything else as JSON'),
  })
  .describe('A raw request, where the wire itself is the subject')

/** Out-of-range numbers are allowed: the server must refuse them. */
const optionFields = {
  maxTokens: orTemplate(z.int()),
  temperature: orTemplate(z.number()),
  topP: orTemplate(z.number()),
  stop: z.union([z.string(), z.array(z.string())]),
  seed: orTemplate(z.int()),
}

const options = z.strictObject(optionFields).partial()

/** Options that are merged into others: null removes one. */
const changedOptions = z
  .strictObject({
    maxTokens: optionFields.maxTokens.nullable(),
    temperature: optionFields.temperature.nullable(),
    topP: optionFields.topP.nullable(),
    stop: optionFields.stop.nullable(),
    seed: optionFields.seed.nullable(),
  })
  .partial()

const tool = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  parameters: json
    .optional()
    .describe('JSON Schema of the arguments; a function without any may lack it'),
})

const authChoice = z.enum(authChoices)

const auth = z
  .union([authChoice, z.array(authChoice).min(2)])
  .describe('Credentials of the request; several: the repeats take turns with them')

const expect = z.union([
  z.enum(['reply', 'any', 'error', 'reply-or-error']),
  z.strictObject({ error: kebab }),
  z.strictObject({ 'reply-or-error': kebab }),
])
export type ExpectYaml = z.infer<typeof expect>

/** More entries than a case needs to call one by one. */
const mostItems = 50

const each = z
  .union([
    z.array(z.unknown()).min(2),
    z.strictObject({
      from: valueName.describe('Name under which an earlier step saved a list'),
      at: jsonPointer.optional().describe('JSON Pointer into each entry: the value of ${item}'),
      where: z
        .record(jsonPointer, z.unknown())
        .optional()
        .describe('An entry that has another value at this pointer is omitted'),
      most: z.int().min(1).max(mostItems),
    }),
  ])
  .describe(
    'Sends the step once for each entry, the value of `${item}`; `${item.NAME}` is a member of it',
  )

const sendingFields = {
  model: z
    .string()
    .regex(/^(?!.*\$\{).+$/, 'expected a model id without templates')
    .optional()
    .describe("The model asked for, when it is not the cell's"),
  region: z
    .literal('another')
    .optional()
    .describe("Sent to a region of the same endpoint that is not the cell's"),
  say: say.optional(),
  send: send.optional(),
  tools: z.array(tool).optional(),
  toolChoice: text.optional().describe('auto, none, required, or the name of the one tool to call'),
  body: json.optional().describe('Members merged over the encoded body of `say`'),
  auth: auth.optional(),
  expect: expect.optional(),
  save: z
    .record(valueName, jsonPointer)
    .optional()
    .describe('Name to JSON Pointer into the reply; later steps use ${saved.NAME}'),
  repeat: z.int().min(1).max(1000).optional(),
  fresh: z.boolean().optional().describe('Whether each repeat has nonces of its own'),
  each: each.optional(),
  parallel: z.boolean().optional().describe('Whether the repeats are sent at the same time'),
  hangUpAfter: z.int().min(1).optional().describe('Hang up after this many stream items'),
}

/** Members that a step has, and a case in its one-step form. */
export const stepFields = { ...sendingFields, options: options.optional() }

const stepContent = z.strictObject(stepFields)
export type StepYaml = z.infer<typeof stepContent>

export const step = z.strictObject({
  id: kebab,
  api: z.enum(apiNames).optional().describe("The API used, when it is not the cell's"),
  ...stepFields,
})

/** What a variant changes in the one-step form: maps merge, anything else is replaced. */
export const variant = z.strictObject({
  name: kebab,
  set: z.strictObject({ ...sendingFields, options: changedOptions.optional() }),
})
export type VariantYaml = z.infer<typeof variant>

/** How the control differs from the step `main`. */
export const control = z
  .strictObject({
    drop: z.array(z.int().min(0)).min(1).optional().describe('Turns to omit, from 0'),
    say: say.optional(),
    options: changedOptions.optional(),
    tools: z.array(tool).optional(),
    toolChoice: z.union([text, z.null()]).optional(),
    body: json.optional(),
  })
  .meta({ minProperties: 1 })
export type ControlYaml = z.infer<typeof control>
