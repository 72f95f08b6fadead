import { describe, expect, it } from 'vitest'
import type { Deviation, Hooks } from '../../reference/deviation.ts'
import { deviations } from '../deviations/registry.ts'
import { groupsOf } from './groups.ts'

function oddity(id: string, hooks: readonly string[], more: Partial<Deviation> = {}): Deviation {
  const acts = Object.fromEntries(hooks.map((name) => [name, (value: unknown) => value]))
  return { id, kind: 'oddity', about: 'A.', seen: [], hooks: acts as Hooks, ...more }
}

const idsOf = (...given: readonly Deviation[]) =>
  groupsOf(given).map((group) => group.map(({ id }) => id))

describe('oddities that are played together', () => {
  it('act at other points of an answer', () => {
    expect(idsOf(oddity('a', ['body']), oddity('b', ['headers']))).toEqual([['a', 'b']])
    expect(idsOf(oddity('a', ['body', 'chunks']), oddity('b', ['chunks']))).toEqual([['a'], ['b']])
  })

  it('act on other APIs or endpoints', () => {
    const a = oddity('a', ['body'], { apis: ['converse'] })
    const b = oddity('b', ['body'], { apis: ['openai-chat'] })
    expect(idsOf(a, b)).toEqual([['a', 'b']])
    expect(idsOf(a, oddity('c', ['body'])).toSorted()).toEqual([['a'], ['c']])
    const mantle = oddity('m', ['body'], { endpoints: ['mantle'] })
    expect(idsOf(mantle, oddity('r', ['body'], { endpoints: ['runtime'] }))).toHaveLength(1)
  })

  it('do not refuse what the other would answer', () => {
    expect(idsOf(oddity('a', ['request']), oddity('b', ['body']))).toHaveLength(2)
    expect(idsOf(oddity('a', ['intercept']), oddity('b', ['headers']))).toHaveLength(2)
  })

  it('need no server of their own', () => {
    const own = [{ key: 'expired' }, { claims: ['tools'] }, { hangs: 9 }] as const
    for (const more of own) {
      expect(idsOf(oddity('a', ['body'], more), oddity('b', ['headers']))).toHaveLength(2)
    }
  })

  it('are each in one group', () => {
    const oddities = deviations.filter(({ kind }) => kind === 'oddity')
    const groups = groupsOf(oddities)
    expect(
      groups
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(oddities.map(({ id }) => id).toSorted())
    expect(groups.length).toBeLessThan(oddities.length / 2)
  })
})
