import { expect, it } from 'vitest'
import { dangerous, hostile } from '../testing/sample.ts'
import type { TablesPage } from './data.ts'
import { renderTables } from './tables.ts'

const head = {
  title: 'comparison',
  verdict: 'REGRESSION',
  sentence: hostile,
  tone: 'bad',
  facts: [],
  notes: [],
} as const

function page(
  rows: readonly (readonly string[])[],
  sections = 1,
): { html: string; data: TablesPage } {
  const section = { title: 'New', tone: 'bad', columns: ['What'], rows } as const
  const html = renderTables(
    head,
    Array.from({ length: sections }, () => section),
  )
  const [, text = ''] = /id="data">(.*?)<\/script>/s.exec(html) ?? []
  return { html, data: JSON.parse(text) as TablesPage }
}

it('a page of tables has every row, in order', () => {
  expect(page([['one'], ['two']]).data.sections[0]?.rows).toEqual([['one'], ['two']])
})

it('a page of tables stays below 3 MB, and counts the rows that it leaves out', () => {
  const rows = Array.from({ length: 5000 }, (_, at) => [`${at}${'<'.repeat(5000)}`])
  for (const sections of [1, 9]) {
    const { html, data } = page(rows, sections)
    expect(Buffer.byteLength(html)).toBeLessThan(3_000_000)
    const [first] = data.sections
    expect(first?.rows.length).toBeGreaterThan(10)
    expect(first?.title).toBe(`New (${rows.length - first!.rows.length} rows are left out)`)
  }
})

it('a page of tables shows no text that reorders or hides other text', () => {
  const { data } = page([[hostile]])
  for (const text of [data.head.sentence, ...data.sections[0]!.rows.flat()]) {
    expect(text).not.toMatch(dangerous)
  }
})
