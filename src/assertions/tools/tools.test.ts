import { describe, expect, it } from 'vitest'
import { chat, chunk, completion, done, stream, type Json } from '../testing/completion.ts'
import { judge, verdict } from '../testing/judge.ts'

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
  },
}
const asked = { tools: [weather] }
const call = (more: Json = {}, called: Json = {}): Json => ({
  id: 'call_1',
  type: 'function',
  function: { name: 'get_weather', arguments: '{"city":"Paris"}', ...called },
  ...more,
})
const calling = (...tool_calls: Json[]) =>
  chat(completion({}, { finish_reason: 'tool_calls' }, { content: null, tool_calls }), { asked })

describe('tool-calls', () => {
  it.each([
    [true, 'pass'],
    [{ exactly: 1 }, 'pass'],
    [{ atLeast: 2 }, 'tools.count'],
    [{ names: ['get_weather'] }, 'pass'],
    [{ names: ['getTime'] }, 'tools.name'],
    [{ argumentsSchema: { type: 'object', required: ['zip'] } }, 'tools.arguments-schema'],
  ])('%j: %s', (args, stated) => {
    expect(verdict('tool-calls', args, calling(call()))).toBe(stated)
  })

  it.each([
    [call({}, { name: 'get_wether' }), 'tools.name'],
    [call({}, { arguments: '{"city":5}' }), 'tools.arguments-schema'],
    [call({}, { arguments: '{"city":' }), 'tools.arguments-json'],
    [call({}, { arguments: '"{\\"city\\":\\"Paris\\"}"' }), 'tools.arguments-json'],
    [call({}, { arguments: '' }), 'tools.arguments-json'],
    [call({ id: undefined }), 'tools.id-missing'],
    [call({ id: '' }), 'tools.id-missing'],
  ])('fails where a call is wrong (%#)', (wrong, code) => {
    expect(verdict('tool-calls', true, calling(wrong))).toBe(code)
  })

  it.each([
    ['{"city":', true],
    ["{'city': 'Paris'}", true],
    ['{"city":"Paris"}{"city":"Rome"}', true],
    ['"{\\"city\\":\\"Paris\\"}"', false],
    ['', false],
    ['[]', false],
    ['{"city":"Paris"}', false],
  ])('leaves it to the model whether %j can be parsed', (text, isBroken) => {
    const given = calling(call({}, { arguments: text }))
    const isObject = text.startsWith('{')
    expect(verdict('arguments-json', true, given)).toBe(isBroken ? 'tools.arguments-json' : 'pass')
    expect(verdict('tool-calls', { argumentsSchema: {}, brokenJson: false }, given)).toBe(
      isObject ? 'pass' : 'tools.arguments-json',
    )
  })

  it('does not hold broken arguments against a call that the token limit cut', () => {
    const cut = completion(
      {},
      { finish_reason: 'length' },
      { tool_calls: [call({}, { arguments: '{"c' })] },
    )
    expect(verdict('arguments-json', true, chat(cut, { asked }))).toBe('pass')
  })

  it('finds a call that comes twice under ids of their own, however its arguments are spelled', () => {
    const again = call({ id: 'call_2' }, { arguments: '{ "city": "Paris" }' })
    const other = call({ id: 'call_2' }, { arguments: '{"city":"Tokyo"}' })
    const judgedAs = (...calls: readonly Json[]) =>
      verdict('tool-calls', { distinct: true }, calling(...calls))
    expect(judgedAs(call(), again)).toBe('tools.call-repeated')
    expect(judgedAs(call(), call({ id: 'call_2' }))).toBe('tools.call-repeated')
    expect(judgedAs(call(), other)).toBe('pass')
    expect(judgedAs(call())).toBe('pass')
    expect(verdict('tool-calls', true, calling(call(), again))).toBe('pass')
  })

  it.each<[unknown, Json[], string]>([
    [true, [], 'inconclusive'],
    [{ exactly: 1 }, [], 'inconclusive'],
    [{ atLeast: 2 }, [call()], 'inconclusive'],
    [{ atLeast: 2 }, [call({ id: '' })], 'tools.count tools.id-missing'],
    [{ exactly: 1 }, [call(), call({ id: 'call_2' })], 'tools.count'],
  ])('holds no limit of tokens, which came first, against %j', (args, tool_calls, expected) => {
    const message = { content: null, tool_calls, reasoning: 'The user wants' }
    const cut = chat(completion({}, { finish_reason: 'length' }, message), { asked })
    expect(verdict('tool-calls', args, cut)).toBe(expected)
  })

  it('wants an id of its own for each call', () => {
    expect(verdict('tool-calls', true, calling(call(), call()))).toBe('tools.id-repeated')
    expect(verdict('tool-calls', { ids: false }, calling(call(), call()))).toBe('pass')
    expect(verdict('tool-calls', { exactly: 2 }, calling(call(), call({ id: 'call_2' })))).toBe(
      'pass',
    )
  })

  it('shows the text that came in place of a call', () => {
    const { findings } = judge('tool-calls', true, chat())
    expect(findings[0]).toMatchObject({ code: 'tools.missing' })
    expect(findings[0]?.received).toContain('Humans live on Earth.')
    expect(verdict('tool-calls', { atLeast: 0 }, chat())).toBe('pass')
  })

  it('does not hold arguments against a reply that the token limit cut', () => {
    const cut = chat(
      completion({}, { finish_reason: 'length' }, { tool_calls: [call({}, { arguments: '{"c' })] }),
    )
    expect(verdict('tool-calls', true, cut)).toBe('pass')
  })

  it('knows the tools of Converse', () => {
    const toolSpec = { name: 'get_weather', inputSchema: { json: weather.function.parameters } }
    const converse = chat(completion({}, {}, { tool_calls: [call({}, { arguments: '{}' })] }), {
      asked: { toolConfig: { tools: [{ toolSpec }] } },
    })
    expect(verdict('tool-calls', true, converse)).toBe('tools.arguments-schema')
  })
})

describe('a call of a custom tool', () => {
  const offered = { tools: [weather, { type: 'custom', custom: { name: 'run_sql' } }] }
  const custom = (called: Json = {}, more: Json = {}): Json => ({
    id: 'call_1',
    type: 'custom',
    custom: { name: 'run_sql', input: 'SELECT 1', ...called },
    ...more,
  })
  const made = (...tool_calls: Json[]) =>
    chat(completion({}, { finish_reason: 'tool_calls' }, { content: null, tool_calls }), {
      asked: offered,
    })
  const pieces = (...fragments: Json[]) =>
    stream(
      [
        ...fragments.map((one) => chunk({ tool_calls: [{ index: 0, ...one }] })),
        chunk({}, { finish_reason: 'tool_calls' }),
        done,
      ],
      { asked: offered },
    )

  it('is held to the schema, to its name and to its type, not to JSON', () => {
    expect(verdict('tool-calls', true, made(custom()))).toBe('pass')
    expect(verdict('schema', 'openai.chat-completion', made(custom()))).toBe('pass')
    expect(verdict('tool-calls', true, made(custom({ name: 'run_sq' })))).toBe('tools.name')
    expect(verdict('tool-calls', true, made(custom({ name: 'get_weather' })))).toBe('tools.type')
    expect(verdict('tool-calls', true, made(call({}, { name: 'run_sql' })))).toBe('tools.type')
    expect(verdict('schema', 'openai.chat-completion', made(custom({ input: undefined })))).toBe(
      'schema.required',
    )
    expect(
      verdict('schema', 'openai.chat-completion', made(custom({}, { custom: undefined }))),
    ).toBe('schema.required')
  })

  it('may come in fragments', () => {
    const start = { id: 'call_1', type: 'custom', custom: { name: 'run_sql', input: 'SEL' } }
    const whole = pieces(start, { custom: { input: 'ECT 1' } })
    expect(verdict('tool-call-chunks', true, whole)).toBe('pass')
    expect(verdict('tool-calls', true, whole)).toBe('pass')
    expect(verdict('tool-call-chunks', true, pieces({ ...start, type: 'function' }))).toBe(
      'tools.chunk-start',
    )
    expect(verdict('tool-call-chunks', true, pieces({ ...start, id: '' }))).toBe(
      'tools.chunk-start',
    )
  })

  it('at the index of another call is told as two calls at one index', () => {
    const [first, second] = ['call_1', 'call_2'].map((id) => ({
      id,
      type: 'function',
      function: { name: 'get_weather', arguments: '{}' },
    })) as Json[]
    expect(verdict('tool-call-chunks', true, pieces(first!, second!))).toBe('tools.chunk-index')
  })
})

describe('no-tool-calls', () => {
  it('fails for any call', () => {
    expect(verdict('no-tool-calls', true, chat())).toBe('pass')
    expect(verdict('no-tool-calls', true, calling(call()))).toBe('tools.unexpected')
  })
})

const streamed = (...deltas: Json[][]) =>
  stream([
    ...deltas.map((tool_calls) => chunk({ tool_calls })),
    chunk({}, { finish_reason: 'tool_calls' }),
    done,
  ])

const start = (index: unknown, id: unknown, args = ''): Json => ({
  index,
  ...call({ id }, { arguments: args }),
})

const next = (index: unknown, args: string, more: Json = {}): Json => ({
  index,
  id: null,
  type: 'function',
  function: { name: null, arguments: args },
  ...more,
})

describe('tool-call-chunks', () => {
  it('holds for fragments that join, several of one index in a delta included', () => {
    const first = [start(0, 'a', '{"ci')]
    expect(
      verdict('tool-call-chunks', true, streamed(first, [next(0, 'ty":'), next(0, '"P"}')])),
    ).toBe('pass')
    const two = [[start(0, 'a', '{}')], [start(1, 'b', '{')], [next(1, '}', { id: '' })]]
    expect(verdict('tool-call-chunks', true, streamed(...two))).toBe('pass')
    expect(verdict('tool-call-chunks', true, stream())).toBe('pass')
  })

  it.each([
    [[[start(undefined, 'a', '{}')]], 'tools.chunk-index'],
    [[[start(1, 'a', '{}')]], 'tools.chunk-index'],
    [[[start('0', 'a', '{}')]], 'tools.chunk-index'],
    [[[start(0, undefined, '{}')]], 'tools.chunk-start'],
    [[[{ ...start(0, 'a', '{}'), type: undefined }]], 'tools.chunk-start'],
    [[[next(0, '{}', { id: 'a' })]], 'tools.chunk-start'],
    [[[start(0, 'a', '{')], [next(0, '}', { id: 'a' })]], 'tools.chunk-repeated'],
    [[[start(0, 'a', '{')], [start(0, 'a', '}')]], 'tools.chunk-repeated tools.chunk-repeated'],
    [[[start(0, 'a', '"{}"')]], 'tools.arguments-json'],
    [[[start(0, 'a')]], 'tools.arguments-json'],
  ])('fails where a fragment is wrong (%#)', (deltas, code) => {
    expect(verdict('tool-call-chunks', true, streamed(...deltas))).toBe(code)
  })

  it('leaves a choice alone that was cut off, and no other', () => {
    const ended = (...reasons: readonly string[]) =>
      stream([
        ...reasons.map((_, index) => chunk({ tool_calls: [start(0, 'a', '"{}"')] }, { index })),
        ...reasons.map((finish_reason, index) => chunk({}, { index, finish_reason })),
        done,
      ])
    const judged = (...reasons: readonly string[]) =>
      verdict('tool-call-chunks', true, ended(...reasons))
    expect(judged('length', 'content_filter')).toBe('pass')
    expect(judged('length', 'tool_calls')).toBe('tools.arguments-json')
  })

  it('names the place of the fragment', () => {
    const { findings } = judge('tool-call-chunks', true, streamed([start(1, 'a', '{}')]))
    expect(findings[0]?.at).toMatchObject({
      item: 0,
      pointer: '/choices/0/delta/tool_calls/0/index',
    })
  })
})

describe('a call that does not come', () => {
  const message = (content: string): string | undefined =>
    judge('tool-calls', { atLeast: 1 }, chat(completion({}, {}, { content }), { asked }))
      .findings[0]?.message

  it.each([
    '<tool_call>{"name": "get_weather", "arguments": {"city": "Paris"}}</tool_call>',
    '{"name": "get_weather", "arguments": {"city": "Paris"}}',
    '```json\n{"name": "get_weather", "parameters": {"city": "Paris"}}\n```',
    'get_weather(city="Paris")',
    '[{"name": "get_weather", "arguments": {"city": "Paris"}}]',
    '<|channel|>commentary to=functions.get_weather<|message|>{"city": "Paris"}',
  ])('is seen in the text %s', (content) => {
    expect(message(content)).toContain('The text holds a call')
  })

  it.each(['It is sunny.', '{"name": "Alice", "arguments": 3}', 'print(get_weather)', ''])(
    'is not in the text %s',
    (content) => {
      expect(message(content)).toBe('No tool is called.')
    },
  )
})
