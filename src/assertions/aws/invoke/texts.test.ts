import { describe, expect, it } from 'vitest'
import { observe } from '../../../engine/observe/observe.ts'
import type { Observation } from '../../../model/observation.ts'
import { apis } from '../../../protocol/registry.ts'
import { chunkFrame, exchange } from '../../../protocol/testing/build.ts'
import { codes, reply } from '../testing/see.ts'

function streamed(family: string, chunks: readonly unknown[], requestBody?: unknown): Observation {
  const type = 'application/vnd.amazon.eventstream'
  const frames = chunks.map((chunk) => chunkFrame(chunk))
  const parts = { type, chunks: frames, requestBody }
  return observe(exchange(parts), apis['invoke-stream'], { family })
}

describe('a text of Mistral or DeepSeek', () => {
  const output = (text: string, reason: unknown) => ({ outputs: [{ text, stop_reason: reason }] })
  const choice = (text: string, reason: unknown) => ({
    choices: [{ index: 0, text, stop_reason: reason }],
  })

  it.each(['stop', 'length'])('may end with %s', (reason) => {
    expect(codes('invoke-texts', reply('invoke', output('a', reason)), 'outputs')).toEqual([])
    expect(codes('invoke-texts', reply('invoke', choice('a', reason)), 'choices')).toEqual([])
    const stream = [output('a', null), output('b', reason)]
    const seen = streamed('mistral', stream)
    expect(codes('invoke-texts', seen, 'outputs')).toEqual([])
    expect(seen.reply).toMatchObject({ text: 'ab', finish: reason })
  })

  it('of a chat has its reason as finish_reason or stop_reason', () => {
    const chat = {
      choices: [{ message: { role: 'assistant', content: 'a' }, stop_reason: 'stop' }],
    }
    expect(codes('invoke-texts', reply('invoke', chat), 'outputs')).toEqual([])
  })

  it('without a reason, with another, or with one too early is found', () => {
    expect(codes('invoke-texts', reply('invoke', output('a', null)), 'outputs')).toEqual([
      'text-end',
    ])
    expect(codes('invoke-texts', reply('invoke', choice('a', 'END')), 'choices')).toEqual([
      'text-end',
    ])
    const cut = streamed('deepseek', [choice('a', null), choice('b', null)])
    expect(codes('invoke-texts', cut, 'choices')).toEqual(['text-end'])
    const early = streamed('deepseek', [choice('a', 'stop'), choice('b', 'stop')])
    expect(codes('invoke-texts', early, 'choices')).toEqual(['text-ended-early'])
  })
})

describe('metrics of a family that counts nowhere else', () => {
  const metered = (counts: object) =>
    codes(
      'invoke-metrics',
      streamed('mistral', [
        {
          outputs: [{ text: 'The sun and five planets.', stop_reason: 'stop' }],
          'amazon-bedrock-invocationMetrics': {
            inputTokenCount: 7,
            outputTokenCount: 6,
            ...counts,
          },
        },
      ]),
    )

  it('count the prompt, and what the text has at the least', () => {
    expect(metered({})).toEqual([])
    expect(metered({ outputTokenCount: 600 })).toEqual([])
    expect(metered({ outputTokenCount: 0 })).toEqual(['invocation-metrics-differ'])
    expect(metered({ inputTokenCount: 0 })).toEqual(['invocation-metrics-differ'])
    expect(metered({ inputTokenCount: 0, cacheReadInputTokenCount: 7 })).toEqual([])
  })
})

describe('a completion', () => {
  const seen = (generation: string, body: object) =>
    codes('prompt-not-given-back', reply('invoke', { generation, stop_reason: 'stop' }, body))
  const prompt = '<s>[INST] Which planet do humans live on? [/INST]'

  it('does not begin with its prompt, with or without the token that opens it', () => {
    expect(seen(`${prompt} On Earth.`, { prompt })).toEqual(['llama-prompt'])
    expect(seen(` ${prompt.slice(3)} On Earth.`, { prompt })).toEqual(['llama-prompt'])
    expect(seen(`User: ${prompt}`, { inputText: `User: ${prompt}` })).toEqual(['llama-prompt'])
  })

  it('may quote it later, or continue a short one', () => {
    expect(seen(`You asked: ${prompt}`, { prompt })).toEqual([])
    expect(seen('Hello, Hello', { prompt: 'Hello' })).toEqual([])
    expect(seen(prompt, { messages: [] })).toEqual([])
  })
})

describe('a text of Titan', () => {
  const asked = { textGenerationConfig: { maxTokenCount: 9 } }
  const titan = (result: object = {}, more: object = {}) => ({
    inputTextTokenCount: 5,
    results: [{ tokenCount: 9, outputText: 'Sol', completionReason: 'FINISH', ...result }],
    ...more,
  })

  it('is counted and says why it ended', () => {
    expect(codes('titan-text', reply('invoke', titan(), asked))).toEqual([])
    const blocked = titan(
      { completionReason: null },
      { 'amazon-bedrock-guardrailAction': 'INTERVENED' },
    )
    expect(codes('titan-text', reply('invoke', blocked, asked))).toEqual([])
  })

  it.each([
    ['text-end', titan({ completionReason: 'stop' })],
    ['titan-count', titan({ tokenCount: 10 })],
    ['titan-count', titan({ tokenCount: 0 })],
    ['titan-count', titan({}, { inputTextTokenCount: 0 })],
  ])('is %s otherwise', (code, body) => {
    expect(codes('titan-text', reply('invoke', body, asked))).toEqual([code])
  })

  it('in a stream has its reason in the last chunk', () => {
    const chunk = (outputText: string, completionReason: string | null) => ({
      outputText,
      completionReason,
      inputTextTokenCount: 5,
      totalOutputTextTokenCount: 2,
    })
    const of = (...reasons: readonly (string | null)[]) =>
      codes(
        'titan-text',
        streamed(
          'titan-text',
          reasons.map((one) => chunk('a', one)),
          asked,
        ),
      )
    expect(of(null, 'FINISH')).toEqual([])
    expect(of('FINISH', 'FINISH')).toEqual(['text-ended-early'])
    expect(of(null, null)).toEqual(['text-end'])
  })
})
