import { describe, expect, it } from 'vitest'
import { verdict } from '../testing/judge.ts'
import {
  begin,
  invoked,
  message,
  stop,
  streamed,
  talk,
  text,
  totals,
  usage,
  whole,
  type Json,
  open,
  close,
} from './testing/talk.ts'

const judge = (counts: unknown, content: readonly Json[] = [text('Sol')]): string =>
  verdict('message-usage', true, whole(message(content, { usage: counts }), { max_tokens: 9 }))

describe('the usage of a message', () => {
  it.each([
    [usage],
    [{ ...usage, cache_read_input_tokens: null, cache_creation_input_tokens: null }],
    [{ input_tokens: 0, cache_read_input_tokens: 4000, output_tokens: 9 }],
    [
      {
        ...usage,
        cache_creation_input_tokens: 5,
        cache_creation: { ephemeral_5m_input_tokens: 5 },
      },
    ],
    [{ ...usage, output_tokens_details: { thinking_tokens: 5 } }],
    [{ input_tokens: 12, output_tokens: 40, server_tool_use: { web_search_requests: 1 } }],
  ])('may be %j', (counts) => {
    expect(judge(counts)).toBe('pass')
  })

  it.each<[string, unknown]>([
    ['usage.missing', undefined],
    ['usage.not-positive', { input_tokens: 0, output_tokens: 5 }],
    ['usage.not-positive', { input_tokens: 12, output_tokens: 0 }],
    ['usage.over-limit', { input_tokens: 12, output_tokens: 10 }],
    [
      'usage.details',
      {
        ...usage,
        cache_creation_input_tokens: 6,
        cache_creation: { ephemeral_5m_input_tokens: 5 },
      },
    ],
    ['usage.details', { ...usage, output_tokens_details: { thinking_tokens: 6 } }],
  ])('is %s for %j', (code, counts) => {
    expect(judge(counts)).toBe(code)
  })

  it('may count no output where there is no content', () => {
    expect(judge({ input_tokens: 12, output_tokens: 0 }, [])).toBe('pass')
  })

  it('does not fall in a stream, and may grow', () => {
    const stream = (counts: Json): readonly Json[] => [begin(), totals({}, counts), stop]
    const of = (counts: Json): string =>
      verdict('message-usage', true, streamed(stream(counts), { max_tokens: 9 }))
    expect(of({ output_tokens: 5 })).toBe('pass')
    expect(of({ output_tokens: 5, input_tokens: 400 })).toBe('pass')
    expect(of({ output_tokens: 5, input_tokens: null })).toBe('pass')
    expect(of({ output_tokens: 0 })).toBe('anthropic.totals-fall')
    expect(of({ output_tokens: 5, input_tokens: 0 }).split(' ')).toContain('anthropic.totals-fall')
  })

  it('has the parts of what the cache was given in message_start, too', () => {
    const of = (written: number): string => {
      const cached = { cache_creation: { ephemeral_5m_input_tokens: written } }
      const first = { ...usage, output_tokens: 1, cache_creation_input_tokens: 5, ...cached }
      return verdict('message-usage', true, streamed([begin({ usage: first }), totals(), stop]))
    }
    expect(of(5)).toBe('pass')
    expect(of(6)).toBe('usage.details')
  })
})

describe('message_start', () => {
  it('counts the prompt', () => {
    expect(verdict('start-usage', true, streamed(talk))).toBe('pass')
    const empty = [begin({ usage: { input_tokens: 0, output_tokens: 0 } }), ...talk.slice(1)]
    expect(verdict('start-usage', true, invoked(empty))).toBe('usage.not-positive')
  })
})

describe('output-of-all-blocks', () => {
  const thought = {
    type: 'thinking',
    thinking: 'one two three four five six seven eight',
    signature: 'x',
  }
  const judged = (tokens: number, content: readonly Json[]): string =>
    verdict(
      'output-of-all-blocks',
      true,
      whole(message(content, { usage: { ...usage, output_tokens: tokens } })),
    )

  it('wants a count that all blocks can have been generated with', () => {
    expect(judged(4, [thought, text('Sol')])).toBe('pass')
    expect(judged(3, [thought, text('Sol')])).toBe('usage.not-positive')
  })

  it('leaves a single block to the count of its text', () => {
    expect(judged(1, [thought])).toBe('pass')
  })
})

describe('input-not-fallen', () => {
  const judged = (first: Json, last: Json): string =>
    verdict(
      'input-not-fallen',
      true,
      streamed([begin({ usage: { output_tokens: 1, ...first } }), totals({}, last), stop]),
    )

  it('lets the input stay, grow, and move to the cache', () => {
    expect(judged({ input_tokens: 12 }, { output_tokens: 5 })).toBe('pass')
    expect(judged({ input_tokens: 12 }, { output_tokens: 5, input_tokens: 13 })).toBe('pass')
    const cached = { output_tokens: 5, input_tokens: 2, cache_read_input_tokens: 10 }
    expect(judged({ input_tokens: 12 }, cached)).toBe('pass')
  })

  it('falls where the conversation was compacted', () => {
    const events = [
      begin({ usage: { input_tokens: 100, output_tokens: 1, cache_read_input_tokens: 55_096 } }),
      open(0, { type: 'compaction', content: null }),
      close(0),
      totals({}, { output_tokens: 5, input_tokens: 181, cache_read_input_tokens: 0 }),
      stop,
    ]
    expect(verdict('input-not-fallen', true, streamed(events))).toBe('pass')
  })

  it('fails where it falls', () => {
    const last = { output_tokens: 5, input_tokens: 11 }
    expect(judged({ input_tokens: 12 }, last)).toBe('anthropic.totals-fall')
  })
})

describe('default-lifetime', () => {
  const judged = (details: unknown): string =>
    verdict(
      'default-lifetime',
      true,
      whole(message([text('Sol')], { usage: { ...usage, cache_creation: details } })),
    )

  it('is five minutes', () => {
    expect(judged(null)).toBe('pass')
    expect(judged({ ephemeral_5m_input_tokens: 9, ephemeral_1h_input_tokens: 0 })).toBe('pass')
    expect(judged({ ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 9 })).toBe(
      'usage.cache-written',
    )
  })
})
