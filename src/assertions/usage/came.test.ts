import { describe, expect, it } from 'vitest'
import { chat, chunk, completion, done, stream, type Json } from '../testing/completion.ts'
import { judge, verdict } from '../testing/judge.ts'
import { message, response, whole } from '../responses/testing/response.ts'

const usage = (completion_tokens: number, reasoning_tokens?: number): object => ({
  prompt_tokens: 11,
  completion_tokens,
  total_tokens: 11 + completion_tokens,
  ...(reasoning_tokens !== undefined && { completion_tokens_details: { reasoning_tokens } }),
})

const judgedAs = (content: string, counts: object, more: object = {}) =>
  verdict('counted-came', true, chat(completion({ usage: counts }, {}, { content, ...more })))

describe('counted-came', () => {
  it.each([
    ['a text of which most is missing', 'Humans live', usage(240, 100), 'usage.more-than-came'],
    ['a text that is missing', '', usage(80, 10), 'usage.more-than-came'],
    ['a token for each byte', 'x'.repeat(140), usage(140, 1), 'pass'],
    ['reasoning that is hidden', 'Paris', usage(900, 880), 'pass'],
    ['a text in another script', '日本語'.repeat(20), usage(180, 1), 'pass'],
    ['a few tokens beside the text', 'Hi', usage(20, 1), 'pass'],
    ['reasoning that may be hidden', 'Paris', usage(900), 'pass'],
    ['reasoning that is hidden and not counted apart', 'Paris', usage(900, 0), 'pass'],
  ])('%s', (_, content, counts, expected) => {
    expect(judgedAs(content, counts)).toBe(expected)
  })

  it('says that a call may be lost where tools were offered and nothing came', () => {
    const nothing = completion({ usage: usage(80, 10) }, {}, { content: '' })
    const tools = [{ type: 'function', function: { name: 'f' } }]
    const { findings } = judge('counted-came', true, chat(nothing, { asked: { tools } }))
    expect(findings.map((found) => found.message)).toEqual([
      'Tokens are counted, and neither a text nor a call came.',
    ])
  })

  it('counts reasoning that came, where it is not counted apart', () => {
    const reasoning_content = 'They ask for the capital of France, which is Paris. '.repeat(4)
    expect(judgedAs('Paris', usage(180), { reasoning_content })).toBe('pass')
    expect(judgedAs('Paris', usage(400), { reasoning_content })).toBe('usage.more-than-came')
  })

  it.each(['anthropic.claude-opus-5', 'gemini-3-pro'])(
    'takes reasoning of %s for a summary',
    (model) => {
      const reasoning_content = 'They ask for the capital of France, which is Paris. '.repeat(4)
      const judgedOf = (given: object) =>
        verdict(
          'counted-came',
          true,
          chat(completion({ usage: given, model }, {}, { content: 'Paris', reasoning_content })),
        )
      expect(judgedOf(usage(1400))).toBe('pass')
      expect(judgedOf(usage(1400, 48))).toBe('pass')
    },
  )

  it('counts the calls of tools', () => {
    const text = JSON.stringify({ text: 'x'.repeat(200) })
    const call = { id: 'a', type: 'function', function: { name: 'send_letter', arguments: text } }
    expect(judgedAs('', usage(200, 1), { tool_calls: [call] })).toBe('pass')
    expect(judgedAs('', usage(400, 1), { tool_calls: [call] })).toBe('usage.more-than-came')
  })

  it('counts the input of custom tools of a response', () => {
    const patch = { id: 'ctc_1', type: 'custom_tool_call', call_id: 'c', name: 'apply_patch' }
    const counts = { output_tokens_details: { reasoning_tokens: 64 }, output_tokens: 364 }
    const called = (input: string) =>
      whole(
        response({
          output: [{ ...patch, status: 'completed', input }],
          usage: { input_tokens: 9, ...counts, total_tokens: 373 },
        }),
      )
    expect(verdict('counted-came', true, called('+ a line\n'.repeat(40)))).toBe('pass')
    expect(verdict('counted-came', true, called('+ a line\n'))).toBe('usage.more-than-came')
  })

  it('leaves out what a limit cut, which may have been reasoning', () => {
    const cut = completion({ usage: usage(300, 100) }, { finish_reason: 'length' }, { content: '' })
    expect(verdict('counted-came', true, chat(cut))).toBe('pass')
  })

  it('leaves out what a filter replaced', () => {
    const declined = { content: null, refusal: 'No.' }
    const reply = chat(completion({ usage: usage(300, 1) }, {}, declined))
    expect(verdict('counted-came', true, reply)).toBe('pass')
  })

  it('leaves out predictions that did not come true, and audio', () => {
    const counting = (more: Json) => {
      const details = { reasoning_tokens: 20, ...more }
      return judgedAs('Paris', { ...usage(240), completion_tokens_details: details })
    }
    expect(counting({ rejected_prediction_tokens: 200 })).toBe('pass')
    expect(counting({ audio_tokens: 200 })).toBe('pass')
    expect(counting({ accepted_prediction_tokens: 200 })).toBe('usage.more-than-came')
  })

  it.each([
    { type: 'code_interpreter_call', id: 'ci_1', status: 'completed', code: 'x = 1' },
    { type: 'web_search_call', id: 'ws_1', status: 'completed' },
    { type: 'mcp_call', id: 'mcp_1', name: 'f', server_label: 's', arguments: '{}' },
    { type: 'shell_call', id: 'sh_1', call_id: 'c', status: 'completed' },
  ])('leaves out what a hosted tool is given: $type', (item) => {
    const counts = {
      input_tokens: 11,
      output_tokens: 300,
      output_tokens_details: { reasoning_tokens: 64 },
      total_tokens: 311,
    }
    const judged = (...output: Json[]) =>
      verdict('counted-came', true, whole(response({ output, usage: counts })))
    expect(judged(message, item)).toBe('pass')
    expect(judged(message, { ...item, type: 'hologram' })).toBe('usage.more-than-came')
    expect(judged(message)).toBe('usage.more-than-came')
  })

  it('finds the lost end of a stream', () => {
    const cut = [
      chunk({ content: 'Humans ' }),
      chunk({}, { finish_reason: 'stop' }),
      chunk({}, {}, { choices: [], usage: usage(120, 20) }),
    ]
    expect(verdict('counted-came', true, stream([...cut, done]))).toBe('usage.more-than-came')
  })
})

describe('answer-counted', () => {
  const countedAs = (counts: object, more: Json = {}) =>
    verdict('answer-counted', true, chat(completion({ usage: counts }, {}, more)))

  it('fails where all tokens are counted as reasoning, and an answer came', () => {
    expect(countedAs(usage(30, 30))).toBe('usage.reasoning')
    const call = { id: 'a', type: 'function', function: { name: 'send_letter', arguments: '{}' } }
    expect(countedAs(usage(30, 30), { content: null, tool_calls: [call] })).toBe('usage.reasoning')
  })

  it.each([
    ['a rest for the answer', usage(30, 29), {}],
    ['no detail of the count', usage(30), {}],
    ['reasoning that is not counted', usage(30, 0), {}],
    ['no answer', usage(30, 30), { content: '' }],
  ])('passes for %s', (_, counts, more) => {
    expect(countedAs(counts, more)).toBe('pass')
  })
})

describe('reasoning-counted', () => {
  const reasoning = 'They ask for the capital of France, which is Paris.'
  const counting = (content: string, counts: object, more: object = { reasoning }) =>
    verdict(
      'reasoning-counted',
      true,
      chat(completion({ usage: counts }, {}, { content, ...more })),
    )

  it('finds reasoning that is counted as no tokens, whole and streamed', () => {
    expect(counting('Paris.', usage(30, 0))).toBe('usage.reasoning-zero')
    const all = [
      chunk({ reasoning_content: reasoning }),
      chunk({ content: 'Paris.' }),
      chunk({}, { finish_reason: 'stop' }),
      { ...chunk({}), choices: [], usage: usage(30, 0) },
      done,
    ] as Json[]
    expect(verdict('reasoning-counted', true, stream(all))).toBe('usage.reasoning-zero')
  })

  it('leaves servers alone that count it, do not count it apart, or have none', () => {
    expect(counting('Paris.', usage(30, 12))).toBe('pass')
    expect(counting('Paris.', usage(30))).toBe('pass')
    expect(counting('Paris.', usage(30, 0), {})).toBe('pass')
    expect(counting(`<reasoning>${reasoning}</reasoning>Paris.`, usage(30, 0), {})).toBe('pass')
  })
})
