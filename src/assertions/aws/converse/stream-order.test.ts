import { describe, expect, it } from 'vitest'
import { frameBytes } from '../../../protocol/testing/build.ts'
import { codes, framed, judge, stream, type Event } from '../testing/see.ts'
import {
  blockStop,
  call,
  delta,
  fragment,
  metadata,
  start,
  stop,
  talk,
  text,
  toolStart,
} from '../testing/talk.ts'

const orders = [
  'converse-message-start',
  'converse-block-order',
  'converse-message-stop',
  'converse-metadata',
  'event-schema',
  'stream-exception',
]

const without = (events: readonly Event[], name: string) =>
  events.filter(([given]) => given !== name)

const notes = (name: string, events: readonly Event[]) => judge(name, stream(events)).notes

describe('legal streams', () => {
  it.each<[string, readonly Event[]]>([
    ['reasoning and text without contentBlockStart', talk],
    ['a tool call', call],
    ['an empty text block', [start, text(0, ''), blockStop(0), stop, metadata]],
    ['a block of a stop alone', [start, blockStop(0), stop, metadata]],
    ['no block at all', [start, stop, metadata]],
    [
      'a start of an unmodelled kind before text',
      [
        start,
        ['contentBlockStart', { contentBlockIndex: 0, start: { prose: {} } }],
        text(0, 'Hi'),
        blockStop(0),
        stop,
        metadata,
      ],
    ],
    [
      'text with citations in between',
      [
        start,
        text(0, 'Sol'),
        delta(0, { citation: { title: 'x', sourceContent: [{ text: 'y' }] } }),
        text(0, '.'),
        blockStop(0),
        stop,
        metadata,
      ],
    ],
    [
      'redacted reasoning alone',
      [
        start,
        delta(0, { reasoningContent: { redactedContent: 'AAAA' } }),
        blockStop(0),
        stop,
        metadata,
      ],
    ],
    [
      'blocks that overlap and do not count from 0',
      [start, text(3, 'a'), text(1, 'b'), text(3, 'c'), blockStop(1), blockStop(3), stop, metadata],
    ],
    ['an unknown event and unknown members', [start, ['ping', {}], ...talk.slice(1)]],
    [
      'a null where a member is optional',
      [...talk.slice(0, -1), ['metadata', { ...(metadata[1] as object), trace: null }]],
    ],
  ])('%s give no finding', (_, events) => {
    for (const name of orders) expect(judge(name, stream(events))).toMatchObject({ findings: [] })
    for (const name of orders)
      expect(judge(name, stream(events))).not.toHaveProperty('inconclusive')
  })

  it('are noted where they do what is unusual', () => {
    expect(notes('event-schema', talk)).toEqual([
      'Events carry the padding member p.',
      'Unmodelled member metadata.usage.serverToolUsage.',
    ])
    expect(notes('event-schema', [start, ['ping', {}]])).toContain('Unmodelled event ping.')
    expect(notes('converse-block-order', [start, text(2, 'a'), text(1, 'b')])).toEqual([
      'Blocks overlap.',
      'Block indexes are not counted from 0: 2, 1.',
    ])
  })
})

describe('converse-message-start', () => {
  it.each<[string, readonly Event[]]>([
    ['message-start-missing', without(talk, 'messageStart')],
    ['message-start-late', [text(0, 'a'), ...talk]],
    ['message-start-repeated', [start, ...talk]],
    ['role', [['messageStart', { role: 'user' }], ...talk.slice(1)]],
    ['role', [['messageStart', {}], ...talk.slice(1)]],
  ])('finds %s', (code, events) => {
    expect(codes('converse-message-start', stream(events))).toEqual([code])
  })
})

describe('converse-block-order', () => {
  it.each<[string, readonly Event[]]>([
    ['block-stop-missing', talk.filter((event) => event !== talk[6])],
    ['block-stop-repeated', [start, text(0, 'a'), blockStop(0), blockStop(0), stop, metadata]],
    ['block-after-stop', [start, text(0, 'a'), blockStop(0), text(0, 'b'), stop, metadata]],
    ['block-after-stop', [start, text(0, 'a'), blockStop(0), toolStart(0), stop, metadata]],
    ['block-start-missing', [start, fragment(0, '{}'), blockStop(0), stop, metadata]],
    ['block-start-repeated', [start, toolStart(0), toolStart(0), blockStop(0), stop, metadata]],
    ['block-start-late', [start, text(0, 'a'), toolStart(0), blockStop(0), stop, metadata]],
    ['block-kind-changed', [start, toolStart(0), text(0, 'a'), blockStop(0), stop, metadata]],
    [
      'block-kind-changed',
      [start, text(0, 'a'), delta(0, { reasoningContent: { text: 'b' } }), blockStop(0)],
    ],
    ['block-index', [start, ['contentBlockDelta', { delta: { text: 'a' } }], stop, metadata]],
    ['block-index', [start, text(-1, 'a'), stop, metadata]],
  ])('finds %s', (code, events) => {
    expect(codes('converse-block-order', stream(events))).toEqual([code])
  })

  it('finds a delta that strays into another block', () => {
    const strayed = talk.map((event) => (event === talk[5] ? text(2, 'lo') : event))
    expect(codes('converse-block-order', stream(strayed))).toEqual(['block-stop-missing'])
  })
})

describe('converse-message-stop and converse-metadata', () => {
  it.each<[string, string, readonly Event[]]>([
    ['converse-message-stop', 'message-stop-missing', without(talk, 'messageStop')],
    ['converse-message-stop', 'message-stop-repeated', [...talk, stop]],
    [
      'converse-message-stop',
      'message-stop-early',
      [start, stop, text(0, 'a'), blockStop(0), metadata],
    ],
    [
      'converse-message-stop',
      'stop-reason',
      [start, ['messageStop', { stopReason: 'stop' }], metadata],
    ],
    ['converse-message-stop', 'stop-reason', [start, ['messageStop', {}], metadata]],
    ['converse-metadata', 'metadata-missing', without(talk, 'metadata')],
    ['converse-metadata', 'metadata-repeated', [...talk, metadata]],
    ['converse-metadata', 'metadata-order', [start, metadata, stop]],
    [
      'converse-metadata',
      'metadata-incomplete',
      [start, stop, ['metadata', { metrics: { latencyMs: 1 } }]],
    ],
    ['converse-metadata', 'metadata-incomplete', [start, stop, ['metadata', { usage: {} }]]],
  ])('%s finds %s', (name, code, events) => {
    expect(codes(name, stream(events))[0]).toBe(code)
  })
})

describe('event-schema', () => {
  it.each<[string, Event]>([
    ['schema.required', ['contentBlockDelta', { contentBlockIndex: 0 }]],
    [
      'schema.required',
      ['contentBlockStart', { contentBlockIndex: 0, start: { toolUse: { name: 'a' } } }],
    ],
    ['schema.type', text(0, 5 as unknown as string)],
    ['schema.type', fragment(0, { a: 1 } as unknown as string)],
    ['schema.value', toolStart(0, 'tooluse 1')],
    ['schema.value', toolStart(0, 'tooluse_1', 'a b')],
    ['schema.enum', ['messageStop', { stopReason: 'done' }]],
    [
      'schema.required',
      ['metadata', { metrics: {}, usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } }],
    ],
    ['union', delta(0, { text: 'a', reasoningContent: { text: 'b' } })],
    ['union', delta(0, {})],
    ['union', delta(0, { text: null })],
    ['union', delta(0, { text: 'a', later: {} })],
    ['union', delta(0, { reasoningContent: {} })],
    ['union', delta(0, { reasoningContent: { reasoningText: { text: 'b' } } })],
    ['union', delta(0, { citationsContent: { content: [] } })],
    ['union', delta(0, { reasoningContent: { text: 'a', signature: 'b' } })],
    ['union', delta(0, { toolResult: [{ text: 'a' }, {}] })],
    ['union', delta(0, { citation: { location: {} } })],
    ['union', ['contentBlockStart', { contentBlockIndex: 0, start: {} }]],
    ['union', ['contentBlockStart', { contentBlockIndex: 0, start: { toolUse: null } }]],
    [
      'union',
      [
        'contentBlockStart',
        {
          contentBlockIndex: 0,
          start: { toolUse: { toolUseId: 'a', name: 'b' }, image: { format: 'png' } },
        },
      ],
    ],
  ])('finds %s in %j', (code, event) => {
    expect(codes('event-schema', stream([start, event]))).toContain(code)
  })

  it('tells one kind of mistake once, however often it is made', () => {
    const wrong = ['contentBlockDelta', { contentBlockIndex: 0 }] as const
    expect(codes('event-schema', stream([start, wrong, wrong, wrong]))).toEqual(['schema.required'])
  })
})

const exception = (name: string) =>
  frameBytes(
    { ':exception-type': name, ':content-type': 'application/json', ':message-type': 'exception' },
    '{"message":"Too many requests"}',
  )
const frameError = frameBytes(
  { ':error-code': 'InternalFailure', ':error-message': 'no', ':message-type': 'error' },
  '',
)
const opened = framed([
  frameBytes(
    {
      ':event-type': 'messageStart',
      ':content-type': 'application/json',
      ':message-type': 'event',
    },
    '{"role":"assistant"}',
  ),
])

describe('stream-exception', () => {
  const began = opened.exchange.response!.decoded.map(({ bytes }) => bytes)

  it.each([
    [['stream-exception'], exception('throttlingException')],
    [['stream-exception', 'stream-exception-unknown'], exception('ThrottlingException')],
    [['stream-exception', 'stream-exception-unknown'], exception('modelTimeoutException')],
    [['stream-exception'], frameError],
  ])('finds %j', (expected, frame) => {
    expect(codes('stream-exception', framed([...began, frame]))).toEqual(expected)
  })

  it('is the only one to blame: the order checks say nothing of an end that failed', () => {
    const broken = framed([...began, exception('modelStreamErrorException')])
    expect(codes('converse-message-start', broken)).toEqual([])
    expect(codes('converse-block-order', broken)).toEqual([])
    expect(codes('converse-message-stop', broken)).toEqual(['unsaid'])
    expect(codes('converse-metadata', broken)).toEqual(['unsaid'])
  })
})

describe('an end that was not seen', () => {
  const partial = [start, text(0, 'a')] as const
  const failure = { kind: 'reset', message: 'Reset.', remedy: '', after: 1 } as const

  it.each([{ hungUp: true }, { failure }])('is not held against the server: %j', (change) => {
    const chunks = stream(partial).exchange.response!.decoded.map(({ bytes }) => bytes)
    const seen = framed(chunks, undefined, change)
    expect(codes('converse-message-start', seen)).toEqual([])
    expect(codes('converse-block-order', seen)).toEqual([])
    expect(codes('converse-message-stop', seen)).toEqual(['unsaid'])
  })
})
