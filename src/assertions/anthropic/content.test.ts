import { describe, expect, it } from 'vitest'
import { judge, verdict } from '../testing/judge.ts'
import {
  begin,
  call,
  calling,
  close,
  delta,
  invoked,
  message,
  open,
  spoken,
  stop,
  streamed,
  talk,
  text,
  totals,
  whole,
  type Json,
} from './testing/talk.ts'

const thinking = { type: 'thinking', thinking: '', signature: '' }

describe('the calls of a message', () => {
  it('have ids of their own', () => {
    const twice = message([call('toolu_1'), call('toolu_1')], { stop_reason: 'tool_use' })
    expect(verdict('message-content', true, whole(twice))).toBe('tools.id-repeated')
    const apart = message([call('toolu_1'), call('toolu_2')], { stop_reason: 'tool_use' })
    expect(verdict('message-content', true, whole(apart))).toBe('pass')
  })

  it.each([
    [['', '{"city":', '"Rome"}'], 'pass'],
    [[], 'pass'],
    [[''], 'pass'],
    [['{"city":'], 'tools.arguments-json'],
    [['[]'], 'tools.arguments-json'],
  ])('join %j to an input: %s', (fragments, expected) => {
    expect(verdict('message-content', true, streamed(calling(...fragments)))).toBe(expected)
    expect(verdict('message-content', true, invoked(calling(...fragments)))).toBe(expected)
  })

  it.each([[[]], [['']]])('without arguments are calls, too: %j', (fragments) => {
    const asked = (required: readonly string[]) => ({
      tools: [{ name: 'weather', input_schema: { type: 'object', required } }],
    })
    const given = { atLeast: 1, argumentsSchema: { type: 'object' } }
    for (const see of [streamed, invoked]) {
      const free = see(calling(...fragments), asked([]))
      expect(verdict('message-content', true, free)).toBe('pass')
      expect(verdict('tool-calls', given, free)).toBe('pass')
      const lost = see(calling(...fragments), asked(['city']))
      expect(verdict('message-content', true, lost)).toBe('tools.arguments-json')
    }
  })

  it('may be cut off by the limit', () => {
    const cut = calling('{"ci').map((event) =>
      event['type'] === 'message_delta' ? totals({ stop_reason: 'max_tokens' }) : event,
    )
    expect(verdict('message-content', true, streamed(cut))).toBe('pass')
  })
})

describe('a thinking block', () => {
  const events = (...deltas: readonly Json[]): readonly Json[] => [
    begin(),
    open(0, thinking),
    ...deltas,
    close(0),
    open(1),
    spoken(1, 'Sol'),
    close(1),
    totals(),
    stop,
  ]
  const signature = delta(0, 'signature_delta', { signature: 'abc' })
  const thought = delta(0, 'thinking_delta', { thinking: 'Hm' })

  it('has a signature, whole or in a delta', () => {
    const signed = [{ ...thinking, signature: 'abc' }, text('Sol')]
    expect(verdict('thinking-signed', true, whole(message(signed)))).toBe('pass')
    expect(verdict('thinking-signed', true, streamed(events(thought, signature)))).toBe('pass')
    expect(verdict('thinking-signed', true, streamed(events(signature)))).toBe('pass')
  })

  it('without one is found', () => {
    const unsigned = whole(message([thinking, text('Sol')]))
    expect(verdict('thinking-signed', true, unsigned)).toBe('anthropic.unsigned')
    expect(verdict('thinking-signed', true, streamed(events(thought)))).toBe('anthropic.unsigned')
  })
})

describe('a delta', () => {
  const stray = (block: Json, type: string, more: Json): string =>
    verdict('block-deltas', true, streamed([begin(), open(0, block), delta(0, type, more)]))

  it.each<[Json, string, Json]>([
    [text(''), 'text_delta', { text: 'a' }],
    [text(''), 'citations_delta', { citation: {} }],
    [text(''), 'hologram_delta', {}],
    [{ type: 'hologram' }, 'text_delta', { text: 'a' }],
    [call('toolu_1'), 'input_json_delta', { partial_json: '{}' }],
  ])('of %j may be %s', (block, type, more) => {
    expect(stray(block, type, more)).toBe('pass')
  })

  it.each<[Json, string, Json]>([
    [text(''), 'thinking_delta', { thinking: 'a' }],
    [text(''), 'input_json_delta', { partial_json: '{}' }],
    [call('toolu_1'), 'text_delta', { text: 'a' }],
    [thinking, 'text_delta', { text: 'a' }],
    [{ type: 'redacted_thinking', data: 'a' }, 'thinking_delta', { thinking: 'a' }],
  ])('of %j may not be %s', (block, type, more) => {
    expect(stray(block, type, more)).toBe('anthropic.delta-type')
  })

  it('is right in every stream of the tests', () => {
    expect(verdict('block-deltas', true, streamed(talk))).toBe('pass')
  })
})

describe('no-empty-text', () => {
  const of = (content: readonly Json[], more: Json = {}) =>
    verdict('no-empty-text', true, whole(message(content, more)))
  const calls = { stop_reason: 'tool_use' }

  it('wants no empty text beside calls or thinking, before or after them', () => {
    expect(of([text(''), call('toolu_1')], calls)).toBe('anthropic.text-empty')
    expect(of([call('toolu_1'), text('')])).toBe('anthropic.text-empty')
    expect(of([text('I look it up.'), call('toolu_1')], calls)).toBe('pass')
    expect(verdict('no-empty-text', true, streamed(talk))).toBe('anthropic.text-empty')
  })

  it('takes a message of one empty text, which is an empty answer, and one that was cut', () => {
    expect(of([text('')])).toBe('pass')
    expect(of([thinking, text('')], { stop_reason: 'max_tokens' })).toBe('pass')
  })
})

describe('content-came', () => {
  const counted = (output_tokens: number, more: Json = {}) => ({
    usage: { input_tokens: 12, output_tokens, ...more },
  })
  const of = (content: readonly Json[], more: Json) =>
    verdict('content-came', true, whole(message(content, more)))

  it('wants what is counted: a text, a call or thinking', () => {
    expect(of([], counted(80))).toBe('usage.more-than-came')
    expect(of([text('')], counted(80))).toBe('usage.more-than-came')
    expect(of([], { ...counted(80), stop_reason: 'tool_use' })).toBe('usage.more-than-came')
    expect(of([text('Sol')], counted(80))).toBe('pass')
    expect(of([thinking], counted(80))).toBe('pass')
    expect(of([{ type: 'hologram' }], counted(80))).toBe('pass')
  })

  it('takes an empty turn, thinking that is counted apart, and what did not end by itself', () => {
    expect(of([], counted(3))).toBe('pass')
    expect(of([], counted(80, { output_tokens_details: { thinking_tokens: 70 } }))).toBe('pass')
    expect(of([], { ...counted(80), stop_reason: 'max_tokens' })).toBe('pass')
    expect(of([], { ...counted(80), stop_reason: 'refusal' })).toBe('pass')
    expect(of([], { usage: null })).toBe('pass')
  })

  it('is judged in streams by the text that their deltas join to', () => {
    const events = (type: string) => [
      begin(),
      open(0),
      delta(0, type, { text: 'Sol' }),
      close(0),
      totals({}, { output_tokens: 80 }),
      stop,
    ]
    for (const see of [streamed, invoked]) {
      expect(verdict('content-came', true, see(events('text_delta')))).toBe('pass')
      expect(verdict('content-came', true, see(events('text')))).toBe('usage.more-than-came')
    }
  })
})

describe('blocks-begin-empty', () => {
  const of = (...events: readonly Json[]) =>
    verdict('blocks-begin-empty', true, streamed([begin(), ...events, totals(), stop]))

  it('wants text, thinking and input in deltas', () => {
    expect(of(open(0), spoken(0, 'Sol'), close(0))).toBe('pass')
    expect(of(open(0, call('toolu_1')), close(0))).toBe('pass')
    expect(of(open(0, text('Sol')), close(0))).toBe('anthropic.block-begun')
    expect(of(open(0, { ...thinking, thinking: 'Hm' }), close(0))).toBe('anthropic.block-begun')
    expect(of(open(0, call('toolu_1', { city: 'Rome' })), close(0))).toBe('anthropic.block-begun')
  })

  it('says where it comes twice', () => {
    const events = [begin(), open(0, text('Sol')), spoken(0, 'Sol'), close(0), totals(), stop]
    const [found] = judge('blocks-begin-empty', true, streamed(events)).findings
    expect(found?.message).toContain('twice')
  })

  it('wants no call and no text in message_start', () => {
    const begun = (block: Json) =>
      verdict('blocks-begin-empty', true, streamed([begin({ content: [block] }), totals(), stop]))
    expect(begun(call('toolu_1', { city: 'Rome' }))).toBe('anthropic.message-begun')
    expect(begun(text('Sol'))).toBe('anthropic.message-begun')
    expect(begun({ ...call('toolu_1'), caller: { type: 'direct' } })).toBe(
      'anthropic.message-begun',
    )
  })

  it('takes calls of a program in message_start, and blocks of other types', () => {
    const caller = { type: 'code_execution_20250825', tool_id: 'srvtoolu_1' }
    const resumed = begin({ content: [{ ...call('toolu_1', { city: 'Rome' }), caller }] })
    expect(verdict('blocks-begin-empty', true, streamed([resumed, totals(), stop]))).toBe('pass')
    expect(of(open(0, { type: 'redacted_thinking', data: 'x' }), close(0))).toBe('pass')
  })
})
