import { describe, expect, it } from 'vitest'
import { expectedAt } from './expectations.ts'
import { loadRegions } from '../../files/files.ts'
import { isProblem } from '../../problem.ts'

const loaded = loadRegions()
if (isProblem(loaded)) throw new Error(loaded.problem)
const file = loaded

const llama = 'us.meta.llama3-1-8b-instruct-v1:0'
const gptOss = 'openai.gpt-oss-20b-1:0'

const at = (model: string, region: string, api: 'openai-chat' | 'converse' = 'converse') =>
  expectedAt({ model, region, api }, file, 'runtime')

describe('what is expected', () => {
  it('is the newest claim, and keeps the walkthrough’s where it said otherwise', () => {
    expect(at(llama, 'us-west-2')).toMatchObject({
      class: 'available',
      date: '2026-08-21',
      earlier: [{ class: 'model-access', date: '2025-10-31' }],
    })
    expect(at(llama, 'us-east-2')).toMatchObject({ class: 'available', earlier: [] })
  })

  it('is said of each API on its own', () => {
    const earlier = [{ class: 'not-in-region-or-bad-id' }]
    expect(at(gptOss, 'us-east-2', 'openai-chat')).toMatchObject({ class: 'available', earlier })
    expect(at(gptOss, 'us-east-2', 'converse')).toMatchObject({ earlier: [] })
  })

  it('tells a bare id from its profile', () => {
    expect(at('meta.llama3-1-8b-instruct-v1:0', 'us-west-2')?.class).toBe('available')
    expect(at('meta.llama3-1-8b-instruct-v1:0', 'us-east-2')?.class).toBe('needs-inference-profile')
    expect(at('meta.llama3-1-8b-instruct-v1:0', 'eu-west-1')?.class).toBe('not-in-region-or-bad-id')
  })

  it('is no endpoint where mantle has no host', () => {
    const location = {
      model: 'openai.gpt-oss-20b',
      region: 'us-west-1',
      api: 'openai-chat',
    } as const
    expect(expectedAt(location, file, 'mantle')?.class).toBe('endpoint-absent')
    expect(expectedAt({ ...location, region: 'us-west-2' }, file, 'mantle')?.class).toBe(
      'available',
    )
  })

  it('is nothing for a model of which nothing is known', () => {
    expect(at('no.such-model', 'us-west-2')).toBeUndefined()
  })
})
