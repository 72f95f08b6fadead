import { describe, expect, it } from 'vitest'
import { loadRegions, loadTargets } from '../files/files.ts'
import { locationModels, toModel } from './models.ts'
import { isProblem } from '../problem.ts'
import type { AskedRegions } from './regions/regions.ts'

const regions = loadRegions()
const targets = loadTargets()
if (isProblem(regions) || isProblem(targets)) throw new Error('the files do not load')
const file = regions

function endpointOf(name: string) {
  const endpoint = !isProblem(targets) && targets.get(name)?.value.endpoint
  if (!endpoint) throw new Error(name)
  return endpoint
}

const bedrock = endpointOf('bedrock')

function asked(list: string[], literal: string[] = list): AskedRegions {
  return { regions: list, literal: new Set(literal) }
}

function location(ids: string[], where: AskedRegions, named = false): Record<string, unknown> {
  const models = ids.map((id) => ({ id }))
  return Object.fromEntries(
    locationModels(models, bedrock, where, file, named).map(({ id, regions: at }) => [id, at]),
  )
}

const gptOss = 'openai.gpt-oss-20b-1:0'
const llama = 'us.meta.llama3-1-8b-instruct-v1:0'

describe('toModel', () => {
  it('guesses family and APIs from the id', () => {
    expect(toModel(gptOss, bedrock)).toMatchObject({ family: 'gpt-oss' })
    expect(toModel(gptOss, bedrock).apis).toContain('openai-chat')
    expect(toModel(llama, bedrock).family).toBe('llama')
    // Llama is not served on the OpenAI path.
    expect(toModel(llama, bedrock).apis).not.toContain('openai-chat')
    expect(toModel(llama, bedrock).apis).toContain('invoke')
  })

  it('expects of an unknown model no more than it knows', () => {
    expect(toModel('writer.palmyra-x5-v1:0', bedrock)).toEqual({
      id: 'writer.palmyra-x5-v1:0',
      family: 'unknown',
      apis: ['converse', 'converse-stream', 'bedrock-control'],
    })
    expect(toModel('qwen.qwen3-32b-v1:0', bedrock).apis).toContain('openai-chat')
    expect(toModel('whatever', endpointOf('openai-compatible')).apis).toContain('openai-chat')
  })

  it.each([
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', true, false],
    ['anthropic.claude-sonnet-4-20250514-v1:0', true, false],
    ['anthropic.claude-3-haiku-20240307-v1:0', false, false],
    ['us.anthropic.claude-sonnet-4-6', false, true],
  ])('expects of %s counts: %s, messages: %s', (id, counts, messages) => {
    const { family, apis } = toModel(id, bedrock)
    expect(family).toBe('claude')
    expect(apis).toContain('invoke')
    expect(apis.includes('count-tokens')).toBe(counts)
    expect(apis.includes('anthropic-messages')).toBe(messages)
  })

  it('asks a model that holds no conversation only what names its family', () => {
    expect(toModel('amazon.titan-embed-text-v2:0', bedrock)).toMatchObject({
      family: 'titan-embed',
      special: true,
      apis: ['invoke'],
    })
  })

  it('sees the model through profiles, ARNs and providers', () => {
    const arn = 'arn:aws:bedrock:us-east-2::foundation-model/meta.llama3-1-8b-instruct-v1:0'
    expect(toModel(arn, bedrock).family).toBe('llama')
    expect(toModel('bedrock/openai.gpt-oss-120b-1:0', endpointOf('llamastack')).family).toBe(
      'gpt-oss',
    )
  })
})

describe('placeModels', () => {
  it('leaves a model out where it is known not to be', () => {
    expect(location([gptOss, llama], asked(['us-east-1', 'eu-west-1']))).toEqual({
      [gptOss]: ['us-east-1', 'eu-west-1'],
      [llama]: ['us-east-1'],
    })
  })

  it('takes the user at their word in a region where nothing is known to be', () => {
    expect(location([gptOss, llama], asked(['us-west-1']))).toEqual({
      [gptOss]: ['us-west-1'],
      [llama]: ['us-west-1'],
    })
    expect(location([gptOss, llama], asked(['us-west-1'], []))).toEqual({
      [gptOss]: [],
      [llama]: [],
    })
  })

  it('takes the user at their word for models and regions named together', () => {
    expect(location([llama], asked(['eu-west-1', 'us-west-2']), true)).toEqual({
      [llama]: ['eu-west-1', 'us-west-2'],
    })
    expect(location([gptOss, llama], asked(['eu-west-1']), true)).toEqual({
      [gptOss]: ['eu-west-1'],
      [llama]: ['eu-west-1'],
    })
    expect(location([llama], asked(['eu-west-1', 'us-west-2'], []), true)).toEqual({
      [llama]: ['us-west-2'],
    })
  })

  it('keeps a model of which nothing is known everywhere', () => {
    expect(location(['my.own-model'], asked(['eu-west-1', 'us-west-1'], []))).toEqual({
      'my.own-model': ['eu-west-1', 'us-west-1'],
    })
  })
})
