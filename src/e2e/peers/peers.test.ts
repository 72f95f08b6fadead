import { describe, expect, it } from 'vitest'
import { deviations } from '../../proof/deviations/registry.ts'
import { drawMutants } from './draw.ts'
import { newFailures } from './peer-part.ts'

describe('the drawn mutants', () => {
  const mutants = drawMutants(deviations, 'seed', 60)

  it('are as many as asked for, each once', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(60)
  })

  it('depend on the seed and not on the order of the list', () => {
    const again = drawMutants(deviations.toReversed(), 'seed', 60)
    expect(again).toEqual(mutants)
    expect(drawMutants(deviations, 'other', 60)).not.toEqual(mutants)
  })

  it('can all be seen on the chat API, and none makes a judge wait for nothing', () => {
    for (const { kind, hangs, apis } of mutants) {
      expect(kind).toBe('mutant')
      expect(hangs).toBeUndefined()
      expect(apis ?? ['openai-chat']).toEqual(
        expect.arrayContaining([expect.stringMatching(/^openai-(chat|models)/)]),
      )
    }
  })
})

describe('what a peer finds', () => {
  const failure = /^FAIL.*$/gm

  it('is what fails now and did not before', () => {
    const plain = 'PASS a\nFAIL b\n'
    expect(newFailures(failure, plain, 'FAIL a\nFAIL b\n')).toEqual(['FAIL a'])
    expect(newFailures(failure, plain, plain)).toEqual([])
    expect(newFailures(failure, 'FAIL b (12ms)\n', 'FAIL b (1.5ms)\n')).toEqual([])
  })
})
