import { describe, expect, it } from 'vitest'
import { chunkFrame, eventFrame, frameBytes } from '../../../protocol/testing/build.ts'
import type { HeaderList } from '../../../model/exchange.ts'
import { codes, judge, reply, see } from '../testing/see.ts'

const walkthrough = {
  generation: " I'm doing great, thanks for asking! I",
  prompt_token_count: 7,
  generation_token_count: 10,
  stop_reason: 'length',
}
const asked = { prompt: 'hello, how are you?', max_gen_len: 10 }

describe('llama-body', () => {
  it('takes the reply of the walkthrough', () => {
    expect(codes('llama-body', reply('invoke', walkthrough, asked))).toEqual([])
    expect(codes('llama-body', reply('invoke', walkthrough))).toEqual([])
  })

  it('finds a prompt that is given back before its continuation', () => {
    const prompt = 'Once upon a time, in a lighthouse far away,'
    const described = (generation: string) =>
      codes('llama-body', reply('invoke', { ...walkthrough, generation }, { ...asked, prompt }))
    expect(described(`${prompt} there lived`)).toEqual(['llama-prompt'])
    expect(described(` there lived, ${prompt}`)).toEqual([])
    expect(codes('llama-body', reply('invoke', walkthrough, { prompt: " I'm" }))).toEqual([])
  })

  it('takes an empty generation', () => {
    const nothing = {
      ...walkthrough,
      generation: '',
      generation_token_count: 0,
      stop_reason: 'stop',
    }
    expect(codes('llama-body', reply('invoke', nothing, asked))).toEqual([])
  })

  it.each<[string, object]>([
    ['llama-member', { generation: null, generation_token_count: 0 }],
    ['llama-count', { prompt_token_count: '7' }],
    ['llama-count', { prompt_token_count: 0 }],
    ['llama-count', { prompt_token_count: 7.5 }],
    ['llama-count', { generation_token_count: undefined }],
    ['llama-count', { generation_token_count: 0 }],
    ['llama-count', { generation_token_count: 11 }],
    ['llama-stop-reason', { stop_reason: 'end_turn' }],
    ['llama-stop-reason', { stop_reason: null }],
  ])('finds %s in %j', (code, change) => {
    expect(codes('llama-body', reply('invoke', { ...walkthrough, ...change }, asked))).toEqual([
      code,
    ])
  })

  it('holds the default of max_gen_len against a request without one', () => {
    const long = { ...walkthrough, generation_token_count: 513 }
    expect(codes('llama-body', reply('invoke', long, { prompt: 'a' }))).toEqual(['llama-count'])
  })
})

const metrics = {
  inputTokenCount: 13,
  outputTokenCount: 2,
  invocationLatency: 90,
  firstByteLatency: 30,
}
const chunk = (generation: string, more: object = {}) => ({
  generation,
  prompt_token_count: null,
  generation_token_count: 1,
  stop_reason: null,
  ...more,
})
const last = chunk(',', {
  generation_token_count: 2,
  stop_reason: 'stop',
  'amazon-bedrock-invocationMetrics': metrics,
})
const chunks = [chunk('Hi', { prompt_token_count: 13 }), last]

const streamed = (frames: readonly Uint8Array[], requestBody?: unknown) =>
  see('invoke-stream', { type: 'application/vnd.amazon.eventstream', chunks: frames, requestBody })
const talk = (given: readonly unknown[], requestBody?: unknown) =>
  streamed(
    given.map((inner) => chunkFrame(inner)),
    requestBody,
  )

const headers = (type: string, kind: string) => ({
  [`:${type}-type`]: kind,
  ':content-type': 'application/json',
  ':message-type': type,
})
const exception = frameBytes(headers('exception', 'modelTimeoutException'), '{"message":"late"}')

describe('llama-body of a stream', () => {
  it('takes chunks with null counts and the reason in the last', () => {
    expect(codes('llama-body', talk(chunks, asked))).toEqual([])
    expect(codes('llama-body', talk([chunk('Hi'), last], asked))).toEqual([])
  })

  it.each<[string, readonly unknown[]]>([
    ['llama-stop-reason', [chunk('Hi', { stop_reason: 'stop' }), last]],
    ['llama-stop-reason', [chunks[0], { ...last, stop_reason: null }]],
    ['llama-count', [chunks[0], { ...last, generation_token_count: null }]],
    ['llama-count', [chunks[0], { ...last, generation_token_count: 11 }]],
    ['llama-member', [{ ...(chunks[0] as object), generation: 1 }, last]],
  ])('finds %s', (code, given) => {
    expect(codes('llama-body', talk(given, asked))).toEqual([code])
  })

  it('does not ask a stream that failed for its end', () => {
    const failed = streamed([chunkFrame(chunks[0]), exception])
    expect(codes('llama-body', failed)).toEqual([])
    expect(codes('stream-exception', failed)).toEqual(['stream-exception'])
    expect(codes('invoke-metrics', failed)).toEqual(['unsaid'])
  })

  it('takes an event with the name of an exception for the failure that it is', () => {
    for (const name of ['throttlingException', 'ThrottlingException']) {
      const failed = streamed([chunkFrame(chunks[0]), eventFrame(name, { message: 'No.' })])
      expect(codes('stream-exception', failed)[0]).toBe('stream-exception')
      expect(codes('invoke-metrics', failed)).toEqual(['unsaid'])
    }
    const unknown = streamed([chunkFrame(chunks[0]), eventFrame('exceptionNote', {})])
    expect(codes('stream-exception', unknown)).toEqual([])
  })
})

describe('invoke-chunks', () => {
  it('takes base64 of JSON objects, with padding of the event or without', () => {
    expect(codes('invoke-chunks', talk(chunks))).toEqual([])
  })

  it.each<[string, Uint8Array]>([
    ['chunk-bytes', eventFrame('chunk', {})],
    ['chunk-bytes', eventFrame('chunk', { bytes: '' })],
    ['chunk-bytes', eventFrame('chunk', { bytes: 'e30' })],
    ['chunk-bytes', eventFrame('chunk', { bytes: '{"generation":"Hi"}' })],
    ['chunk-json', eventFrame('chunk', { bytes: Buffer.from('[]').toString('base64') })],
    ['chunk-json', eventFrame('chunk', { bytes: Buffer.from('{"a":').toString('base64') })],
    [
      'chunk-json',
      eventFrame('chunk', { bytes: Buffer.from('7b22c3227d', 'hex').toString('base64') }),
    ],
  ])('finds %s', (code, frame) => {
    expect(codes('invoke-chunks', streamed([frame]))).toEqual([code])
  })

  it('finds a stream without chunks, and only notes unknown events', () => {
    const seen = streamed([eventFrame('ping', {})])
    expect(codes('invoke-chunks', seen)).toEqual(['chunk-missing'])
    expect(judge('invoke-chunks', seen).notes).toEqual(['Unmodelled event ping.'])
    expect(codes('invoke-chunks', streamed([exception]))).toEqual(['unsaid'])
  })
})

const ending = (given: unknown) =>
  talk([chunks[0], { ...last, 'amazon-bedrock-invocationMetrics': given }])

describe('invoke-metrics', () => {
  it('takes four integers on the last chunk', () => {
    expect(codes('invoke-metrics', talk(chunks))).toEqual([])
  })

  it('finds a first byte after the end, and more time than the client waited', () => {
    const late = { ...metrics, firstByteLatency: metrics.invocationLatency + 1 }
    expect(codes('invoke-metrics', ending(late))).toEqual(['invocation-metrics-value'])
    const long = { ...metrics, invocationLatency: 600_000 }
    expect(codes('invoke-metrics', ending(long))).toEqual(['invocation-metrics-value'])
  })

  it('finds them missing, early, incomplete and wrong', () => {
    expect(codes('invoke-metrics', ending(undefined))).toEqual(['invocation-metrics-missing'])
    expect(codes('invoke-metrics', talk([last, last]))).toEqual(['invocation-metrics-early'])
    const short = { ...metrics, invocationLatency: undefined, firstByteLatency: undefined }
    expect(codes('invoke-metrics', ending(short))).toEqual([])
    const more = { ...metrics, outputTokenCount: metrics.outputTokenCount + 1 }
    expect(codes('invoke-metrics', ending(more))).toEqual(['invocation-metrics-differ'])
    const other = { ...metrics, inputTokenCount: 12 }
    expect(codes('invoke-metrics', ending(other))).toEqual(['invocation-metrics-differ'])
    const cached = { ...other, cacheReadInputTokenCount: 1 }
    expect(codes('invoke-metrics', ending(cached))).toEqual([])
    const wrong = { ...metrics, inputTokenCount: -1, firstByteLatency: 0.5 }
    expect(codes('invoke-metrics', ending(wrong))).toEqual([
      'invocation-metrics-value',
      'invocation-metrics-value',
    ])
  })
})

const counted = (given: HeaderList, json: object = walkthrough) =>
  see('invoke', { type: 'application/json', headers: given, chunks: [JSON.stringify(json)] })

describe('token-headers', () => {
  const input = 'X-Amzn-Bedrock-Input-Token-Count'
  const output = 'X-Amzn-Bedrock-Output-Token-Count'

  it('takes the counts of the body, OpenAI’s included, and only notes a lack of them', () => {
    expect(
      codes(
        'token-headers',
        counted([
          [input, '7'],
          [output, '10'],
        ]),
      ),
    ).toEqual([])
    const openai = { usage: { prompt_tokens: 7, completion_tokens: 10 } }
    expect(
      codes(
        'token-headers',
        counted(
          [
            [input, '7'],
            [output, '10'],
          ],
          openai,
        ),
      ),
    ).toEqual([])
    const none = counted([])
    expect(judge('token-headers', none)).toMatchObject({
      findings: [],
      notes: expect.any(Array) as [],
    })
  })

  it('finds a latency that is more than the client waited', () => {
    const latency = 'X-Amzn-Bedrock-Invocation-Latency'
    const timed = (value: string) => codes('token-headers', counted([[latency, value]]))
    expect(timed('1')).toEqual([])
    expect(timed('600000')).toEqual(['latency-over-wall-clock'])
  })

  it('finds a latency that is no integer of milliseconds', () => {
    const latency = 'X-Amzn-Bedrock-Invocation-Latency'
    for (const value of ['soon', '0.012', '-5', '']) {
      expect(codes('token-headers', counted([[latency, value]]))).toEqual(['token-header-value'])
    }
  })

  it('finds others, and what is no count', () => {
    expect(codes('token-headers', counted([[input, '8']]))).toEqual(['token-header-differs'])
    expect(codes('token-headers', counted([[output, '9']]))).toEqual(['token-header-differs'])
    expect(codes('token-headers', counted([[input, 'seven']]))).toEqual(['token-header-value'])
    expect(codes('token-headers', counted([[input, '-7']]))).toEqual(['token-header-value'])
  })
})
