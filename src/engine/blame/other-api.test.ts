import { describe, expect, it } from 'vitest'
import { Problem } from '../../model/problem.ts'
import type { Cell } from '../../model/plan.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { isProblem } from '../../target/problem.ts'
import { resolveTarget } from '../../target/resolve/resolve.ts'
import { apiNamed, byOtherApi } from './other-api.ts'

const flags = { target: 'ogx', strict: false, json: false, samples: 1, history: 'none' }

describe('apiNamed', () => {
  it.each(['openai-chat', 'openai-responses-stream', 'converse'])('knows %s as an API', (name) => {
    expect(apiNamed({ ...flags, against: name })).toBe(name)
  })

  it.each(['bedrock', 'bedrock-mantle', 'openai-models'])('leaves %s to the targets', (name) => {
    expect(apiNamed({ ...flags, against: name })).toBeUndefined()
  })

  it('refuses an address beside an API', () => {
    const both = { ...flags, against: 'openai-chat', againstEndpoint: 'http://127.0.0.1:1' }
    expect(() => apiNamed(both)).toThrow(Problem)
  })
})

describe('byOtherApi', async () => {
  const api = ['openai-responses', 'openai-responses-stream']
  const target = await resolveTarget('ogx', {}, {}, {})
  if (isProblem(target)) throw new Error(target.problem)
  const planner = createPlanner(loadSuite(), { api })
  const cells = planner.plan(target)
  const planned = planner.planAgainst(target)

  it('pairs a stream with a stream and a whole reply with a whole one', () => {
    const pairs = byOtherApi(cells, planned, 'openai-chat')
    const apis = new Set(pairs.map(({ here, there }) => `${here.api} ${there.api}`))
    expect(apis).toEqual(
      new Set(['openai-responses openai-chat', 'openai-responses-stream openai-chat-stream']),
    )
    expect(pairs.every(({ here, there }) => here.case.id === there.case.id)).toBe(true)
    expect(pairs.map(({ here }) => here.case.id)).toContain('chat.simple')
  })

  it('says so where no case runs on both', () => {
    const only = (id: string): Cell[] => cells.filter((cell) => cell.case.id === id)
    const alone = only('responses-state.delete')
    expect(alone).toHaveLength(1)
    expect(() => byOtherApi(alone, planned, 'openai-chat')).toThrow('no selected case runs on both')
  })
})
