import { describe, expect, it } from 'vitest'
import { reply, stream } from '../aws/testing/see.ts'
import {
  begin,
  message,
  open,
  spoken,
  close,
  stop,
  streamed,
  text,
  totals,
  whole,
} from '../anthropic/testing/talk.ts'
import { verdict } from '../testing/judge.ts'

const counts = (written: unknown, read: unknown) => ({
  input_tokens: 3,
  output_tokens: 4,
  cache_creation_input_tokens: written,
  cache_read_input_tokens: read,
})

const first = { written: 'some', read: 'none' }
const again = { written: 'none', read: 'some' }

describe('the prompt cache of a message', () => {
  const use = (args: object, written: unknown, read: unknown) =>
    verdict('cache-use', args, whole(message([text('Hi')], { usage: counts(written, read) })))

  it('is written, then read', () => {
    expect(use(first, 900, 0)).toBe('pass')
    expect(use(again, 0, 900)).toBe('pass')
    expect(use({ written: 'none' }, null, 900)).toBe('pass')
  })

  it.each([
    [first, 0, 0, 'usage.cache-written'],
    [first, null, undefined, 'usage.cache-written'],
    [first, 900, 900, 'usage.cache-read'],
    [again, 900, 0, 'usage.cache-written usage.cache-read'],
    [again, 0, 0, 'usage.cache-read'],
  ])('is not as %j with %j written and %j read', (args, written, read, codes) => {
    expect(use(args, written, read)).toBe(codes)
  })

  it('is counted by message_start where message_delta leaves it out', () => {
    const events = [begin({ usage: counts(900, 0) }), open(0), spoken(0, 'Hi'), close(0), totals()]
    expect(verdict('cache-use', first, streamed([...events, stop]))).toBe('pass')
  })
})

it('the prompt cache of Converse is counted in its own members', () => {
  const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 902, cacheWriteInputTokens: 900 }
  const output = { message: { role: 'assistant', content: [{ text: 'Hi' }] } }
  const json = { output, stopReason: 'end_turn', usage, metrics: { latencyMs: 1 } }
  expect(verdict('cache-use', first, reply('converse', json))).toBe('pass')
  expect(verdict('cache-use', again, reply('converse', json))).toBe(
    'usage.cache-written usage.cache-read',
  )
  const events = [
    ['messageStart', { role: 'assistant' }],
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hi' } }],
    ['messageStop', { stopReason: 'end_turn' }],
    ['metadata', { usage, metrics: { latencyMs: 1 } }],
  ] as const
  expect(verdict('cache-use', first, stream(events))).toBe('pass')
})
