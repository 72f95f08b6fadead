import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { schemaNames, schemaNamed, validatorNamed } from '../json/schema/files.ts'
import { isObject, listOf, type JsonObject } from '../evidence/evidence.ts'
import {
  contentBlockMembers,
  deltaMembers,
  modelledErrors,
  startMembers,
  stopReasons,
  streamExceptions,
} from './model.ts'
import { converse } from './testing/talk.ts'

const valid = (name: string, value: unknown) => validatorNamed(name)(value)

describe('bedrock.converse-response', () => {
  const name = 'bedrock.converse-response'

  it.each([
    [{ text: '' }],
    [{ toolUse: { toolUseId: 'tooluse_a', name: 'a', input: {} } }],
    [{ toolUse: { toolUseId: 'tooluse_a', name: 'a', input: {}, type: 'tool_use' } }],
    [{ reasoningContent: { reasoningText: { text: 'a', signature: 'b' } } }],
    [{ reasoningContent: { redactedContent: 'AA==' } }],
    [{ citationsContent: { content: [{ text: 'a' }], citations: [{ title: 'b' }] } }],
    [{ image: { format: 'png', source: { bytes: 'AA==' } } }],
    [{ video: { format: 'mp4', source: {} } }],
    [{ audio: { format: 'mp3', source: {} } }],
    [{ document: { name: 'a', format: 'pdf', source: {} } }],
    [{ searchResult: { source: 'a', title: 'b', content: [{ text: 'c' }] } }],
    [{ guardContent: { text: { text: 'a' } } }],
    [{ cachePoint: { type: 'default', ttl: '5m' } }],
    [{ toolResult: { toolUseId: 'a', content: [{ text: 'b' }], status: 'success' } }],
    [{ toolAddition: { tool: { name: 'a' } } }],
    [{ hologram: {} }],
  ])('takes %j', (block) => {
    expect(valid(name, converse([block]))).toBe(true)
  })

  it.each([
    [{ text: 5 }],
    [{}],
    [{ toolUse: { toolUseId: 'a', name: 'b' } }],
    [{ toolUse: { name: 'b', input: {} } }],
    [{ toolUse: { toolUseId: 'a', name: 'b c', input: {} } }],
    [{ toolUse: { toolUseId: 'a', name: 'b', input: {}, type: 'function' } }],
    [{ reasoningContent: 'Hm' }],
    [{ reasoningContent: { reasoningText: { signature: 'b' } } }],
    [{ citationsContent: { content: 'a' } }],
    [{ image: { format: 'bmp', source: {} } }],
    [{ cachePoint: {} }],
  ])('refuses %j', (block) => {
    expect(valid(name, converse([block]))).toBe(false)
  })

  it.each([
    { stopReason: 'stop' },
    { stopReason: undefined },
    { usage: undefined },
    { usage: { inputTokens: 1, outputTokens: 1 } },
    { usage: { inputTokens: 1.5, outputTokens: 1, totalTokens: 2 } },
    { metrics: {} },
    { output: {} },
    { output: { message: { content: [] } } },
    { serviceTier: {} },
    { serviceTier: { type: 'standard' } },
    { performanceConfig: { latency: 'fast' } },
  ])('refuses a reply with %j', (change) => {
    expect(valid(name, { ...converse([]), ...change })).toBe(false)
  })
})

describe('schemas of the other replies', () => {
  const profile = {
    inferenceProfileId: 'us.meta.llama3-1-8b-instruct-v1:0',
    inferenceProfileArn: 'arn:aws:bedrock:us-east-2:000000000000:inference-profile/us.meta',
    inferenceProfileName: 'US Meta Llama 3.1 8B',
    models: [{ modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/meta' }],
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  }
  const model = { modelArn: 'arn:a', modelId: 'm', inferenceTypesSupported: ['INFERENCE_PROFILE'] }
  const availability = {
    modelId: 'm',
    agreementAvailability: { status: 'AVAILABLE' },
    authorizationStatus: 'AUTHORIZED',
    entitlementAvailability: 'AVAILABLE',
    regionAvailability: 'AVAILABLE',
  }
  const llama = {
    generation: '',
    prompt_token_count: 1,
    generation_token_count: 0,
    stop_reason: 'stop',
  }
  const chunk = { ...llama, prompt_token_count: null, stop_reason: null }

  it.each<[string, JsonObject, readonly string[]]>([
    ['bedrock.inference-profile', profile, Object.keys(profile)],
    ['bedrock.list-inference-profiles', { inferenceProfileSummaries: [profile] }, []],
    ['bedrock.list-foundation-models', { modelSummaries: [model] }, []],
    ['bedrock.model-availability', availability, Object.keys(availability)],
    ['bedrock.invoke-llama-response', llama, Object.keys(llama)],
    ['bedrock.invoke-llama-chunk', chunk, ['generation']],
    ['bedrock.invoke-chunk', { bytes: 'e30=', p: 'abc' }, ['bytes']],
    ['bedrock.exception', { message: 'a', originalStatusCode: 400 }, []],
  ])('%s takes a right one and misses each required member', (name, right, required) => {
    expect(valid(name, right)).toBe(true)
    expect(valid(name, { ...right, another: 1 })).toBe(true)
    for (const member of required) {
      const { [member]: _, ...rest } = right
      expect(valid(name, rest), member).toBe(false)
    }
  })

  it.each<[string, unknown]>([
    ['bedrock.inference-profile', { ...profile, status: 'LEGACY' }],
    ['bedrock.inference-profile', { ...profile, models: [] }],
    ['bedrock.inference-profile', { ...profile, type: 'OTHER' }],
    ['bedrock.list-inference-profiles', { inferenceProfileSummaries: [{ ...profile, type: 1 }] }],
    ['bedrock.list-foundation-models', { modelSummaries: [{ modelId: 'm' }] }],
    [
      'bedrock.list-foundation-models',
      { modelSummaries: [{ ...model, modelLifecycle: { status: 'OLD' } }] },
    ],
    ['bedrock.model-availability', { ...availability, regionAvailability: 'YES' }],
    ['bedrock.invoke-llama-response', { ...llama, stop_reason: null }],
    ['bedrock.invoke-llama-chunk', { ...chunk, stop_reason: 'end' }],
    ['bedrock.invoke-llama-chunk', { ...chunk, 'amazon-bedrock-invocationMetrics': {} }],
    ['bedrock.invoke-chunk', { bytes: '{}' }],
    ['bedrock.exception', { message: 5 }],
    ['bedrock.exception', { originalStatusCode: 99 }],
  ])('%s refuses %j', (name, wrong) => {
    expect(valid(name, wrong)).toBe(false)
  })
})

const file = new URL('../../../../shared/reference/bedrock-runtime.shapes.json', import.meta.url)
const there = existsSync(file)

interface Shape {
  readonly type: string
  readonly required?: readonly string[]
  readonly enum?: readonly string[]
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
  readonly document?: boolean
}
interface Model {
  readonly shapes: Readonly<Record<string, Shape>>
  readonly derived: {
    readonly errors: Readonly<Record<string, { httpStatus: number }>>
    readonly eventStreams: Readonly<
      Record<string, { exceptions: Readonly<Record<string, string>> }>
    >
  }
}

/** Words that the service sends although its model does not have them. */
const beyond: Readonly<Record<string, readonly string[]>> = { ToolUseType: ['tool_use'] }

/** Compares one schema with one shape, member by member, and says where they part. */
function differences(
  schema: unknown,
  root: unknown,
  name: string,
  model: Model,
  path = '',
): string[] {
  const shape = model.shapes[name]
  const given = resolve(schema, root)
  if (shape === undefined || !isObject(given)) return [`${path}: no schema or no shape ${name}`]
  if (shape.enum !== undefined) {
    const words = listOf(given['enum']).filter((word) => word !== null)
    const due = [...shape.enum, ...(beyond[name] ?? [])]
    return sameWords(words, due) ? [] : [`${path}: enum ${words.join(',')} is not ${due.join(',')}`]
  }
  if (shape.type === 'list') {
    return differences(given['items'], root, shape.member?.shape ?? '', model, `${path}/*`)
  }
  const properties = given['properties']
  if (shape.type !== 'structure' || shape.document === true || !isObject(properties)) return []
  const required = listOf(given['required'])
  const own = Object.entries(shape.members ?? {})
  return [
    ...(sameWords(required, shape.required ?? [])
      ? []
      : [`${path}: required ${required.join(',')}`]),
    ...own.flatMap(([member, { shape: next }]) =>
      member in properties
        ? differences(properties[member], root, next, model, `${path}/${member}`)
        : [`${path}/${member}: not in the schema`],
    ),
    ...Object.keys(properties)
      .filter((member) => !own.some(([known]) => known === member))
      .map((member) => `${path}/${member}: not in the model`),
  ]
}

function resolve(schema: unknown, root: unknown): unknown {
  const reference = isObject(schema) ? schema['$ref'] : undefined
  if (typeof reference !== 'string') return schema
  const definitions = isObject(root) ? root['$defs'] : undefined
  return isObject(definitions) ? definitions[reference.split('/').at(-1) ?? ''] : undefined
}

function sameWords(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word))
}

describe('against the service model (../shared/reference, when it is there)', () => {
  const model = there ? (JSON.parse(readFileSync(file, 'utf8')) as Model) : undefined

  /** `output` is a union of one member, which the service always sends. */
  const known = [': required message']

  it.skipIf(!there).each([
    ['bedrock.converse-response', 'ConverseResponse'],
    ['bedrock.converse-stream-event.message-start', 'MessageStartEvent'],
    ['bedrock.converse-stream-event.content-block-start', 'ContentBlockStartEvent'],
    ['bedrock.converse-stream-event.content-block-delta', 'ContentBlockDeltaEvent'],
    ['bedrock.converse-stream-event.content-block-stop', 'ContentBlockStopEvent'],
    ['bedrock.converse-stream-event.message-stop', 'MessageStopEvent'],
    ['bedrock.converse-stream-event.metadata', 'ConverseStreamMetadataEvent'],
  ])('%s has the members, the required ones and the enums of %s', (name, shape) => {
    const schema = schemaNamed(name)
    const found = differences(schema, schema, shape, model!)
    expect(found.filter((line) => !known.some((end) => line.endsWith(end)))).toEqual([])
  })

  it.skipIf(!there)('the constants are those of the model', () => {
    const { shapes, derived } = model!
    expect(shapes['StopReason']?.enum).toEqual([...stopReasons])
    const members = (name: string) => Object.keys(shapes[name]?.members ?? {})
    expect(members('ContentBlock')).toEqual([...contentBlockMembers])
    expect(members('ContentBlockDelta')).toEqual([...deltaMembers])
    expect(members('ContentBlockStart')).toEqual([...startMembers])
    const statuses = Object.entries(derived.errors).map(([name, { httpStatus }]) => [
      name,
      httpStatus,
    ])
    expect(Object.fromEntries(statuses)).toEqual(modelledErrors)
    const exceptions = (name: string) =>
      Object.keys(derived.eventStreams[name]?.exceptions ?? {}).toSorted()
    expect(streamExceptions('converse-stream').toSorted()).toEqual(exceptions('ConverseStream'))
    expect(streamExceptions('invoke-stream').toSorted()).toEqual(
      exceptions('InvokeModelWithResponseStream'),
    )
  })
})

it('every Bedrock schema compiles', () => {
  const names = schemaNames().filter((name) => name.startsWith('bedrock.'))
  expect(names).toHaveLength(15)
  for (const name of names) expect(validatorNamed(name)).toBeTypeOf('function')
})
