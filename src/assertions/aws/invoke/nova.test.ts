import { describe, expect, it } from 'vitest'
import { observe } from '../../../engine/observe/observe.ts'
import type { Observation } from '../../../model/observation.ts'
import { apis } from '../../../protocol/registry.ts'
import { chunkFrame, exchange } from '../../../protocol/testing/build.ts'
import { codes, reply } from '../testing/see.ts'

const usage = { inputTokens: 5, outputTokens: 10 }
const asked = { inferenceConfig: { maxTokens: 10 } }

const body = (counts: object) => ({
  output: { message: { role: 'assistant', content: [{ text: 'Sol' }] } },
  stopReason: 'end_turn',
  usage: counts,
})

const start = { messageStart: { role: 'assistant' } }
const delta = (index: number, text: string) => ({
  contentBlockDelta: { contentBlockIndex: index, delta: { text } },
})
const open = (index: number) => ({ contentBlockStart: { contentBlockIndex: index, start: {} } })
const close = (index: number) => ({ contentBlockStop: { contentBlockIndex: index } })
const end = { messageStop: { stopReason: 'end_turn' } }
const metadata = (counts: object = usage) => ({
  metadata: { usage: counts, metrics: {}, trace: {} },
})
const talk = [start, delta(0, 'S'), close(0), delta(2, 'ol'), close(2), end, metadata()]

function streamed(chunks: readonly unknown[]): Observation {
  const type = 'application/vnd.amazon.eventstream'
  const frames = chunks.map((chunk) => chunkFrame(chunk))
  const parts = { type, chunks: frames, requestBody: asked }
  return observe(exchange(parts), apis['invoke-stream'], { family: 'nova' })
}

describe('the events of Nova', () => {
  it('may make a block of every token and skip an index', () => {
    expect(codes('nova-events', streamed(talk))).toEqual([])
    expect(streamed(talk).reply).toMatchObject({ text: 'Sol', usage: { prompt: 5 } })
  })

  it.each([
    ['nova-event-count', talk.slice(1)],
    ['nova-event-count', [start, ...talk]],
    ['nova-event-count', talk.filter((chunk) => chunk !== end)],
    ['nova-event-count', talk.slice(0, -1)],
    ['nova-order', [start, end, delta(0, 'S'), metadata()]],
    ['nova-order', [start, metadata(), end]],
    ['nova-order', [start, delta(0, 'S'), open(0), delta(0, 'ol'), close(0), end, metadata()]],
    ['nova-order', [start, delta(0, 'S'), close(0), delta(0, 'ol'), end, metadata()]],
  ])('are %s otherwise', (code, chunks) => {
    expect(codes('nova-events', streamed(chunks))).toEqual([code])
  })

  it('may begin with the start of their block', () => {
    const opened = [start, open(0), delta(0, 'S'), close(0), open(1), close(1), end, metadata()]
    expect(codes('nova-events', streamed(opened))).toEqual([])
  })

  it('are held to how the message ends', () => {
    expect(codes('stop-reason', streamed(talk))).toEqual([])
    const odd = talk.map((chunk) => (chunk === end ? { messageStop: { stopReason: 'x' } } : chunk))
    expect(codes('stop-reason', streamed(odd))).toEqual(['stop-reason'])
  })
})

describe('the usage of Nova', () => {
  it.each([
    [usage],
    [{ ...usage, totalTokens: 15 }],
    [{ ...usage, totalTokens: 18, cacheReadInputTokenCount: 3 }],
    [{ inputTokens: 5 }],
  ])('may be %j', (counts) => {
    expect(codes('nova-usage', reply('invoke', body(counts), asked))).toEqual([])
    const stream = [...talk.slice(0, -1), metadata(counts)]
    expect(codes('nova-usage', streamed(stream))).toEqual([])
  })

  it('counts what is left of a prompt that is in the cache', () => {
    const counts = { ...usage, inputTokens: 0, cacheReadInputTokenCount: 900 }
    expect(codes('nova-usage', reply('invoke', body(counts), asked))).toEqual([])
  })

  it.each([
    ['usage-value', { ...usage, inputTokens: 0 }],
    ['usage-value', { ...usage, inputTokens: 0, cacheReadInputTokenCount: 0 }],
    ['usage-value', { ...usage, outputTokens: 0 }],
    ['usage-total', { ...usage, totalTokens: 16 }],
    ['usage-over-limit', { ...usage, outputTokens: 11 }],
  ])('is %s for %j', (code, counts) => {
    expect(codes('nova-usage', reply('invoke', body(counts), asked))).toEqual([code])
  })
})
