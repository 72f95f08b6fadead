import { describe, expect, it } from 'vitest'
import { splitJson } from './split.ts'

const path = ['log', 'entries']

function* blocksOf(bytes: Buffer, size: () => number): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length;) {
    const block = bytes.subarray(from, from + size())
    yield block
    from += block.length
  }
}

/** What `JSON.parse` makes of the parts, put together again; undefined where one of them is no JSON. */
function rejoined(text: Buffer, size: () => number): { readonly value: unknown } | undefined {
  const { around, lists } = splitJson(blocksOf(text, size), path)
  const partsOf = (index: number): unknown[] =>
    lists[index]!.map(
      ({ offset, length }) =>
        JSON.parse(text.subarray(offset, offset + length).toString()) as unknown,
    )
  try {
    const all = lists.map((_, index) => partsOf(index))
    const value = JSON.parse(around) as { log?: { entries?: unknown } } | null
    const { log } = Object(value) as { log?: { entries?: unknown } }
    if (Array.isArray(log?.entries)) log.entries = all[(log.entries as number[])[0]!]
    return { value }
  } catch {
    return undefined
  }
}

function parsed(text: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.toString()) as unknown }
  } catch {
    return undefined
  }
}

/** The multiplicative generator of Park and Miller. */
function random(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => (state = (state * 48_271) % 2_147_483_647) % limit
}

const texts = [
  '{"log":{"entries":[{"a":"x{[\\"\\\\"},{"b":[{"entries":[{}]}]},{}],"pages":[{}]}}',
  '{"entries":[{}],"log":{"pages":[{"entries":[1]}],"entries":[ 1 , "a,]\\\\" , null,[[],{}] ],"x":0}}',
  '{"log":{"entries":[]},"x":"\u00e9 \u{1f600}"}',
  '{"log":{"entries":[1,2]},"log":{"entries":[3],"entries":[{"last":"counts"}]}}',
  '{"log":{"entries":[1]},"log":{}}',
  '{"log":{"\\u0065ntries":[{"an":"escaped name"}]}}',
  '{"log":[{"entries":[{}]}]}',
  '[{"log":{"entries":[{}]}}]',
  '{"log":{"entries":{"log":[1]}}}',
  ' \n{"log" : {"entries"\n:\t[\r\n{} ]}}\n',
  `{"log":{"${'n'.repeat(300)}":[1],"entries":[2]}}`,
]

describe('JSON that is split', () => {
  it.each(texts)('holds what the whole does: %s', (text) => {
    const bytes = Buffer.from(text)
    expect(parsed(bytes)).toBeDefined()
    for (const size of [1, 2, 3, 7, 1000]) {
      expect(rejoined(bytes, () => size)).toEqual(parsed(bytes))
    }
  })

  it('is no JSON where the whole is none, and the same where it is', () => {
    const next = random(7)
    const odd = ['"', '\\', '{', '}', '[', ']', ',', ':', '1', ' ', '\n', '\v', '\0', '\u00e9', '']
    let whole = 0
    for (let round = 0; round < 6000; round += 1) {
      const text = texts[next(texts.length)]!
      const at = next(text.length)
      const changed = text.slice(0, at) + odd[next(odd.length)]! + text.slice(at + next(3))
      const bytes = Buffer.from(changed)
      if (round % 5 === 0) bytes[next(bytes.length)] = 128 + next(128)
      const found = parsed(bytes)
      if (found !== undefined) whole += 1
      expect({ changed, found: attempt(bytes, next) }).toEqual({ changed, found })
    }
    expect(whole).toBeGreaterThan(500)
  })

  it('says on which line each element begins', () => {
    const entries = [{ a: 'x{["\\' }, { b: [{ entries: [{}] }] }, {}]
    const text = JSON.stringify({ entries: [{}], log: { pages: [{}], entries } }, undefined, 1)
    const lines = text.split('\n')
    const [found = []] = splitJson([Buffer.from(text)], path).lists
    expect(found).toHaveLength(3)
    for (const { line } of found) expect(lines[line - 1]).toMatch(/^ {3}\{/)
    expect(found[0]!.line).toBe(lines.findIndex((line) => line.includes('"a"')))
  })

  it('keeps nothing of the elements', () => {
    const large = 'x'.repeat(1_000_000)
    const text = JSON.stringify({ log: { entries: [large, { large }], version: 1 } })
    const { around, lists } = splitJson([Buffer.from(text)], path)
    expect(around).toBe('{"log":{"entries":[0],"version":1}}')
    expect(lists[0]!.map(({ length }) => length)).toEqual([1_000_002, 1_000_012])
  })
})

function attempt(bytes: Buffer, next: (limit: number) => number): ReturnType<typeof rejoined> {
  try {
    return rejoined(bytes, () => 1 + next(20))
  } catch {
    return undefined // an element is no JSON
  }
}
