import { describe, expect, it } from 'vitest'
import type { AnsweredId } from '../../model/findings/own-id.ts'
import { createOwnIds } from './own-ids.ts'

const id = (request: string, value = 'chatcmpl-1', among = 'answer chat host'): AnsweredId => ({
  names: 'answer',
  value,
  among,
  request,
})

describe('an id of a run', () => {
  it('is repeated for each of the answers that have it, whichever came first', () => {
    const foundIn = (order: readonly [string, string][]) => {
      const ids = createOwnIds()
      for (const [owner, request] of order) ids.add(id(request), owner)
      return order.toSorted().map(([owner, request]) => ids.repeated(id(request), owner))
    }
    const order: [string, string][] = [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ]
    expect(foundIn(order).map((found) => [found?.code, found?.received])).toEqual([
      ['ids.answer-repeated', 'as in b (3 of 3 requests): "chatcmpl-1"'],
      ['ids.answer-repeated', 'as in a (3 of 3 requests): "chatcmpl-1"'],
      ['ids.answer-repeated', 'as in a (3 of 3 requests): "chatcmpl-1"'],
    ])
    expect(foundIn(order.toReversed())).toEqual(foundIn(order))
  })

  it('may come again with the answer to the same request, from a cache or to several cases', () => {
    const ids = createOwnIds()
    ids.add(id('1'), 'a')
    ids.add(id('1'), 'a')
    ids.add(id('1'), 'b')
    expect(ids.repeated(id('1'), 'a')).toBeUndefined()
  })

  it('is repeated within one case, too', () => {
    const ids = createOwnIds()
    ids.add(id('1'), 'a')
    ids.add(id('2'), 'a')
    ids.add(id('3', 'other'), 'a')
    expect(ids.repeated(id('1'), 'a')?.received).toBe(
      'as in this case (2 of 3 requests): "chatcmpl-1"',
    )
  })

  it('may be equal on another host, or of another kind of object', () => {
    const ids = createOwnIds()
    ids.add(id('1'), 'a')
    ids.add(id('2', 'chatcmpl-1', 'answer chat other'), 'b')
    expect(ids.repeated(id('1'), 'a')).toBeUndefined()
  })

  it('is compared whole, however long it is, and shown in part', () => {
    const ids = createOwnIds()
    const long = 'x'.repeat(5000)
    ids.add(id('1', `${long}1`), 'a')
    ids.add(id('2', `${long}2`), 'b')
    expect(ids.repeated(id('1', `${long}1`), 'a')).toBeUndefined()
    ids.add(id('3', `${long}1`), 'c')
    expect(ids.repeated(id('1', `${long}1`), 'a')?.received.length).toBeLessThan(120)
  })
})
