import { describe, expect, it } from 'vitest'
import type { Target } from '../../model/target.ts'
import { locationsOf } from './locations.ts'
import { catalogueFrom, suiteOf } from '../testing/load-texts.ts'
import { modelOf, endpointOf, targetOf } from '../testing/targets.ts'

const gpt = modelOf('gpt', 'gpt-oss', [
  'openai-chat',
  'openai-chat-stream',
  'openai-models',
  'converse',
])
const llama = modelOf('llama', 'llama', ['converse', 'invoke'])
const bedrock = endpointOf(
  'bedrock',
  ['openai-chat', 'openai-chat-stream', 'openai-models', 'converse'],
  [gpt, llama],
  ['us-west-2', 'us-east-1'],
)

function asked(id: string, apis: string, more = ''): string {
  return `  - id: ${id}\n    title: T\n    apis: ${apis}\n    say: [{ user: Hi }]\n${more}`
}

function planned(cases: string, target: Pick<Target, 'endpoints'>) {
  const catalogue = catalogueFrom(suiteOf(cases))
  return locationsOf(catalogue, target).map((cell) =>
    [cell.case.id.slice(5), cell.api, cell.region, cell.model.id].join(' '),
  )
}

describe('cells', () => {
  it('are case × API × region × model, where the endpoint, the case and the model agree', () => {
    expect(planned(asked('a', '[converse, invoke, openai-chat]'), targetOf(bedrock))).toEqual([
      'a converse us-west-2 gpt',
      'a converse us-east-1 gpt',
      'a converse us-west-2 llama',
      'a converse us-east-1 llama',
      'a openai-chat us-west-2 gpt',
      'a openai-chat us-east-1 gpt',
    ])
  })

  it('are only of the families and fronts that the case is for', () => {
    const target = targetOf(bedrock, endpointOf('llamastack', ['converse'], [gpt], ['-']))
    expect(planned(asked('a', '[converse]', '    families: [llama]\n'), target)).toEqual([
      'a converse us-west-2 llama',
      'a converse us-east-1 llama',
    ])
    const except = "    except: ['*lama*', 'gpt-?']\n"
    expect(planned(asked('a', '[invoke, converse]', except), target)).toEqual([
      'a converse us-west-2 gpt',
      'a converse us-east-1 gpt',
      'a converse - gpt',
    ])
    expect(planned(asked('a', '[converse]', "    ids: ['g*', other]\n"), target)).toEqual([
      'a converse us-west-2 gpt',
      'a converse us-east-1 gpt',
      'a converse - gpt',
    ])
    expect(planned(asked('a', '[converse]', '    endpoints: [llamastack]\n'), target)).toEqual([
      'a converse - gpt',
    ])
  })

  it('stand in the regions in which a model is planned', () => {
    const shy = { ...gpt, regions: ['eu-west-1'] }
    const nowhere = { ...llama, regions: [] }
    const target = targetOf(endpointOf('bedrock', ['converse'], [shy, nowhere], ['us-west-2']))
    expect(planned(asked('a', '[converse]'), target)).toEqual(['a converse eu-west-1 gpt'])
  })

  describe('of a case about regions', () => {
    const offered = ['eu-west-1', 'us-west-2']
    const known = {
      ...endpointOf(
        'bedrock',
        ['converse'],
        [{ ...gpt, regions: ['us-west-2'] }],
        ['us-west-2', 'us-east-1', 'eu-west-1'],
      ),
      expected: (_model: string, region: string) => ({
        class: offered.includes(region) ? ('available' as const) : ('legacy' as const),
        source: 'a list',
        date: '2026-01-01',
        earlier: [],
      }),
    }

    it('stand in every region, or in every region in which the model is expected', () => {
      const everywhere = asked('a', '[converse]', '    regions: everywhere\n')
      expect(planned(everywhere, targetOf(known))).toHaveLength(3)
      expect(planned(asked('a', '[converse]', '    regions: offered\n'), targetOf(known))).toEqual([
        'a converse us-west-2 gpt',
        'a converse eu-west-1 gpt',
      ])
    })

    it('stand nowhere when a step needs another region and there is none', () => {
      const both = `  - id: a\n    title: T\n    apis: [converse]\n    regions: offered\n    steps:
      - { id: there, region: another, say: [{ user: Hi }] }
      - { id: here, say: [{ user: Hi }] }\n`
      expect(planned(both, targetOf(known))).toHaveLength(2)
      expect(planned(both, targetOf({ ...known, regions: ['us-west-2', 'us-east-1'] }))).toEqual([])
    })
  })

  it('of an API that addresses no model are planned once, unless the case names the model', () => {
    const both = { ...llama, apis: ['openai-models', 'converse'] as const }
    const target = targetOf({ ...bedrock, models: [gpt, both], regions: ['us-west-2'] })
    const list = (path: string) =>
      `  - id: a\n    title: T\n    apis: [openai-models]\n    send: { path: "${path}" }\n`
    expect(planned(list('/models'), target)).toEqual(['a openai-models us-west-2 gpt'])
    expect(planned(list('/models/${model.path}'), target)).toEqual([
      'a openai-models us-west-2 gpt',
      'a openai-models us-west-2 llama',
    ])
  })

  it('need an endpoint and a model that serve the API of every step', () => {
    const steps = (api: string) =>
      `  - id: a\n    title: T\n    apis: [converse]\n    steps: [{ id: x, api: ${api}, send: {} }, { id: y, say: [{ user: Hi }] }]\n`
    const target = targetOf({ ...bedrock, regions: ['us-west-2'] })
    expect(planned(steps('openai-chat'), target)).toEqual(['a converse us-west-2 gpt'])
    expect(planned(steps('llama-stack'), target)).toEqual([])
  })
})
