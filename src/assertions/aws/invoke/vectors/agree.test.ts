import { describe, expect, it } from 'vitest'
import { codes, reply } from '../../testing/see.ts'

const agree = (json: object, asked?: object) => codes('vectors-agree', reply('invoke', json, asked))

describe('the types of a vector of Titan', () => {
  const float = [0.5, -0.5, 0.25, -0.25]
  const titan = (types: object) => ({ embedding: float, embeddingsByType: types })

  it('agree with each other, but for a few signs', () => {
    expect(agree(titan({ float, binary: [1, 0, 1, 0] }))).toEqual([])
    expect(agree(titan({ float, binary: [1, 0, 1, 1] }))).toEqual([])
    expect(agree({ embeddingsByType: { binary: [1, 0] } })).toEqual([])
  })

  it.each([
    [{ float: [0.5, 0.5, 0.25, 0.25] }],
    [{ float, binary: [1, 1, 1, 1] }],
    [{ float, binary: [0, 1, 0, 1] }],
  ])('are found to disagree in %j', (types) => {
    expect(agree(titan(types))).toEqual(['vector-types'])
  })
})

describe('an answer of Cohere', () => {
  it('has integers that differ, and the texts that were sent, in whatever case', () => {
    const cohere = { embeddings: { int8: [[1, -3]] }, texts: ['hello'] }
    expect(agree(cohere, { texts: ['Hello'] })).toEqual([])
    expect(agree(cohere, { texts: ['other'] })).toEqual(['vector-types'])
    expect(agree({ embeddings: { int8: [[0, 0]] } })).toEqual(['vector-types'])
  })
})

describe('the scores of a ranking', () => {
  const scored = (given: readonly number[], documents: readonly unknown[]) => {
    const results = given.map((one, index) => ({ index, relevance_score: one }))
    return codes('rerank-scores', reply('invoke', { results }, { documents }))
  }
  const scores = (...given: readonly number[]) => scored(given, ['a', 'b'])

  it('lie from 0 to 1, and differ', () => {
    expect(scores(1, 0)).toEqual([])
    expect(scores(0.5)).toEqual([])
    expect(scores(1.1, 0.2)).toEqual(['rerank-score'])
    expect(scores(0.2, -0.1)).toEqual(['rerank-score'])
    expect(scores(0.5, 0.5)).toEqual(['rerank-score'])
  })

  it('are the same for one document that is sent twice', () => {
    expect(scored([0.5, 0.5], ['a', 'a'])).toEqual([])
    expect(scored([0.5, 0.5], [{ text: 'a' }, { text: 'a' }])).toEqual([])
    expect(scored([0.5, 0.5, 0.5], ['a', 'a', 'b'])).toEqual(['rerank-score'])
  })
})

describe('the vectors of a batch', () => {
  it('are apart, whatever form they come in', () => {
    const apart = (json: object) => codes('vectors-apart', reply('invoke', json))
    expect(
      apart({
        embeddings: {
          float: [
            [1, 0],
            [0, 1],
          ],
        },
      }),
    ).toEqual([])
    expect(
      apart({
        embeddings: [
          [1, 0],
          [1, 0],
        ],
      }),
    ).toEqual(['embeddings.alike'])
    expect(apart({ embeddings: [{ embedding: [1, 0] }] })).toEqual([])
    expect(apart({})).toEqual(['unsaid'])
  })
})
