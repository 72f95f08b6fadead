import { describe, expect, it } from 'vitest'
import type { ApiName } from '../../model/names.ts'
import type { Choice, Observation } from '../../model/observation.ts'
import type { CellResult, ReplyCounts } from '../../model/report.ts'
import { countReplies, judgeReplies } from './replies.ts'

const choice: Choice = {
  index: 0,
  text: '',
  rawText: '',
  reasoning: '',
  finish: 'stop',
  toolCalls: [],
}

interface Seen extends Partial<Choice> {
  readonly api?: ApiName
  readonly choices?: readonly Choice[]
  readonly ending?: 'stop' | 'length' | 'tool' | 'filter' | 'other'
  readonly status?: number
  readonly body?: object
}

function seen({
  api = 'openai-chat',
  ending = 'stop',
  status = 200,
  body = {},
  choices,
  ...more
}: Seen): Observation {
  const own = { ...choice, ...more }
  const response = { status } as Observation['exchange']['response'] & object
  return {
    api,
    exchange: {
      startedAt: '',
      request: {
        method: 'POST',
        url: '',
        headers: [],
        body: new TextEncoder().encode(JSON.stringify(body)),
      },
      response,
      earlier: [],
      leaks: [],
    } as unknown as Observation['exchange'],
    items: [],
    reply: { ...own, ending, choices: choices ?? [own], deltas: [] },
  }
}

describe('an empty reply', () => {
  it('has no text, no reasoning and no call, though it says that it is complete', () => {
    expect(countReplies([seen({}), seen({ rawText: ' \n' })])).toEqual({ count: 2, empty: 2 })
  })

  it.each<[string, Seen]>([
    ['text', { rawText: 'Hi' }],
    ['reasoning', { reasoning: 'Hm' }],
    ['a call', { toolCalls: [{ arguments: '{}' }] }],
    ['a limit', { ending: 'length' }],
    ['a filter', { ending: 'filter' }],
    ['a status in the background', { api: 'openai-responses', ending: 'other' }],
    ['a stop sequence', { body: { stop: ['a'] } }],
    ['a stop sequence of Converse', { body: { inferenceConfig: { stopSequences: ['a'] } } }],
  ])('is none with %s', (_, given) => {
    expect(countReplies([seen(given)])).toEqual({ count: 1, empty: 0 })
  })

  const whole = (json: object): Observation => ({
    ...seen({}),
    body: { json } as Observation['body'] & object,
  })
  const streamed = (json: object): Observation => ({
    ...seen({}),
    items: [{ json }] as unknown as Observation['items'],
  })

  it.each<[string, Observation]>([
    ['sound', whole({ choices: [{ message: { content: null, audio: { id: 'a' } } }] })],
    ['a function', whole({ choices: [{ message: { function_call: { name: 'f' } } }] })],
    ['a picture', whole({ output: [{ type: 'image_generation_call' }] })],
    ['the item of a hosted tool', streamed({ item: { type: 'web_search_call' } })],
    ['hidden thinking', whole({ content: [{ type: 'redacted_thinking', data: 'x' }] })],
    ['a call of a server', streamed({ content_block: { type: 'server_tool_use' }, index: 0 })],
    ['a picture of Converse', whole({ output: { message: { content: [{ image: {} }] } } })],
    ['a part of it', streamed({ contentBlockIndex: 0, delta: { image: {} } })],
  ])('is none with %s', (_, observation) => {
    expect(countReplies([observation])).toEqual({ count: 1, empty: 0 })
  })

  it.each<[string, Observation]>([
    ['chat completions', whole({ choices: [{ message: { content: '', audio: null } }] })],
    ['responses', whole({ output: [{ type: 'reasoning' }, { type: 'message', content: [] }] })],
    ['Claude', streamed({ content_block: { type: 'text', text: '' } })],
    ['a delta of Claude', streamed({ index: 0, delta: { type: 'text_delta', text: '' } })],
    ['Converse', whole({ output: { message: { content: [{ text: '' }] } } })],
    ['ConverseStream', streamed({ contentBlockIndex: 0, delta: { text: '' }, p: 'ab' })],
  ])('may be one of %s', (_, observation) => {
    expect(countReplies([observation])).toEqual({ count: 1, empty: 1 })
  })

  it.each<ApiName>(['openai-embeddings', 'count-tokens', 'invoke'])(
    'is absent where %s answers without words',
    (api) => {
      expect(countReplies([seen({ api, choices: [] })])).toBeUndefined()
    },
  )

  it('is not looked for in refusals', () => {
    expect(countReplies([seen({ status: 500 })])).toBeUndefined()
  })
})

const cell = (replies?: ReplyCounts): CellResult => ({
  case: 'chat.simple',
  suite: 'chat',
  title: '',
  from: [],
  api: 'openai-chat',
  region: 'a',
  model: 'm',
  verdict: 'pass',
  durationMs: 1,
  requests: 1,
  retries: 0,
  requestIds: [],
  checks: [],
  source: { file: '', line: 1 },
  ...(replies && { replies }),
})

const standard = { strict: false, baseline: [] }

const rows = (count: number, empty: number, strict = false) =>
  judgeReplies([cell({ count: count - 1, empty }), cell({ count: 1, empty: 0 }), cell()], {
    ...standard,
    strict,
  })

describe('the replies of a run', () => {
  it('are judged from 20 on', () => {
    expect(rows(19, 10)).toEqual([])
    expect(rows(20, 0)).toMatchObject([{ case: 'run.replies', verdict: 'pass' }])
  })

  it.each([
    [30, 10],
    [60, 6],
    [120, 6],
    [400, 20],
  ])(
    'warn with numbers where of %i replies %i are empty, and fail under strict',
    (count, empty) => {
      const [row] = rows(count, empty)
      expect(row?.checks[0]).toMatchObject({ verdict: 'warn', level: 'should' })
      expect(row?.checks[0]?.finding).toMatchObject({ code: 'text.empty-rate' })
      expect(row?.checks[0]?.finding?.received).toMatch(`${empty} of ${count} (95 % interval`)
      expect(rows(count, empty, true)[0]?.verdict).toBe('fail')
    },
  )

  it('are undecided where a few are empty', () => {
    expect(rows(100, 1)[0]?.checks[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'interval',
    })
  })

  it('are judged for each API', () => {
    const other = { ...cell({ count: 30, empty: 0 }), api: 'converse' as const }
    const found = judgeReplies([cell({ count: 30, empty: 9 }), other], standard)
    expect(found.map(({ api, verdict }) => [api, verdict])).toEqual([
      ['openai-chat', 'warn'],
      ['converse', 'pass'],
    ])
  })
})
