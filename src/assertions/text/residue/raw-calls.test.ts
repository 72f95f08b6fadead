import { describe, expect, it } from 'vitest'
import { chat, completion } from '../../testing/completion.ts'
import { verdict } from '../../testing/judge.ts'

const args = '{"city": "Paris"}'
const called = (name: string, text = args) => ({
  id: `call_${name}`,
  type: 'function',
  function: { name, arguments: text },
})

const beside = (content: string | null, calls: readonly object[] = [called('get_weather')]) =>
  verdict(
    'no-raw-calls',
    true,
    chat(completion({}, { finish_reason: 'tool_calls' }, { content, tool_calls: calls })),
  )

describe('no-raw-calls', () => {
  it.each([
    [`<tool_call>\n{"name": "get_weather", "arguments": ${args}}\n</tool_call>`],
    ['I look it up. <function_calls><invoke name="get_weather">'],
    ['[TOOL_CALLS]get_weather'],
    ['<minimax:tool_call>'],
    ['<｜DSML｜invoke name="get_weather">'],
    ['<‖DSML‖tool_calls>'],
    ['<function=get_weather>'],
    [`{"name": "get_weather", "parameters": ${args}}`],
    [
      `[{"type": "function", "function": {"name": "get_weather", "arguments": ${JSON.stringify(args)}}}]`,
    ],
    [`\`\`\`json\n${args}\n\`\`\``],
    ['{"city":"Paris"}'],
    ['None'],
    [' null\n'],
    ['[object Object]'],
    ['(no content)'],
    ['[Tool call]'],
    ['get_weather(city="Paris")'],
    ['```\nget_weather({"city": "Paris"})\n```'],
    ['[get_weather(city="Paris"), get_weather(city="Rome")]'],
  ])('finds the call in %s', (content) => {
    expect(beside(content)).toBe('text.raw-call')
  })

  it.each([
    [null],
    [''],
    [`I call get_weather with ${args}.`],
    ['None of them is known yet.'],
    ['{"city":"Rome"}'],
    ['No content is known yet.'],
    ['A tool call.'],
    ['I call get_weather(city="Paris")'],
    ['get_time(city="Paris")'],
    ['[]'],
  ])('leaves %s to the model', (content) => {
    expect(beside(content)).toBe('pass')
  })

  describe('where the request offers two tools', () => {
    const tools = ['get_weather', 'get_time'].map((name) => ({
      type: 'function',
      function: { name, parameters: { type: 'object' } },
    }))
    const offered = (content: string) =>
      verdict(
        'no-raw-calls',
        true,
        chat(completion({}, {}, { content, tool_calls: [called('get_weather')] }), {
          asked: { tools },
        }),
      )

    it.each([
      ['{"name": "get_time", "arguments": {"city": "Rome"}}'],
      ['{"name": "get_weather", "parameters": {"city": "Rome"}}'],
      ['```json\n{"function": {"name": "get_time", "arguments": "{}"}}\n```'],
    ])('finds a call that was not parsed: %s', (content) => {
      expect(offered(content)).toBe('text.raw-call')
    })

    it.each([
      ['{"name": "Rome", "arguments": {}}'],
      ['{"name": "get_time"}'],
      ['{"city": "Rome"}'],
    ])('leaves %s to the model', (content) => {
      expect(offered(content)).toBe('pass')
    })
  })

  it('looks only beside calls', () => {
    expect(beside('<tool_call> begins a call.', [])).toBe('pass')
    expect(beside('None', [])).toBe('pass')
  })
})
