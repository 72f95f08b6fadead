import { expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createMemory } from './memory.ts'

const kibibyte = 1024
const headLength = 64 * kibibyte

function exchange(body: string): Exchange {
  const decoded = [{ at: 1, bytes: new Uint8Array(Buffer.from(body)) }]
  const head = { status: 200, statusText: '', httpVersion: '', headers: [], headersAt: 0 }
  return {
    startedAt: '',
    request: { method: 'GET', url: 'http://a:1/', headers: [], body: new Uint8Array() },
    response: { ...head, raw: decoded, decoded, endedAt: 2, complete: true },
    earlier: [],
    leaks: [],
  }
}

const lengthOf = ({ response }: Exchange): number =>
  (response?.decoded ?? []).reduce((sum, { bytes }) => sum + bytes.length, 0)

it('an answer that fits is read as it came', () => {
  const memory = createMemory(2800 * kibibyte)
  const one = exchange('x'.repeat(100 * kibibyte))
  expect(memory.admit(one)).toBe(one)
})

it('of an answer that does not fit beside the others the beginning is read', () => {
  const memory = createMemory(2800 * kibibyte)
  const [one, other] = [exchange('x'.repeat(100 * kibibyte)), exchange('y'.repeat(100 * kibibyte))]
  memory.admit(one)
  const admitted = memory.admit(other)
  expect(lengthOf(admitted)).toBe(headLength)
  expect(admitted).toMatchObject({
    failure: { kind: 'too-large', message: expect.stringContaining('a:1') },
    response: { complete: false },
  })
  expect(admitted.response?.raw).toBe(admitted.response?.decoded)
})

it('an answer that was judged leaves its room to the next', () => {
  const memory = createMemory(2800 * kibibyte)
  const one = exchange('x'.repeat(100 * kibibyte))
  memory.judged(memory.admit(one))
  const other = exchange('y'.repeat(100 * kibibyte))
  expect(memory.admit(other)).toBe(other)
})

it.each([
  ['was judged', 'waits no more', 'judged', 'unshare'],
  ['waits no more', 'was judged', 'unshare', 'judged'],
])('an answer that may wait for another cell and %s keeps its room until it %s', (...steps) => {
  const memory = createMemory(6600 * kibibyte)
  const full = (): Exchange => memory.admit(exchange('x'.repeat(100 * kibibyte)))
  const [one] = [full(), full(), full()]
  expect(memory.share(one)).toBe(true)
  const act = { judged: () => memory.judged(one), unshare: () => memory.unshare(one) }
  act[steps[2] as 'judged' | 'unshare']()
  expect(full()).toHaveProperty('failure')
  act[steps[3] as 'judged' | 'unshare']()
  expect(memory.admit(exchange('y'.repeat(50 * kibibyte)))).not.toHaveProperty('failure')
})

it('of what may be read at a time, a third may wait', () => {
  const memory = createMemory(6600 * kibibyte)
  const admitted = () => memory.admit(exchange('x'.repeat(100 * kibibyte)))
  expect([memory.share(admitted()), memory.share(admitted())]).toEqual([true, false])
})

it.each([
  ['events', 'data:1\n\n'],
  ['values', '{},'],
])('many %s take more than their bytes', (_, part) => {
  const memory = createMemory(4000 * kibibyte)
  expect(memory.admit(exchange('x'.repeat(120 * kibibyte)))).not.toHaveProperty('failure')
  const parts = exchange(part.repeat((120 * kibibyte) / part.length))
  expect(createMemory(4000 * kibibyte).admit(parts)).toHaveProperty('failure')
})

it('recordings have the beginning of bodies that are too large together', () => {
  const memory = createMemory(1e9, 150 * kibibyte)
  const all = ['a', 'b', 'c'].map((letter) => exchange(letter.repeat(100 * kibibyte)))
  const kept = all.map(memory.admit).map(memory.judged)
  expect(kept.map(lengthOf)).toEqual([100 * kibibyte, headLength, headLength])
  expect(kept.map(({ failure }) => failure?.kind)).toEqual([undefined, 'too-large', 'too-large'])
})

it('what is kept no more makes room for other recordings', () => {
  const memory = createMemory(1e9, 150 * kibibyte)
  for (const letter of ['a', 'b', 'c', 'd']) {
    const kept = [memory.judged(memory.admit(exchange(letter.repeat(100 * kibibyte))))]
    expect(kept.map(lengthOf)).toEqual([100 * kibibyte])
    memory.dropped(kept)
  }
})

it('what two cells judge takes room once, until both keep it no more', () => {
  const memory = createMemory(1e9, 150 * kibibyte)
  const one = memory.admit(exchange('a'.repeat(100 * kibibyte)))
  const room = (): number => lengthOf(memory.judged(exchange('b'.repeat(45 * kibibyte)))) / kibibyte
  const first = memory.judged(one)
  expect(memory.judged(one)).toEqual(first)
  expect(room()).toBe(45)
  memory.dropped([first])
  const other = memory.judged(exchange('c'.repeat(100 * kibibyte)))
  expect(lengthOf(other)).toBe(headLength)
  memory.dropped([first, other])
  expect(lengthOf(memory.judged(exchange('d'.repeat(100 * kibibyte))))).toBe(100 * kibibyte)
})
