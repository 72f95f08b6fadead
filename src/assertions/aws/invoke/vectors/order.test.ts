import { expect, it } from 'vitest'
import { verdict } from '../../../testing/judge.ts'
import { reply } from '../../testing/see.ts'

const a = [0.6, 0.8, 0]
const b = [0, 0.6, 0.8]
const c = [0.8, 0, -0.6]

function judged(embeddings: unknown, alone: unknown = { float: [c] }): string {
  const steps = new Map([['alone', [reply('invoke', { embeddings: alone })]]])
  return verdict('batch-order', { of: 'alone', at: 2 }, reply('invoke', { embeddings }), { steps })
}

it('finds a batch in another order than its texts', () => {
  expect(judged({ float: [a, b, c] })).toBe('pass')
  expect(judged([a, b, c])).toBe('pass')
  expect(judged({ float: [c, b, a] })).toBe('embeddings.order')
})

it('cannot be judged without the vectors', () => {
  expect(judged({ int8: [[1, 2, 3]] })).toBe('inconclusive')
  expect(judged({ float: [a, b, c] }, {})).toBe('inconclusive')
  expect(judged({ float: [a, b, [0, 0, 0]] })).toBe('inconclusive')
  expect(judged({ float: [a, b, [1]] })).toBe('inconclusive')
})
