import { describe, expect, it } from 'vitest'
import { chat, chunk, done, sse } from '../testing/completion.ts'
import {
  added,
  done as responseDone,
  message,
  numbered,
  response,
  streamed,
} from '../responses/testing/response.ts'
import { judge, verdict } from '../testing/judge.ts'
import { observed, utf8 } from '../testing/observation.ts'

/** A stream whose pieces of 100 characters arrive at these times. */
function arriving(times: readonly number[], endedAt: number) {
  const body = times.map((at) => ({ at, bytes: utf8(sse([chunk({ content: 'x'.repeat(100) })])) }))
  const headers = [['content-type', 'text/event-stream']] as const
  const end = { at: endedAt - 1, bytes: utf8(sse([done])) }
  return observed({ api: 'openai-chat-stream', headers, body: [...body, end], endedAt })
}

/** A response whose text comes whole, when it is done. */
function wholeText(text: string) {
  const item = { ...message, content: [{ type: 'output_text', text, annotations: [] }] }
  return numbered([
    { type: 'response.created', response: response({ output: [] }) },
    added(0, { ...item, content: [] }),
    responseDone(0, item),
    { type: 'response.completed', response: response({ output: [item] }) },
  ])
}

describe('incremental', () => {
  it('holds for an answer that arrives bit by bit', () => {
    expect(verdict('incremental', {}, arriving([100, 200, 300, 400, 500], 600))).toBe('pass')
  })

  it('fails for an answer that was held back to the end', () => {
    expect(verdict('incremental', {}, arriving([900, 900, 900, 900, 900], 1000))).toBe(
      'timing.few-reads timing.late-first',
    )
  })

  it('fails for an answer in two large pieces', () => {
    const args = { minLength: 150 }
    expect(verdict('incremental', args, arriving([100, 200], 300))).toBe('timing.few-deltas')
  })

  it('fails for a long answer without any delta', () => {
    const text = 'x'.repeat(500)
    const { findings } = judge('incremental', {}, streamed(wholeText(text)))
    expect(findings.map(({ code, received }) => [code, received])).toEqual([
      ['timing.few-deltas', '0'],
    ])
  })

  it('gives the time of the first text, and how fast the text came after it', () => {
    const { findings } = judge('incremental', {}, arriving([900, 901, 902, 903, 904], 1000))
    expect(findings.map(({ code, received }) => [code, received])).toEqual([
      ['timing.late-first', 'at 900 ms, 90 %, and half of the text within 2 ms'],
    ])
  })

  it('fails where most was held back, and the rest came bit by bit', () => {
    const times = [800, 800, 800, 850, 900]
    expect(verdict('incremental', {}, arriving(times, 1000))).toBe('timing.late-first')
  })

  it('holds for a model that thinks for long and writes fast', () => {
    expect(verdict('incremental', {}, arriving([800, 850, 900, 950], 1000))).toBe('pass')
    expect(verdict('incremental', {}, arriving([2000, 2030, 2060, 2090], 2100))).toBe('pass')
  })

  it('holds for a fast answer of which a gateway sent the small pieces together', () => {
    expect(verdict('incremental', {}, arriving([230, 230, 231, 231, 260], 280))).toBe('pass')
  })

  it('is inconclusive about a short answer', () => {
    expect(verdict('incremental', {}, arriving([900, 900], 1000))).toBe('inconclusive')
  })
})

describe('answers-within', () => {
  it('fails when the response took longer', () => {
    expect(verdict('answers-within', 1000, chat())).toBe('pass')
    expect(verdict('answers-within', 10, chat())).toBe('timing.slow')
  })
})
