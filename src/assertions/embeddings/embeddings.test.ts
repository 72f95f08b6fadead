import { describe, expect, it } from 'vitest'
import type { CheckInput } from '../assertion.ts'
import { verdict } from '../testing/judge.ts'
import { answered } from '../testing/observation.ts'

const a = [0.6, 0.8, 0]
const b = [0, 0.6, 0.8]
const c = [0.8, 0, -0.6]

interface Given {
  readonly vectors?: readonly unknown[]
  readonly asked?: Readonly<Record<string, unknown>>
  readonly usage?: unknown
  readonly indexes?: readonly unknown[] | undefined
}

/** A response of `POST /embeddings`, right but for what is given. */
function embedded({ vectors = [a], asked, usage, indexes }: Given = {}) {
  const data = vectors.map((embedding, at) => ({
    object: 'embedding',
    index: indexes === undefined ? at : indexes[at],
    embedding,
  }))
  const counts = { prompt_tokens: 4, total_tokens: 4 }
  const json = { object: 'list', data, model: 'm', usage: usage ?? counts }
  return answered(json, { api: 'openai-embeddings', asked: { input: 'hi', ...asked } })
}

function float32(values: readonly number[], bigEndian = false): string {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) {
    if (bigEndian) bytes.writeFloatBE(value, at * 4)
    else bytes.writeFloatLE(value, at * 4)
  }
  return bytes.toString('base64')
}

function steps(entries: Readonly<Record<string, Given>>): Partial<CheckInput> {
  const observations = Object.entries(entries).map(
    ([step, given]) => [step, [embedded(given)]] as const,
  )
  return { steps: new Map(observations) }
}

describe('the list of embeddings', () => {
  const list = (given: Given) => verdict('embedding-list', true, embedded(given))

  it('has one entry for each input, numbered in their order', () => {
    expect(list({})).toBe('pass')
    expect(list({ vectors: [a, b], asked: { input: ['x', 'y'] } })).toBe('pass')
    expect(list({ asked: { input: [12, 7] } })).toBe('pass')
    expect(list({ vectors: [a, b], asked: { input: [[12], [7]] } })).toBe('pass')
  })

  it.each([
    ['one is lost', { asked: { input: ['x', 'y'] } }, 'embeddings.count'],
    ['the list is empty', { vectors: [] }, 'embeddings.count'],
    [
      'tokens are taken for texts',
      { vectors: [a, b], asked: { input: [1, 2] } },
      'embeddings.count',
    ],
    ['indexes start at 1', { indexes: [1] }, 'embeddings.index'],
    ['an index is a text', { indexes: ['0'] }, 'embeddings.index'],
    [
      'two have one index',
      { vectors: [a, b], asked: { input: ['x', 'y'] }, indexes: [0, 0] },
      'embeddings.index',
    ],
  ])('is wrong where %s', (_, given, codes) => {
    expect(list(given)).toBe(codes)
  })
})

it('an index is the position in the list', () => {
  const positions = (indexes: readonly unknown[]) =>
    verdict('embedding-positions', true, embedded({ vectors: [a, b], indexes }))
  expect(positions([0, 1])).toBe('pass')
  expect(positions([1, 0])).toBe('embeddings.position embeddings.position')
  expect(verdict('embedding-list', true, embedded({ vectors: [a], indexes: [0] }))).toBe('pass')
})

describe('vectors', () => {
  const vectors = (given: Given) => verdict('embedding-vectors', true, embedded(given))
  const base64 = { encoding_format: 'base64' }

  it('are lists of numbers, or base64 where that was asked for', () => {
    expect(vectors({})).toBe('pass')
    expect(vectors({ vectors: [[1, 2, 3]] })).toBe('pass')
    expect(vectors({ vectors: [float32(a)], asked: base64 })).toBe('pass')
    expect(vectors({ asked: { dimensions: 3 } })).toBe('pass')
  })

  it.each([
    ['base64 where numbers are due', { vectors: [float32(a)] }, 'encoding'],
    ['numbers where base64 is due', { asked: base64 }, 'encoding'],
    ['a text that is no base64', { vectors: ['0.6, 0.8'], asked: base64 }, 'encoding'],
    ['base64 of a half value', { vectors: ['AAAA'], asked: base64 }, 'encoding'],
    ['an empty text', { vectors: [''], asked: base64 }, 'encoding'],
    ['NaN in base64', { vectors: [float32([1, Number.NaN])], asked: base64 }, 'value'],
    ['infinity in base64', { vectors: [float32([1, Infinity])], asked: base64 }, 'value'],
    ['null', { vectors: [[0.1, null]] }, 'value'],
    ['texts', { vectors: [['0.1', '0.2']] }, 'value'],
    ['a list in a list', { vectors: [[a]] }, 'value'],
    ['nothing', { vectors: [[]] }, 'value'],
    ['another number of dimensions', { asked: { dimensions: 2 } }, 'length'],
    ['different lengths', { vectors: [a, [1, 2]] }, 'length'],
  ])('are wrong with %s', (_, given, code) => {
    expect(vectors(given)).toBe(`embeddings.${code}`)
  })

  it('have a direction', () => {
    const direction = (given: Given) => verdict('embedding-direction', true, embedded(given))
    expect(direction({})).toBe('pass')
    expect(direction({ vectors: [[0, 0, 0]] })).toBe('embeddings.zero')
    expect(direction({ vectors: [float32([0, 0])], asked: base64 })).toBe('embeddings.zero')
    expect(direction({ vectors: [] })).toBe('inconclusive')
  })
})

describe('usage of embeddings', () => {
  const usage = (prompt: unknown, total: unknown, more: object = {}, asked = {}) =>
    verdict(
      'embedding-usage',
      true,
      embedded({ usage: { prompt_tokens: prompt, total_tokens: total, ...more }, asked }),
    )

  it('counts each input, and nothing else', () => {
    expect(usage(4, 4)).toBe('pass')
    expect(usage(4, 4, { completion_tokens: 0 })).toBe('pass')
  })

  it.each([
    [0, 0, 'embeddings.tokens'],
    [-1, -1, 'embeddings.tokens'],
    [4, 5, 'embeddings.total'],
    [4, 0, 'embeddings.total'],
  ])('is wrong with %j of %j', (prompt, total, codes) => {
    expect(usage(prompt, total)).toBe(codes)
  })

  it('has a token for each text', () => {
    expect(usage(1, 1, {}, { input: ['x', 'y'] })).toBe('embeddings.tokens')
  })
})

describe('vectors of two requests', () => {
  const same = (own: Given, other: Given) =>
    verdict('same-vectors', { as: 'one' }, embedded(own), steps({ one: other }))

  it('are the same for the same text, also in base64 and rounded', () => {
    expect(same({}, {})).toBe('pass')
    expect(same({ vectors: [float32(a)] }, {})).toBe('pass')
    expect(same({ vectors: [[0.6001, 0.7999, 0]] }, {})).toBe('pass')
  })

  it.each([
    ['another vector', [b]],
    ['another order of bytes', [float32(a, true)]],
    ['double precision', [Buffer.from(new Float64Array(a).buffer).toString('base64')]],
    ['fewer values', [[0.6, 0.8]]],
    ['only zeros', [[0, 0, 0]]],
    ['twice as long', [[1.2, 1.6, 0]]],
    ['shorter', [[0.3, 0.4, 0]]],
  ])('are found to be %s', (_, vectors) => {
    expect(same({ vectors }, {})).toBe('embeddings.differ')
  })

  it('cannot be compared where one of them cannot be read', () => {
    expect(same({ vectors: ['?'] }, {})).toBe('inconclusive')
    expect(same({}, { vectors: [null] })).toBe('inconclusive')
  })
})

describe('a batch', () => {
  const alone = { one: { vectors: [a] }, two: { vectors: [b] }, three: { vectors: [c] } }
  const order = (
    vectors: readonly unknown[],
    of: Readonly<Record<string, Given>> = alone,
    indexes?: readonly unknown[],
  ) =>
    verdict(
      'vectors-in-order',
      { of: ['one', 'two', 'three'] },
      embedded({ vectors, asked: { input: ['x', 'y', 'z'] }, indexes }),
      steps(of),
    )

  it('is in the order of its texts', () => {
    expect(order([a, b, c])).toBe('pass')
    expect(order([a, b, [0.79, 0.01, -0.61]])).toBe('pass')
    expect(order([c, b, a])).toBe('embeddings.order embeddings.order')
    expect(order([c, b, a], alone, [2, 1, 0])).toBe('pass')
    expect(order([a, b, c], alone, [2, 1, 0])).toBe('embeddings.order embeddings.order')
    expect(order([a, a, c])).toBe('embeddings.order')
    expect(order([a, b, [1, 2]])).toBe('embeddings.order')
  })

  it('has no order that can be judged where texts alone are alike or missing', () => {
    expect(order([a, a, a], { ...alone, two: { vectors: [a] } })).toBe('inconclusive')
    expect(order([a, b, c], { one: { vectors: [a] } })).toBe('inconclusive')
    expect(order(['?'])).toBe('inconclusive')
  })

  it('has a vector of its own for each text', () => {
    const distinct = (vectors: readonly unknown[]) =>
      verdict('distinct-vectors', true, embedded({ vectors }))
    expect(distinct([a, b])).toBe('pass')
    expect(distinct([a, b, a])).toBe('embeddings.alike')
    expect(distinct([a])).toBe('inconclusive')
    expect(distinct(['?', a])).toBe('inconclusive')
  })

  it('has vectors of unrelated texts apart by more than noise', () => {
    const apart = (vectors: readonly unknown[], unrelated = [0, 1]) =>
      verdict('distinct-vectors', { unrelated }, embedded({ vectors }))
    expect(
      apart([
        [1, 0],
        [1, 0.000001],
      ]),
    ).toBe('embeddings.alike')
    expect(
      apart([
        [1, 0],
        [1, 0.2],
      ]),
    ).toBe('pass')
    expect(
      apart(
        [
          [1, 0],
          [1, 0.000001],
          [0, 1],
        ],
        [0, 2],
      ),
    ).toBe('pass')
  })
})
