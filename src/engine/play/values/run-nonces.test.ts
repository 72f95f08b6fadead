/** Whose a nonce is. */
import { describe, expect, it } from 'vitest'
import { createRunNonces, type Owner } from './run-nonces.ts'

function cellOf(id: string, shared?: string): Owner {
  const cell = { case: { id }, api: 'openai-chat', region: '-', model: { id: 'm' } }
  return (shared === undefined ? cell : { ...cell, words: shared }) as Owner
}

describe('the nonces of a run', () => {
  it('are new in each play of a cell', () => {
    const nonces = createRunNonces()
    const cell = cellOf('a')
    expect(nonces.ofPlay(cell, 0)('name')).not.toBe(nonces.ofPlay(cell, 1)('name'))
  })

  it('are the same in one play of the cells that share them, and new in the next', () => {
    const nonces = createRunNonces()
    const word = nonces.ofPlay(cellOf('a', 'shared'), 0)('name')
    expect(nonces.ofPlay(cellOf('b', 'shared'), 0)('name')).toBe(word)
    expect(nonces.ofPlay(cellOf('b', 'shared'), 1)('name')).not.toBe(word)
    expect(nonces.ofPlay(cellOf('b', 'others'), 0)('name')).not.toBe(word)
  })

  it('are foreign to every cell that neither drew nor shares them', () => {
    const nonces = createRunNonces()
    const own = nonces.ofPlay(cellOf('a'), 0)('name')
    const repeated = nonces.further(cellOf('a'))('name')
    const shared = nonces.ofPlay(cellOf('b', 'shared'), 0)('name')
    const text = `${own} and ${repeated}, ${shared}, generator`
    const ofA = [own, repeated].map((word) => ({ word, case: 'a' }))
    const ofB = [{ word: shared, case: 'b' }]
    expect(nonces.foreignIn(cellOf('a'), text)).toEqual(ofB)
    expect(nonces.foreignIn(cellOf('c', 'shared'), text)).toEqual(ofA)
    expect(nonces.foreignIn(cellOf('c'), text)).toEqual([...ofA, ...ofB])
  })
})
