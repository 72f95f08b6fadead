import { describe, expect, it } from 'vitest'
import { keyOf, type Cell } from '../../model/plan.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { catalogueFrom, suiteOf } from '../../suite/testing/load-texts.ts'
import { modelOf, endpointOf, targetOf } from '../../suite/testing/targets.ts'
import { shardPlan, type Shard } from './shard.ts'

const apis = ['openai-chat', 'converse'] as const
const models = ['openai.gpt-oss-20b', 'openai.gpt-oss-120b'].map((id) =>
  modelOf(id, 'gpt-oss', apis),
)
const target = targetOf(endpointOf('bedrock', apis, models, ['us-west-2', 'us-east-1']))
const asked = ['simple', 'recall', 'weak'].map(
  (id) => `  - { id: ${id}, title: T, apis: [openai-chat, converse], say: [{ user: Hi }] }\n`,
)
const cells = createPlanner(catalogueFrom(suiteOf(asked.join('')))).plan(target)

const keys = (shard?: Shard, of: readonly Cell[] = cells): string[] =>
  shardPlan(of, shard).cells.map(keyOf)

describe('shards', () => {
  it.each([1, 2, 3, 7, 40])('%i of them are disjoint and together the whole', (count) => {
    const parts = Array.from({ length: count }, (_, at) => keys({ index: at + 1, count }))
    expect(cells).toHaveLength(24)
    expect(parts.flat().toSorted()).toEqual(keys().toSorted())
  })

  it('depend on the cell alone, not on what else is selected', () => {
    const shard = { index: 1, count: 3 }
    const some = cells.filter((cell) => cell.case.id === 'chat.recall')
    const expected = keys(shard).filter((key) => key.startsWith('chat.recall'))
    expect(keys(shard, some)).toEqual(expected)
  })

  it('name the positions of their cells in the whole plan', () => {
    const { cells: own, shard } = shardPlan(cells, { index: 2, count: 3 })
    expect(shard).toMatchObject({ index: 2, count: 3, planned: 24 })
    expect(shard?.positions.map((at) => cells[at])).toEqual(own)
  })

  it('are the same today as ever: a split run must not move its cells', () => {
    const small = cells.filter(({ api, region }) => api === 'openai-chat' && region === 'us-west-2')
    expect(keys({ index: 1, count: 4 }, small)).toMatchInlineSnapshot(`
      [
        "chat.simple [openai-chat us-west-2 openai.gpt-oss-20b]",
        "chat.simple [openai-chat us-west-2 openai.gpt-oss-120b]",
      ]
    `)
  })
})
