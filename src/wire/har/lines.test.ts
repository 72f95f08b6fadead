import { describe, expect, it } from 'vitest'
import { entryLines } from './lines.ts'

describe('the line of an entry', () => {
  it('is the one on which it begins, whatever its strings hold', () => {
    const entries = [{ a: 'x{["\\' }, { b: [{ entries: [{}] }] }, {}]
    const text = JSON.stringify({ entries: [{}], log: { pages: [{}], entries } }, undefined, 1)
    const lines = text.split('\n')
    const found = entryLines(text)
    expect(found).toHaveLength(3)
    for (const line of found) expect(lines[line - 1]).toMatch(/^ {3}\{/)
    expect(found[0]).toBe(lines.findIndex((line) => line.includes('"a"')))
  })

  it('is 1 for all in a file of one line', () => {
    expect(entryLines('{"log":{"entries":[{},{}]}}')).toEqual([1, 1])
  })

  it('is none where there are no entries, and no end is waited for', () => {
    for (const text of ['', '[]', '{"log":{"entries":"{"}}', '{"log":"', '"\\"']) {
      expect(entryLines(text)).toEqual([])
    }
  })
})
