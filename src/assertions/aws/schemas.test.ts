import { describe, expect, it } from 'vitest'
import { schemaNames, schemaNamed, validatorNamed } from '../json/schema/files.ts'
import { isObject, listOf, type Members } from '../../model/json/shape.ts'
import {
  contentBlockMembers,
  deltaMembers,
  modelledErrors,
  startMembers,
  stopReasons,
  streamExceptions,
} from './model.ts'
import {
  enumOf,
  exceptionNames,
  structureAt,
  structureNamed,
  type Structure,
} from './testing/service-model.ts'
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
    [{ reasoningContent: { redactedContent: 'A thought.' } }],
    [{ reasoningContent: { redactedContent: 'AAA' } }],
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
  const model = {
    modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/m',
    modelId: 'm',
    inferenceTypesSupported: ['INFERENCE_PROFILE'],
  }
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

  it.each<[string, Members, readonly string[]]>([
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
    ['bedrock.list-foundation-models', { modelSummaries: [{ ...model, modelArn: 'm' }] }],
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

/** Words that the service sends although its model does not have them. */
const beyond: Readonly<Record<string, readonly string[]>> = { ToolUseType: ['tool_use'] }

/** Compares a schema with a structure of the model, member by member, and lists where they differ. */
function differences(schema: unknown, root: unknown, shape: Structure, path = ''): string[] {
  const given = resolve(schema, root)
  const inner = isObject(given) && 'items' in given ? resolve(given['items'], root) : given
  const properties = isObject(inner) ? inner['properties'] : undefined
  if (!isObject(inner) || !isObject(properties)) return []
  const required = listOf(inner['required'])
  return [
    ...(sameTerms(required, shape.required) ? [] : [`${path}: required ${required.join(',')}`]),
    ...[...shape.members].flatMap(([member, reference]) => {
      const there = `${path}/${member}`
      if (!(member in properties)) return [`${there}: not in the schema`]
      const below = structureAt(reference)
      return below === undefined
        ? enumDifference(resolve(properties[member], root), enumOf(shape.name, member), there)
        : differences(properties[member], root, below, there)
    }),
    ...Object.keys(properties)
      .filter((member) => !shape.members.has(member))
      .map((member) => `${path}/${member}: not in the model`),
  ]
}

function enumDifference(schema: unknown, model: ReturnType<typeof enumOf>, path: string): string[] {
  if (model === undefined) return []
  const words = listOf(isObject(schema) ? schema['enum'] : []).filter((word) => word !== null)
  const due = [...model.values, ...(beyond[model.name] ?? [])]
  return sameTerms(words, due) ? [] : [`${path}: enum ${words.join(',')} is not ${due.join(',')}`]
}

function resolve(schema: unknown, root: unknown): unknown {
  const reference = isObject(schema) ? schema['$ref'] : undefined
  if (typeof reference !== 'string') return schema
  const definitions = isObject(root) ? root['$defs'] : undefined
  return isObject(definitions) ? definitions[reference.split('/').at(-1) ?? ''] : undefined
}

function sameTerms(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word))
}

describe('the service model in AWS’s own client', () => {
  /** `output` is a union of one member, which the service always sends. */
  const known = [': required message']

  it.each([
    ['bedrock.converse-response', 'ConverseResponse'],
    ['bedrock.converse-stream-event.message-start', 'MessageStartEvent'],
    ['bedrock.converse-stream-event.content-block-start', 'ContentBlockStartEvent'],
    ['bedrock.converse-stream-event.content-block-delta', 'ContentBlockDeltaEvent'],
    ['bedrock.converse-stream-event.content-block-stop', 'ContentBlockStopEvent'],
    ['bedrock.converse-stream-event.message-stop', 'MessageStopEvent'],
    ['bedrock.converse-stream-event.metadata', 'ConverseStreamMetadataEvent'],
  ])('gives %s its members, its required members and its enumerations (%s)', (name, shape) => {
    const schema = schemaNamed(name)
    const found = differences(schema, schema, structureNamed(shape))
    expect(found.filter((line) => !known.some((end) => line.endsWith(end)))).toEqual([])
  })

  it('differs from a schema of another structure', () => {
    const schema = schemaNamed('bedrock.converse-response')
    expect(differences(schema, schema, structureNamed('ConverseStreamMetadataEvent'))).not.toEqual(
      [],
    )
  })

  it('gives the constants of model.ts', () => {
    expect(enumOf('MessageStopEvent', 'stopReason')?.values.toSorted()).toEqual(
      stopReasons.toSorted(),
    )
    const members = (name: string): string[] => [...structureNamed(name).members.keys()]
    expect(members('ContentBlock')).toEqual([...contentBlockMembers])
    expect(members('ContentBlockDelta')).toEqual([...deltaMembers])
    expect(members('ContentBlockStart')).toEqual([...startMembers])
    const statuses = exceptionNames.map((name) => [name, structureNamed(name).httpStatus])
    expect(Object.fromEntries(statuses)).toEqual(modelledErrors)
  })

  it.each([
    ['converse-stream', 'ConverseStreamOutput'],
    ['invoke-stream', 'ResponseStream'],
  ] as const)('gives %s its exceptions (%s)', (api, union) => {
    const exceptions = [...structureNamed(union).members.keys()].filter((name) =>
      name.endsWith('Exception'),
    )
    expect([...streamExceptions(api)].toSorted()).toEqual(exceptions.toSorted())
  })
})

it('every Bedrock schema compiles', () => {
  const names = schemaNames().filter((name) => name.startsWith('bedrock.'))
  expect(names).toHaveLength(26)
  for (const name of names) expect(validatorNamed(name)).toBeTypeOf('function')
})
