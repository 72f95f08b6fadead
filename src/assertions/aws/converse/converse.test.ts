import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../model/observation.ts'
import { codes, judge, reply, see, stream, type Event } from '../testing/see.ts'
import {
  blockStop,
  call,
  converse,
  fragment,
  start,
  talk,
  text,
  toolRequest,
  toolStart,
  usage,
} from '../testing/talk.ts'

const names = [
  'converse-blocks',
  'converse-usage',
  'latency',
  'stop-reason',
  'reasoning-placement',
  'tool-use',
]
const ofStreams = names.filter((name) => name !== 'converse-blocks')

const weather = { toolUseId: 'tooluse_1', name: 'weather', input: { city: 'Rome' } }
const reasoning = { reasoningContent: { reasoningText: { text: 'Greet.' } } }
const request = (more: object) => ({ messages: [], ...more })

describe('legal replies', () => {
  it.each<[string, Observation]>([
    ['text', reply('converse', converse([{ text: 'Hi' }]))],
    ['reasoning before text', reply('converse', converse([reasoning, { text: 'Hi' }]))],
    ['reasoning after text', reply('converse', converse([{ text: 'Hi' }, reasoning]))],
    [
      'no text at max_tokens',
      reply('converse', converse([reasoning], { stopReason: 'max_tokens' })),
    ],
    ['no content at all', reply('converse', converse([]))],
    ['a null beside the member', reply('converse', converse([{ text: 'Hi', image: null }]))],
    [
      'a tool call',
      reply('converse', converse([{ toolUse: weather }], { stopReason: 'tool_use' }), toolRequest),
    ],
    [
      'a tool call cut by the token limit',
      reply(
        'converse',
        converse([{ toolUse: { ...weather, input: '' } }], { stopReason: 'max_tokens' }),
      ),
    ],
    [
      'a stop sequence that was asked for',
      reply(
        'converse',
        converse([{ text: 'Hi' }], { stopReason: 'stop_sequence' }),
        request({ inferenceConfig: { stopSequences: ['END'] } }),
      ),
    ],
    [
      'a guardrail that counts nothing',
      reply(
        'converse',
        converse([{ text: 'Blocked' }], {
          stopReason: 'guardrail_intervened',
          usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
        }),
      ),
    ],
    [
      'unknown members',
      reply('converse', { ...converse([{ text: 'Hi' }]), extra: [1], another: null }),
    ],
  ])('%s give no finding', (_, seen) => {
    for (const name of names) expect(judge(name, seen)).toMatchObject({ findings: [] })
    for (const name of names) expect(judge(name, seen)).not.toHaveProperty('inconclusive')
  })

  it.each<[string, readonly Event[]]>([
    ['talk', talk],
    ['a tool call', call],
  ])('so streamed: %s', (_, events) => {
    for (const name of ofStreams) expect(codes(name, stream(events, toolRequest))).toEqual([])
  })
})

describe('converse-blocks', () => {
  it.each<[string, object]>([
    ['union', converse([{}])],
    ['union', converse(['Hi'])],
    ['union', converse([{ text: 'a', toolUse: weather }])],
    ['union', converse([{ text: 'a', extra: 1 }])],
    ['union', converse([{ reasoningContent: {} }])],
    ['union', converse([{ reasoningContent: { text: 'Hm' } }])],
    ['union', converse([{ citation: { title: 'a' } }])],
    ['union', converse([{ citationsContent: { content: [{}] } }])],
    ['union', converse([{ document: { name: 'a', source: { text: 'a', bytes: 'AA==' } } }])],
    ['union', converse([{ toolResult: { toolUseId: 'a', content: [{ text: 'a', json: 1 }] } }])],
    [
      'union',
      { ...converse([]), output: { message: { role: 'assistant', content: [] }, more: {} } },
    ],
    [
      'union',
      converse([{ reasoningContent: { reasoningText: { text: 'a' }, redactedContent: 'AA==' } }]),
    ],
    ['role', { ...converse([]), output: { message: { role: 'user', content: [] } } }],
    ['message-missing', { ...converse([]), output: {} }],
    [
      'message-missing',
      { ...converse([]), output: { message: { role: 'assistant', content: 'Hi' } } },
    ],
    ['message-missing', {}],
  ])('finds %s in %j', (code, json) => {
    expect(codes('converse-blocks', reply('converse', json))).toEqual([code])
  })

  it('notes a block of a kind that is not modelled', () => {
    const { findings, notes } = judge(
      'converse-blocks',
      reply('converse', converse([{ hologram: {} }])),
    )
    expect(findings).toEqual([])
    expect(notes).toEqual(['The union ContentBlock has the unmodelled member "hologram".'])
  })
})

const counted = (given: object, requestBody?: unknown) =>
  codes(
    'converse-usage',
    reply('converse', converse([{ text: 'Hi' }], { usage: given }), requestBody),
  )

describe('converse-usage', () => {
  it('takes a total with and without the tokens of the cache', () => {
    const cache = {
      inputTokens: 40,
      outputTokens: 4,
      cacheReadInputTokens: 5938,
      cacheWriteInputTokens: 38,
    }
    expect(counted({ ...cache, totalTokens: 6020 })).toEqual([])
    expect(counted({ ...cache, totalTokens: 44 })).toEqual([])
    expect(counted({ ...cache, totalTokens: 5982 })).toEqual(['usage-total'])
  })

  it.each<[string, object]>([
    ['usage-total', { ...usage, totalTokens: 18 }],
    ['usage-total', { ...usage, totalTokens: 0 }],
    ['usage-value', { ...usage, outputTokens: 5.5 }],
    ['usage-value', { ...usage, outputTokens: -5 }],
    ['usage-value', { ...usage, outputTokens: '5' }],
    ['usage-value', { inputTokens: 12, outputTokens: 5 }],
    ['usage-value', { ...usage, cacheReadInputTokens: '0' }],
    ['usage-value', { inputTokens: 0, outputTokens: 5, totalTokens: 5 }],
    ['usage-value', { inputTokens: 12, outputTokens: 0, totalTokens: 12 }],
  ])('finds %s in %j', (code, given) => {
    expect(counted(given)).toEqual([code])
  })

  it('finds more tokens than the request allows', () => {
    expect(counted(usage, request({ inferenceConfig: { maxTokens: 4 } }))).toEqual([
      'usage-over-limit',
    ])
    expect(counted(usage, request({ inferenceConfig: { maxTokens: 5 } }))).toEqual([])
  })

  it('finds usage that is not there', () => {
    expect(counted([] as object)).toEqual(['usage-missing'])
    const events = talk.filter(([name]) => name !== 'metadata')
    expect(codes('converse-usage', stream(events))).toEqual(['usage-missing'])
  })
})

const timed = (latencyMs: unknown) =>
  codes('latency', reply('converse', converse([], { metrics: { latencyMs } })))

describe('latency', () => {
  it('lies within what the client waited, and may be 0', () => {
    expect(timed(0)).toEqual([])
    expect(timed(1)).toEqual([])
    expect(timed(1000)).toEqual([])
    expect(timed(1002)).toEqual(['latency-over-wall-clock'])
  })

  it.each([-1, 1.5, '317', null, undefined])('is an integer from 0, not %j', (given) => {
    expect(timed(given)).toEqual(['latency-value'])
  })

  it('is not compared where a capture has no times', () => {
    const seen = reply('converse', converse([], { metrics: { latencyMs: 5000 } }))
    const response = { ...seen.exchange.response!, endedAt: 0 }
    expect(codes('latency', { ...seen, exchange: { ...seen.exchange, response } })).toEqual([])
  })
})

describe('stop-reason', () => {
  it.each<[string, object, unknown]>([
    ['stop-reason', converse([], { stopReason: 'stop' }), undefined],
    ['stop-reason', converse([], { stopReason: undefined }), undefined],
    ['stop-reason-tool', converse([{ toolUse: weather }]), undefined],
    ['stop-reason-tool', converse([{ text: 'Hi' }], { stopReason: 'tool_use' }), undefined],
    ['stop-reason-sequence', converse([], { stopReason: 'stop_sequence' }), request({})],
  ])('finds %s in %j', (code, json, requestBody) => {
    expect(codes('stop-reason', reply('converse', json, requestBody))).toEqual([code])
  })

  it('is judged in a stream as well', () => {
    const events = call.map((event) =>
      event[0] === 'messageStop' ? (['messageStop', { stopReason: 'end_turn' }] as const) : event,
    )
    expect(codes('stop-reason', stream(events))).toEqual(['stop-reason-tool'])
  })

  it('does not mind a tool that the server ran itself', () => {
    const ran = { toolUse: { ...weather, type: 'server_tool_use' } }
    expect(codes('stop-reason', reply('converse', converse([ran, { text: 'Hi' }])))).toEqual([])
  })
})

describe('reasoning-placement', () => {
  it('finds a tag in the text, in a stream even when it is cut between two deltas', () => {
    const tagged = converse([{ text: '<reasoning>Hm</reasoning>Hi' }])
    expect(codes('reasoning-placement', reply('converse', tagged))).toEqual(['reasoning-in-text'])
    const events = [start, text(0, '<thi'), text(0, 'nk>'), blockStop(0)]
    expect(codes('reasoning-placement', stream(events))).toEqual(['reasoning-in-text'])
  })

  it('does not join the texts of two blocks', () => {
    const apart = [start, text(0, '<thi'), blockStop(0), text(1, 'nk>'), blockStop(1)]
    expect(codes('reasoning-placement', stream(apart))).toEqual([])
  })
})

const called = (use: object, more: object = { stopReason: 'tool_use' }) =>
  codes(
    'tool-use',
    reply('converse', converse([{ toolUse: { ...weather, ...use } }], more), toolRequest),
  )

const streamed = (fragments: readonly string[], name: string) => {
  const deltas = fragments.map((given) => fragment(0, given))
  const events = [start, toolStart(0, 'tooluse_1', name), ...deltas, blockStop(0)]
  return codes('tool-use', stream(events, toolRequest))
}

describe('tool-use', () => {
  it.each<[string, object]>([
    ['tool-use-id', { toolUseId: '' }],
    ['tool-use-id', { toolUseId: 'a b' }],
    ['tool-use-id', { toolUseId: undefined }],
    ['tool-use-id', { toolUseId: 'a'.repeat(65) }],
    ['tool-use-name', { name: 'json<|channel|>commentary' }],
    ['tool-use-name', { name: 'forecast' }],
    ['tool-use-name', { name: null }],
    ['tool-use-input', { input: '{"city":"Rome"}' }],
    ['tool-use-input', { input: undefined }],
    ['tool-use-input', { input: ['Rome'] }],
  ])('finds %s in %j', (code, use) => {
    expect(called(use)).toEqual([code])
  })

  it.each([
    'max_tokens',
    'malformed_tool_use',
    'malformed_model_output',
    'model_context_window_exceeded',
    'guardrail_intervened',
    'content_filtered',
  ])('leaves a last call alone that %s left broken', (stopReason) => {
    const cut = [start, toolStart(0), fragment(0, '{"a"'), blockStop(0)]
    const end = (reason: string) => stream([...cut, ['messageStop', { stopReason: reason }]])
    expect(codes('tool-use', end(stopReason))).toEqual([])
    expect(codes('tool-use', end('tool_use'))).toEqual(['tool-use-input'])
  })

  it('finds two calls with one id', () => {
    const twice = converse([{ toolUse: weather }, { toolUse: weather }], { stopReason: 'tool_use' })
    expect(codes('tool-use', reply('converse', twice))).toEqual(['tool-use-id'])
  })

  it('demands a call, and a certain one, when asked to', () => {
    const none = reply('converse', converse([{ text: 'Hi' }]))
    expect(codes('tool-use', none)).toEqual([])
    expect(codes('tool-use', none, { required: true })).toEqual(['tool-use-missing'])
    const some = stream(call, toolRequest)
    expect(codes('tool-use', some, { required: 'weather' })).toEqual([])
    expect(codes('tool-use', some, { required: 'now' })).toEqual(['tool-use-missing'])
  })

  it('joins the fragments of a stream in order', () => {
    expect(streamed(['{"ci', 'ty":"Rome"}'], 'weather')).toEqual([])
    expect(streamed(['ty":"Rome"}', '{"ci'], 'weather')).toEqual(['tool-use-input'])
    expect(streamed(['{"city":'], 'weather')).toEqual(['tool-use-input'])
    expect(streamed(['"Rome"'], 'weather')).toEqual(['tool-use-input'])
  })

  it('takes an empty input for a tool that needs none, and for no other', () => {
    expect(streamed([''], 'now')).toEqual([])
    expect(streamed([''], 'weather')).toEqual(['tool-use-input'])
  })
})

it('is inconclusive of a body that is no reply', () => {
  const html = see('converse', { type: 'text/html', chunks: ['<html>'] })
  for (const name of names) expect(codes(name, html)).toEqual(['unsaid'])
})
