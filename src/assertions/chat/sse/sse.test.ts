import { describe, expect, it } from 'vitest'
import { chat, chunk, chunks, done, stream, type Event } from '../../testing/completion.ts'
import { judge, verdict } from '../../testing/judge.ts'
import { observed } from '../../testing/observation.ts'

const raw = (text: string): Event => ({ raw: text })

describe('sse-framing', () => {
  it('holds for CRLF, comments, a byte order mark and data without a space', () => {
    const json = JSON.stringify(chunk({ content: 'x' }))
    const odd = stream([
      raw('\uFEFF'),
      raw(': ping\r\n\r\n'),
      raw(`event: message\r\nid: 7\r\ndata:${json}\r\n\r\n`),
      raw('data:[DONE]\r\n\r\n'),
    ])
    const { findings, notes } = judge('sse-framing', true, odd)
    expect(findings).toEqual([])
    expect(notes).toHaveLength(3)
  })

  it('reports what the reader found, with the byte', () => {
    const { findings } = judge('sse-framing', true, stream([raw('error: no\n\n'), done]))
    expect(findings.map(({ code, at }) => [code, at?.byte])).toEqual([['sse.unknown-field', 0]])
    expect(verdict('sse-framing', true, stream([raw('data: {}\n')]))).toBe('sse.unterminated-event')
  })

  it('does not hold an unfinished event against a stream that we left', () => {
    const left = stream([raw('data: {"a"')], { complete: false, exchange: { hungUp: true } })
    expect(verdict('sse-framing', true, left)).toBe('pass')
  })

  it('fails for a stream without any event', () => {
    expect(verdict('sse-framing', true, stream([raw(': nothing\n\n')]))).toBe('sse.no-events')
  })

  it('is inconclusive about what is no stream', () => {
    expect(verdict('sse-framing', true, chat())).toBe('inconclusive')
  })
})

describe('sse-json', () => {
  it('fails for data that is neither an object nor [DONE]', () => {
    expect(verdict('sse-json', true, stream())).toBe('pass')
    expect(verdict('sse-json', true, stream([raw('data: ""\n\n'), done]))).toBe('sse.not-object')
    expect(verdict('sse-json', true, stream([raw('data: {"a":\n\n')]))).toBe('sse.not-json')
    expect(verdict('sse-json', true, stream([raw('data: [done]\n\n')]))).toBe('sse.not-json')
  })

  it('takes an object over several data lines', () => {
    expect(verdict('sse-json', true, stream([raw('data: {"a":\ndata: 1}\n\n')]))).toBe('pass')
  })
})

describe('sse-done', () => {
  it('holds for exactly one [DONE] at the end, comments after it included', () => {
    expect(verdict('sse-done', true, stream())).toBe('pass')
    expect(verdict('sse-done', true, stream([...chunks(), done, raw(': bye\n\n')]))).toBe('pass')
  })

  it('fails without one, and tells how the stream ended', () => {
    const { findings } = judge('sse-done', true, stream(chunks()))
    expect(findings.map(({ code }) => code)).toEqual(['sse.done-missing'])
    expect(findings[0]?.received).toContain('after event 4')
    expect(findings[0]?.received).toContain('"total_tokens":18}}\\n\\n')
  })

  it('does not count one that lacks its blank line', () => {
    const { findings } = judge('sse-done', true, stream([...chunks(), raw('data: [DONE]\n')]))
    expect(findings[0]?.code).toBe('sse.done-missing')
    expect(findings[0]?.received).toContain('without its blank line: [DONE]')
  })

  it('fails for two, and for anything after it', () => {
    expect(verdict('sse-done', true, stream([...chunks(), done, done]))).toBe('sse.done-repeated')
    expect(verdict('sse-done', true, stream([done, ...chunks()]))).toBe('sse.done-not-last')
  })

  const idle = {
    complete: false,
    exchange: {
      failure: { kind: 'idle-timeout' as const, message: 'Silence.', remedy: '', after: 9 },
    },
  }

  it('fails when everything but [DONE] came and then nothing more', () => {
    expect(verdict('sse-done', true, stream(chunks(), idle))).toBe('sse.done-missing')
  })

  it('is inconclusive when a limit of ours ended an answer that was still going on', () => {
    expect(verdict('sse-done', true, stream(chunks().slice(0, 2), idle))).toBe('inconclusive')
    const left = stream(chunks(), { exchange: { hungUp: true } })
    expect(verdict('sse-done', true, left)).toBe('inconclusive')
  })
})

describe('sse-eof', () => {
  it('measures from the arrival of [DONE] to the end of the body', () => {
    expect(verdict('sse-eof', { within: 5000 }, stream())).toBe('pass')
    const { findings } = judge('sse-eof', { within: 5000 }, stream(undefined, { endedAt: 7070 }))
    expect(findings[0]?.code).toBe('sse.left-open')
    expect(findings[0]?.received).toBe('the end after 7000 ms')
  })

  it('says that it gave up when the end never came', () => {
    const open = stream(undefined, { endedAt: 30_000, complete: false })
    expect(judge('sse-eof', { within: 5000 }, open).findings[0]?.received).toContain('gave up')
  })

  it('is inconclusive without a [DONE]', () => {
    expect(verdict('sse-eof', { within: 5000 }, stream(chunks()))).toBe('inconclusive')
    expect(verdict('sse-eof', { within: 5000 }, observed({ status: 500 }))).toBe('inconclusive')
  })
})
