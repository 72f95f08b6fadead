import { describe, expect, it } from 'vitest'
import { createGramIndex } from './grams.ts'

const runLength = 12
const secret = 'sk-Zq8wX2pLmN7vRtY4uKjHgFd9sAeBcT6o'
const padded = `${'0'.repeat(20)}Kd82hsQwPz71${'0'.repeat(20)}`

/** Numbers below `limit` that look drawn, the same for each seed (mulberry32). */
function drawn(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

/** Text of pieces of secrets, of their characters, and of others. */
function mixture(seed: number): string {
  const next = drawn(seed)
  const piece = (): string => {
    const source = next(2) === 0 ? secret : padded
    const from = next(source.length)
    return [
      source.slice(from, from + 1 + next(24)),
      source.charAt(from),
      '0'.repeat(next(16)),
      '"{}: ,'.charAt(next(6)).trim(),
    ][next(4)] as string
  }
  return Array.from({ length: 40 }, piece).join('')
}

/** What the definition says, worked out run by run. */
function expectedMarks(text: string, isWeak: (run: string) => boolean): number[] {
  const runs = [secret, padded].flatMap((form) =>
    Array.from({ length: form.length - runLength + 1 }, (_, at) => form.slice(at, at + runLength)),
  )
  const marks = new Set<number>()
  let group: { from: number; to: number; isSecret: boolean } | undefined
  const close = (): void => {
    const { from, to, isSecret } = group ?? { from: 0, to: 0, isSecret: false }
    if (isSecret) for (let at = from; at < to; at += 1) marks.add(at)
  }
  for (let at = 0; at + runLength <= text.length; at += 1) {
    const run = text.slice(at, at + runLength)
    if (!runs.includes(run)) continue
    if (group === undefined || at >= group.to) {
      close()
      group = { from: at, to: at, isSecret: false }
    }
    group.to = at + runLength
    group.isSecret ||= !isWeak(run)
  }
  close()
  return [...marks]
}

describe('an index of secrets', () => {
  const index = createGramIndex([secret, padded], [])
  const isRepetitive = (run: string): boolean => new Set(run).size < 5

  it('finds what a search for each run of twelve finds, in 2,000 drawn texts', () => {
    let found = 0
    for (let seed = 0; seed < 2000; seed += 1) {
      const text = mixture(seed)
      const bytes = Buffer.from(text, 'latin1')
      const marks = new Set<number>()
      index.scan(bytes, bytes.length, (at) => marks.add(at))
      const expected = expectedMarks(text, isRepetitive)
      expect(
        [...marks].toSorted((one, other) => one - other),
        text,
      ).toEqual(expected)
      found += expected.length
    }
    expect(found).toBeGreaterThan(10_000)
  })

  it('finds a run at every place of a text', () => {
    for (let at = 0; at < 64; at += 1) {
      const bytes = Buffer.from(`${'.'.repeat(at)}${secret.slice(5, 17)}${'.'.repeat(64 - at)}`)
      const marks: number[] = []
      index.scan(bytes, bytes.length, (mark) => marks.push(mark))
      expect(marks).toEqual(Array.from({ length: runLength }, (_, nth) => at + nth))
    }
  })

  it('finds secrets of fewer than twelve characters whole', () => {
    const short = createGramIndex(['pa55word'], [])
    expect(short.shortest).toBe(8)
    const bytes = Buffer.from('--pa55word-pa55wor--')
    const marks: number[] = []
    short.scan(bytes, bytes.length, (mark) => marks.push(mark))
    expect(marks).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('without secrets finds nothing in any text', () => {
    expect(createGramIndex([], []).shortest).toBe(Infinity)
  })
})
