import { describe, expect, it } from 'vitest'
import type { Candidate } from './candidate.ts'
import { checksNamed } from './named.ts'

/** A candidate whose checks have these names; it costs one request, on one API of its own group. */
function candidate(
  checks: readonly (readonly string[])[],
  { cost = 1, api = 'openai-chat', group = api }: Partial<Costs> = {},
): Candidate {
  return {
    cost,
    group,
    touches: [{ endpointKind: 'runtime', api }],
    checks: checks.map((names) => ({
      names,
      identity: names[0]?.replace(/^.*\//, ''),
      check: { kind: 'protocol' },
    })),
  } as unknown as Candidate
}

interface Costs {
  readonly cost: number
  readonly api: string
  readonly group: string
}

const first = candidate([
  ['chat.simple/usage', 'assert:usage'],
  ['chat.simple/one-id', 'rule:ids'],
])
const second = candidate([['stream.basic/usage', 'assert:usage']], { api: 'openai-chat-stream' })

function namesIn(glob: string, all: readonly Candidate[] = [first, second]): string[] {
  return checksNamed(glob, all).map(({ possible }) => possible.names[0] ?? '')
}

describe('the checks that a glob means', () => {
  it('stand in the order of the candidates, by whichever name they are called', () => {
    expect(namesIn('assert:usage')).toEqual(['chat.simple/usage', 'stream.basic/usage'])
    expect(namesIn('chat.*/*')).toEqual(['chat.simple/usage', 'chat.simple/one-id'])
  })

  it('stand there once, though several of their names fit', () => {
    expect(namesIn('*u*')).toEqual([
      'chat.simple/usage',
      'chat.simple/one-id',
      'stream.basic/usage',
    ])
  })

  it('are none where no name fits as a whole', () => {
    expect(namesIn('usage')).toEqual([])
  })

  it('are those of the cheapest cell, of two in one group the first', () => {
    const dear = candidate([['chat.long/usage']], { cost: 3 })
    const cheap = candidate([['chat.short/usage']])
    const same = candidate([['chat.other/usage']])
    expect(namesIn('*/usage', [dear, cheap, same])).toEqual(['chat.short/usage'])
  })

  it('stand for themselves where another deviation reaches them, or in another group', () => {
    const dear = candidate([['chat.long/usage']], { cost: 3, group: 'one' })
    const other = candidate([['chat.other/usage']], { group: 'two' })
    const reached = candidate([['chat.reached/usage']], { api: 'converse', group: 'one' })
    expect(namesIn('*/usage', [dear, other, reached])).toHaveLength(3)
  })
})
