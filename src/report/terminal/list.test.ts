import { describe, expect, it } from 'vitest'
import { renderList, type ListRow } from './list.ts'
import { dangerous, hostile } from '../testing/sample.ts'
import { width } from '../text/width.ts'

const rows: ListRow[] = [
  {
    id: 'conversation.recalls-a-name',
    apis: ['openai-chat', 'openai-chat-stream', 'converse', 'invoke'],
    from: ['notebook example 3'],
    requests: 12,
    title: 'The answer uses a fact from an earlier turn',
  },
  { id: 'chat.hello', apis: ['openai-chat'], from: [], requests: 1, title: 'A greeting' },
]

describe('renderList', () => {
  it('has a row per case with its id, APIs, documents, requests and title', () => {
    const [head, ...lines] = renderList(rows, { columns: 200 }).trimEnd().split('\n')
    expect(head!.trim().split(/\s+/)).toEqual(['ID', 'APIS', 'FROM', 'REQUESTS', 'TITLE'])
    expect(lines.at(-1)).toMatch(/^chat\.hello +openai-chat +1 {2}A greeting$/)
    const text = lines.join(' ')
    for (const part of ['conversation.recalls-a-name', 'converse', 'notebook example', ' 12 ']) {
      expect(text).toContain(part)
    }
  })

  it('fits into the columns, and keeps every id and API whole', () => {
    for (const columns of [50, 70, 90, 100, 120, 160]) {
      const text = renderList(rows, { columns })
      expect(Math.max(...text.split('\n').map(width))).toBeLessThanOrEqual(columns)
      expect(text).toContain('conversation.recalls-a-name')
      expect(text).toContain('openai-chat-stream')
    }
  })

  it('ends in a newline and has only a head without cases', () => {
    expect(renderList([])).toMatch(/^ID .*TITLE\n$/)
    expect(renderList(rows, { columns: 40 })).toMatch(/A greeting\n$/)
  })

  it('keeps hostile text on its row', () => {
    const row = { id: 'a.b', apis: ['x'], from: [hostile], requests: 1, title: hostile }
    expect(renderList([row], { columns: 120 })).not.toMatch(dangerous)
    expect(renderList([row], { columns: 40 })).not.toMatch(dangerous)
  })
})
