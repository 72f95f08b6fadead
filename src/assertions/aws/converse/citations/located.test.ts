import { describe, expect, it } from 'vitest'
import { codes, reply, stream } from '../../testing/see.ts'

const asked = {
  messages: [
    { role: 'user', content: [{ document: { name: 'a' } }, { text: 'What?' }] },
    { role: 'assistant', content: [{ text: 'That.' }] },
    { role: 'user', content: [{ document: { name: 'b' } }, { text: 'And?' }] },
  ],
}

function cited(location: unknown, request: unknown = asked): readonly string[] {
  const content = [{ citationsContent: { content: [{ text: 'Sol' }], citations: [{ location }] } }]
  const json = {
    output: { message: { role: 'assistant', content } },
    stopReason: 'end_turn',
    usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
    metrics: { latencyMs: 1 },
  }
  return codes('citations', reply('converse', json, request))
}

describe('a citation', () => {
  it.each([
    { documentChar: { documentIndex: 0, start: 0, end: 9 } },
    { documentChunk: { documentIndex: 1, start: 3, end: 3 } },
    { documentPage: { documentIndex: 1, start: 1, end: 2 } },
    { searchResultLocation: { searchResultIndex: 7, start: 0, end: 1 } },
    { web: { url: 'https://a.example' } },
    { hologram: { documentIndex: 9 } },
    {},
  ])('may say %j', (location) => {
    expect(cited(location)).toEqual([])
  })

  it.each([
    ['range', { documentChar: { documentIndex: 0, start: 9, end: 0 } }],
    ['range', { searchResultLocation: { searchResultIndex: 0, start: 2, end: 1 } }],
    ['document', { documentPage: { documentIndex: 2, start: 1, end: 1 } }],
  ])('is wrong in its %s: %j', (code, location) => {
    expect(cited(location)).toEqual([`citation-${code}`])
  })

  it('names no document where the request has none', () => {
    const location = { documentChar: { documentIndex: 0, start: 0, end: 9 } }
    expect(cited(location, { messages: [] })).toEqual(['citation-document'])
  })

  it('may name a document in the result of a tool', () => {
    const content = [{ document: { name: 'report' } }]
    const request = { messages: [{ role: 'user', content: [{ toolResult: { content } }] }] }
    const of = (documentIndex: number) => ({ documentChar: { documentIndex, start: 0, end: 9 } })
    expect(cited(of(0), request)).toEqual([])
    expect(cited(of(1), request)).toEqual(['citation-document'])
  })

  it('is judged in a stream too', () => {
    const location = { documentChar: { documentIndex: 0, start: 9, end: 0 } }
    const events = [
      ['messageStart', { role: 'assistant' }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Sol' } }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { citation: { location } } }],
      ['contentBlockStop', { contentBlockIndex: 0 }],
      ['messageStop', { stopReason: 'end_turn' }],
    ] as const
    expect(codes('citations', stream(events, asked))).toEqual(['citation-range'])
  })

  it('is not needed', () => {
    expect(codes('citations', stream([['messageStart', { role: 'assistant' }]]))).toEqual([])
  })
})
