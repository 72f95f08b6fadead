import { describe, expect, it } from 'vitest'
import { chat, completion, usage } from '../testing/completion.ts'
import { verdict } from '../testing/judge.ts'

const ended = (tokens: number | undefined, finish: string, more: object = {}, content = 'Earth') =>
  chat(
    completion(
      { usage: tokens === undefined ? undefined : { ...usage, completion_tokens: tokens } },
      { finish_reason: finish },
      { content },
    ),
    { asked: { messages: [{ role: 'user', content: 'Hello' }], ...more } },
  )

const judged = (...args: Parameters<typeof ended>) =>
  verdict('no-hidden-limit', true, ended(...args))

describe('no-hidden-limit', () => {
  it('fails where a limit ends a short answer that has none', () => {
    expect(judged(128, 'length')).toBe('usage.hidden-limit')
    expect(judged(undefined, 'length')).toBe('usage.hidden-limit')
    expect(judged(128, 'length', { max_tokens: null })).toBe('usage.hidden-limit')
    expect(judged(128, 'stop')).toBe('pass')
    expect(judged(1000, 'length')).toBe('pass')
  })

  it('cannot see how long hidden reasoning was that is not counted', () => {
    expect(judged(undefined, 'length', {}, '')).toBe('pass')
  })

  it.each([
    [{ max_tokens: 128 }],
    [{ max_completion_tokens: 128 }],
    [{ max_output_tokens: 128 }],
    [{ inferenceConfig: { maxTokens: 128 } }],
    [{ options: { num_predict: 128 } }],
    [{ messages: [{ role: 'user', content: 'word '.repeat(1000) }] }],
  ])('leaves requests alone that have a limit or may fill the context: %#', (more) => {
    expect(judged(128, 'length', more)).toBe('pass')
  })
})

it('a short request may have a long prompt: what the server keeps of earlier turns', () => {
  const counts = (prompt_tokens: number) => ({ ...usage, prompt_tokens, completion_tokens: 128 })
  const chained = (prompt: number) =>
    chat(completion({ usage: counts(prompt) }, { finish_reason: 'length' }), { asked: {} })
  expect(verdict('no-hidden-limit', true, chained(8000))).toBe('pass')
  expect(verdict('no-hidden-limit', true, chained(800))).toBe('usage.hidden-limit')
})

describe('limit-kept', () => {
  const kept = (...args: Parameters<typeof ended>) => verdict('limit-kept', true, ended(...args))

  it('fails where more was generated than the request allows', () => {
    expect(kept(65, 'length', { max_tokens: 64 })).toBe('usage.over-limit')
    expect(kept(65, 'stop', { max_completion_tokens: 64 })).toBe('usage.over-limit')
    expect(kept(64, 'length', { max_tokens: 64 })).toBe('pass')
  })

  it('leaves replies alone whose limit or count is unknown', () => {
    expect(kept(65, 'stop')).toBe('pass')
    expect(kept(65, 'stop', { max_tokens: null })).toBe('pass')
    expect(kept(65, 'stop', { max_tokens: '64' })).toBe('pass')
    expect(kept(undefined, 'stop', { max_tokens: 64 })).toBe('pass')
    expect(kept(65, 'stop', { max_tokens: 64, max_completion_tokens: 80 })).toBe('pass')
  })

  it('counts the limit once for each choice', () => {
    const two = completion({ usage: { ...usage, completion_tokens: 128 } })
    const choices = [0, 1].map((index) => ({ ...(two['choices'] as object[])[0], index }))
    expect(
      verdict('limit-kept', true, chat({ ...two, choices }, { asked: { max_tokens: 64 } })),
    ).toBe('pass')
  })
})

describe('limit-said', () => {
  const limited = (
    content: string,
    completion_tokens: number,
    asked: object,
    finish_reason = 'stop',
  ) =>
    verdict(
      'limit-said',
      true,
      chat(
        completion(
          { usage: { prompt_tokens: 5, completion_tokens, total_tokens: 5 + completion_tokens } },
          { finish_reason },
          { content },
        ),
        { asked: { messages: [], ...asked } },
      ),
    )

  it('finds a reply without text that took its limit and says that it stopped', () => {
    expect(limited('', 64, { max_tokens: 64 })).toBe('finish.unexpected')
    expect(limited(' ', 65, { max_completion_tokens: 64 })).toBe('finish.unexpected')
  })

  it('leaves replies alone that say so, have a text, took less or have no limit', () => {
    expect(limited('', 64, { max_tokens: 64 }, 'length')).toBe('pass')
    expect(limited('Yes', 64, { max_tokens: 64 })).toBe('pass')
    expect(limited('', 63, { max_tokens: 64 })).toBe('pass')
    expect(limited('', 64, {})).toBe('pass')
    expect(limited('', 1, { max_tokens: 1 })).toBe('pass')
  })
})
