import { describe, expect, it } from 'vitest'
import { codes, reply } from '../../testing/see.ts'

const unit = [0.6, 0.8]

describe('a vector of Titan', () => {
  const asked = { inputText: 'hi', dimensions: 2, normalize: true }
  const titan = (embedding: unknown, more: object = {}) =>
    codes('titan-embedding', reply('invoke', { embedding, inputTextTokenCount: 1, ...more }, asked))

  it('has the dimensions and the norm that were asked for', () => {
    expect(titan(unit)).toEqual([])
    expect(titan(unit, { embeddingsByType: { float: unit, binary: [1, 0] } })).toEqual([])
    expect(titan(unit, { embeddingsByType: { float: unit, x_vendor: null } })).toEqual([])
  })

  it.each([
    ['vector-length', [0.6, 0.8, 0], {}],
    ['vector-norm', [0.6, 0.9], {}],
    ['vector-value', [0.6, '0.8'], {}],
    ['vector-value', [0, 0], {}],
    ['titan-count', unit, { inputTextTokenCount: 0 }],
    ['titan-count', unit, { inputTextTokenCount: '1' }],
  ])('is %s: %j', (code, embedding, more) => {
    expect(titan(embedding, more)).toContain(code)
  })

  it('of a type that was asked for is there', () => {
    const binary = { ...asked, embeddingTypes: ['binary'] }
    const body = { embedding: unit, inputTextTokenCount: 1 }
    expect(codes('titan-embedding', reply('invoke', body, binary))).toEqual(['vector-missing'])
  })

  it('stands in `embedding`, unless a type was asked for', () => {
    const byType = { embeddingsByType: { float: unit }, inputTextTokenCount: 1 }
    expect(codes('titan-embedding', reply('invoke', byType, asked))).toEqual(['vector-missing'])
    const typed = { ...asked, embeddingTypes: ['float'] }
    expect(codes('titan-embedding', reply('invoke', byType, typed))).toEqual([])
  })
})

describe('the vectors of Cohere', () => {
  const asked = { texts: ['a', 'b'], input_type: 'search_document' }
  const cohere = (embeddings: unknown, type = 'embeddings_floats', more: object = {}) =>
    codes(
      'cohere-embedding',
      reply('invoke', { id: 'a', response_type: type, embeddings }, { ...asked, ...more }),
    )
  const byType = 'embeddings_by_type'

  it('are one for each text, as a list or by type', () => {
    expect(cohere([unit, unit])).toEqual([])
    expect(
      cohere(
        {
          float: [unit, unit],
          int8: [
            [1, -2],
            [3, 4],
          ],
        },
        byType,
      ),
    ).toEqual([])
    expect(cohere({ ubinary: [[255], [7]] }, byType, { output_dimension: 8 })).toEqual([])
    expect(cohere({ hologram: [['x'], ['y']] }, byType)).toEqual([])
    expect(cohere({ float: [unit, unit], x_vendor: null }, byType)).toEqual([])
  })

  it.each([
    ['vector-count', [unit], 'embeddings_floats', {}],
    ['vector-length', [unit, [1, 2, 3]], 'embeddings_floats', {}],
    ['vector-length', [unit, unit], 'embeddings_floats', { output_dimension: 3 }],
    ['vector-form', [unit, unit], byType, {}],
    [
      'vector-value',
      {
        int8: [
          [1.5, 2],
          [3, 4],
        ],
      },
      byType,
      {},
    ],
    ['vector-missing', { float: [unit, unit] }, byType, { embedding_types: ['int8'] }],
  ])('are %s: %j', (code, embeddings, type, more) => {
    expect(cohere(embeddings, type, more)).toContain(code)
  })
})

describe('the vectors of Nova', () => {
  const asked = { taskType: 'SINGLE_EMBEDDING', singleEmbeddingParams: { embeddingDimension: 2 } }
  const nova = (embedding: unknown) =>
    codes(
      'nova-embedding',
      reply('invoke', { embeddings: [{ embeddingType: 'TEXT', embedding }] }, asked),
    )

  it('have the dimensions that were asked for', () => {
    expect(nova(unit)).toEqual([])
    expect(nova([1])).toEqual(['vector-length'])
    expect(nova([])).toEqual(['vector-value'])
  })
})

describe('a ranking', () => {
  const asked = { query: 'q', documents: ['a', 'b', 'c'], top_n: 2 }
  const rank = (...results: readonly (readonly [number, number])[]) =>
    codes(
      'rerank',
      reply(
        'invoke',
        { results: results.map(([index, relevance_score]) => ({ index, relevance_score })) },
        asked,
      ),
    )

  it('names documents of the request, the best first', () => {
    expect(rank([2, 0.9], [0, 0.1])).toEqual([])
  })

  it('that is unsorted, names a document twice or none, or is too long is found', () => {
    expect(rank([2, 0.1], [0, 0.9])).toEqual(['rerank-order'])
    expect(rank([2, 0.9], [2, 0.1])).toEqual(['rerank-index'])
    expect(rank([3, 0.9], [0, 0.1])).toEqual(['rerank-index'])
    expect(rank([2, 0.9])).toEqual(['rerank-count'])
  })
})
