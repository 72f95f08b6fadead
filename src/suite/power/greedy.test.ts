import { describe, expect, it } from 'vitest'
import { createPurse, greedyOrder, type Choice } from './greedy.ts'

const choice = (name: string, cost: number, ...defects: [string, number][]) =>
  ({ name, cost, worth: new Map(defects) }) satisfies Choice & { name: string }
const names = (choices: readonly { readonly name: string }[]): string[] =>
  choices.map(({ name }) => name)

const wide = choice('wide', 2, ['a', 1], ['b', 1], ['c', 1])
const narrow = choice('narrow', 1, ['a', 1])
const rare = choice('rare', 1, ['d', 1.2])
const idle = choice('idle', 1)

describe('the order of choices', () => {
  it('begins with what finds most for its cost', () => {
    expect(names(greedyOrder([narrow, wide, rare]))).toEqual(['wide', 'rare'])
  })

  it('leaves out what finds nothing new', () => {
    expect(names(greedyOrder([idle, wide, narrow]))).toEqual(['wide'])
  })

  it('takes again what finds the same at a stricter level', () => {
    const strict = choice('strict', 1, ['a', 2])
    expect(names(greedyOrder([wide, strict, narrow]))).toEqual(['strict', 'wide'])
  })

  it('never costs more than the budget', () => {
    expect(names(greedyOrder([wide, narrow, rare], createPurse(1)))).toEqual(['rare'])
    expect(names(greedyOrder([wide, narrow, rare], createPurse(2)))).toEqual(['wide'])
  })

  it('is that of the list among equals', () => {
    const twin = { ...narrow, name: 'twin' }
    expect(names(greedyOrder([twin, narrow]))).toEqual(['twin'])
  })
})
