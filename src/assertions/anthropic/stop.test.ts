import { describe, expect, it } from 'vitest'
import { judge as judged, verdict } from '../testing/judge.ts'
import {
  begin,
  call,
  invoked,
  message,
  stop,
  streamed,
  talk,
  text,
  totals,
  whole,
  type Json,
} from './testing/talk.ts'

const judge = (content: readonly Json[], more: Json, asked?: unknown): string =>
  verdict('message-stop', true, whole(message(content, more), asked))

const asked = { max_tokens: 9, stop_sequences: ['END'] }

describe('the end of a message', () => {
  it.each<[readonly Json[], Json]>([
    [[text('Sol')], {}],
    [[], { stop_reason: 'refusal' }],
    [[{ type: 'compaction', content: 'So far: Sol.' }], { stop_reason: 'compaction' }],
    [[call('toolu_1')], { stop_reason: 'tool_use' }],
    [[call('toolu_1')], { stop_reason: 'max_tokens' }],
    [[call('toolu_1'), text('Sol')], { stop_reason: 'end_turn' }],
    [[text('Sol')], { stop_reason: 'stop_sequence', stop_sequence: 'END' }],
  ])('of %j may be %j', (content, more) => {
    expect(judge(content, more, asked)).toBe('pass')
  })

  it.each<[string, readonly Json[], Json]>([
    ['anthropic.stop-reason', [text('Sol')], { stop_reason: 'stop' }],
    ['anthropic.stop-reason', [text('Sol')], { stop_reason: null }],
    ['anthropic.stop-tool', [text('Sol')], { stop_reason: 'tool_use' }],
    ['anthropic.stop-tool', [call('toolu_1')], { stop_reason: 'end_turn' }],
    ['anthropic.stop-sequence', [text('Sol')], { stop_reason: 'stop_sequence' }],
    ['anthropic.stop-sequence', [text('Sol')], { stop_sequence: 'END' }],
    [
      'anthropic.stop-sequence',
      [text('Sol')],
      { stop_reason: 'stop_sequence', stop_sequence: 'FIN' },
    ],
    ['text.stop-emitted', [text('SolEND')], { stop_reason: 'stop_sequence', stop_sequence: 'END' }],
  ])('is %s for %j with %j', (code, content, more) => {
    expect(judge(content, more, asked)).toBe(code)
  })

  it('of a stream is that of its last message_delta', () => {
    const ends = (more: Json): readonly Json[] => [
      begin(),
      totals({ stop_reason: null }),
      totals(more),
      stop,
    ]
    expect(verdict('message-stop', true, streamed(ends({}), asked))).toBe('pass')
    expect(verdict('message-stop', true, streamed(ends({ stop_reason: 'length' })))).toBe(
      'anthropic.stop-reason',
    )
    expect(verdict('message-stop', true, invoked(ends({ stop_sequence: 'x' })))).toBe(
      'anthropic.stop-sequence',
    )
  })

  it('is not judged where a guardrail answers', () => {
    const blocked = { type: 'message', role: 'assistant', content: [text('No.')] }
    const body = { ...blocked, 'amazon-bedrock-guardrailAction': 'INTERVENED' }
    expect(verdict('message-stop', true, whole(body))).toBe('pass')
    expect(verdict('message-usage', true, whole(body))).toBe('pass')
    expect(verdict('schema', 'anthropic.message', whole(body))).toBe('pass')
    expect(verdict('schema', 'anthropic.message', whole(blocked))).not.toBe('pass')
  })

  it('is not judged where the stream failed', () => {
    const failed = [
      ...talk.slice(0, 3),
      { type: 'error', error: { type: 'api_error', message: 'x' } },
    ]
    expect(verdict('message-stop', true, streamed(failed))).toBe('inconclusive')
  })
})

const ended = (more: Json, request: Json): string =>
  verdict('stop-reason-due', true, whole(message([text('Sol')], more), request))

describe('stop-reason-due', () => {
  const paused = { stop_reason: 'pause_turn' }
  const window = { stop_reason: 'model_context_window_exceeded' }

  it('lets tools of the server pause a turn, and no others', () => {
    const own = { name: 'weather', input_schema: {} }
    expect(ended(paused, { tools: [own, { type: 'web_search_20250305' }] })).toBe('pass')
    expect(ended(paused, { mcp_servers: [{ type: 'url' }] })).toBe('pass')
    expect(ended(paused, {})).toBe('anthropic.stop-undue')
    expect(ended(paused, { tools: [own, { ...own, type: 'custom' }] })).toBe('anthropic.stop-undue')
  })

  it('lets the context window end a message before its limit', () => {
    expect(ended(window, { max_tokens: 9 })).toBe('pass')
    expect(ended(window, { max_tokens: 5 })).toBe('anthropic.stop-undue')
    expect(ended({ stop_reason: 'max_tokens' }, { max_tokens: 5 })).toBe('pass')
  })
})

describe('stop-sequence-named', () => {
  const named = (met: string | null): string =>
    verdict(
      'stop-sequence-named',
      'END',
      invoked([begin(), totals({ stop_reason: 'stop_sequence', stop_sequence: met }), stop]),
    )

  it('wants the one that was met, in streams too', () => {
    expect(named('END')).toBe('pass')
    expect(named('FIN')).toBe('anthropic.stop-sequence')
    expect(named(null)).toBe('anthropic.stop-sequence')
  })
})

it('a call of an unknown type is named where none is found', () => {
  const block = { ...call('toolu_1'), type: 'function_call' }
  const seen = whole(message([text('I look it up.'), block], { stop_reason: 'tool_use' }))
  const [stopped] = judged('message-stop', true, seen).findings
  expect(stopped?.received).toBe('"text", "function_call"')
  const [missing] = judged('tool-calls', { atLeast: 1 }, seen).findings
  expect(missing?.message).toContain('block of the unknown type "function_call"')
  const untyped = whole(message([{ name: 'weather', input: {} }], { stop_reason: 'tool_use' }))
  expect(judged('tool-calls', { atLeast: 1 }, untyped).findings[0]?.message).toBe(
    'No tool is called. The message has a block of a call without a type.',
  )
})
