import { describe, expect, it } from 'vitest'
import { chat, completion, stream, usage } from '../testing/completion.ts'
import { judge, verdict } from '../testing/judge.ts'

/** A reply that took this many completion tokens and ended for this reason. */
const ended = (tokens: number | undefined, finish: string | null) =>
  chat(
    completion(
      tokens === undefined
        ? { usage: undefined }
        : { usage: { ...usage, completion_tokens: tokens, total_tokens: 11 + tokens } },
      { finish_reason: finish },
    ),
  )

describe('completion-at-most', () => {
  it('fails above the limit only', () => {
    expect(verdict('completion-at-most', 7, chat())).toBe('pass')
    expect(verdict('completion-at-most', 6, chat())).toBe('usage.over-limit')
    expect(verdict('completion-at-most', 6, stream())).toBe('usage.over-limit')
    const bare = chat(completion({ usage: undefined }))
    expect(verdict('completion-at-most', 6, bare)).toBe('inconclusive')
  })
})

describe('ends-at-limit', () => {
  it('holds where the limit is said to have ended the reply', () => {
    expect(verdict('ends-at-limit', 64, ended(64, 'length'))).toBe('pass')
    expect(verdict('ends-at-limit', 64, ended(undefined, 'length'))).toBe('pass')
  })

  it('fails for a reply that took all tokens and says that it ended by itself', () => {
    expect(verdict('ends-at-limit', 64, ended(64, 'stop'))).toBe('finish.unexpected')
    expect(verdict('ends-at-limit', 64, ended(400, 'stop'))).toBe('finish.unexpected')
    expect(verdict('ends-at-limit', 64, ended(64, 'tool_calls'))).toBe('finish.unexpected')
  })

  it('fails for a reply that gives no reason, or an alien one', () => {
    expect(verdict('ends-at-limit', 64, ended(10, null))).toBe('finish.missing')
    expect(verdict('ends-at-limit', 64, ended(10, 'cut'))).toBe('finish.unexpected')
  })

  it('does not judge an answer that was shorter than the limit', () => {
    expect(judge('ends-at-limit', 64, ended(41, 'stop')).inconclusive).toBe(
      'The answer ended by itself after 41 tokens, before its limit of 64.',
    )
    expect(verdict('ends-at-limit', 64, ended(41, 'content_filter'))).toBe('inconclusive')
    expect(verdict('ends-at-limit', 64, ended(41, 'tool_calls'))).toBe('inconclusive')
    expect(verdict('ends-at-limit', 64, ended(undefined, 'stop'))).toBe('inconclusive')
  })

  it('takes the words of an answer whose tokens are not counted', () => {
    const spoken = (count: number) =>
      chat(completion({ usage: undefined }, {}, { content: 'a fine word '.repeat(count / 3) }))
    expect(verdict('ends-at-limit', 64, spoken(42))).toBe('inconclusive')
    expect(judge('ends-at-limit', 64, spoken(45)).findings).toMatchObject([
      { code: 'finish.unexpected', received: '"stop" after 45 words' },
    ])
  })
})

describe('counted-to-limit', () => {
  it('wants three quarters of the limit in a reply that it ended', () => {
    expect(verdict('counted-to-limit', 64, ended(64, 'length'))).toBe('pass')
    expect(verdict('counted-to-limit', 64, ended(48, 'length'))).toBe('pass')
    expect(verdict('counted-to-limit', 64, ended(47, 'length'))).toBe('usage.under-limit')
  })

  it('counts the limit once for each choice that it ended', () => {
    const [choice] = completion({}, { finish_reason: 'length' })['choices'] as object[]
    const two = (tokens: number) =>
      chat(
        completion({
          choices: [choice, { ...choice, index: 1 }],
          usage: { ...usage, completion_tokens: tokens, total_tokens: 11 + tokens },
        }),
      )
    expect(verdict('counted-to-limit', 64, two(96))).toBe('pass')
    expect(verdict('counted-to-limit', 64, two(95))).toBe('usage.under-limit')
  })

  it('judges no reply that ended by itself, or was not counted', () => {
    expect(verdict('counted-to-limit', 64, ended(10, 'stop'))).toBe('inconclusive')
    expect(verdict('counted-to-limit', 64, ended(undefined, 'length'))).toBe('inconclusive')
  })
})

describe('not-cut-before', () => {
  it('fails where a lower limit ended the reply', () => {
    expect(verdict('not-cut-before', 2000, ended(2000, 'length'))).toBe('pass')
    expect(verdict('not-cut-before', 2000, ended(1500, 'length'))).toBe('pass')
    expect(verdict('not-cut-before', 2000, ended(256, 'length'))).toBe('usage.under-limit')
  })

  it('holds where the answer ended by itself', () => {
    expect(verdict('not-cut-before', 2000, ended(256, 'stop'))).toBe('pass')
    expect(verdict('not-cut-before', 2000, ended(undefined, 'length'))).toBe('inconclusive')
  })
})

describe('prompt-at-most', () => {
  it('fails for a prompt that counts more', () => {
    expect(verdict('prompt-at-most', 11, chat())).toBe('pass')
    expect(verdict('prompt-at-most', 10, chat())).toBe('usage.prompt')
    const bare = chat(completion({ usage: undefined }))
    expect(verdict('prompt-at-most', 10, bare)).toBe('inconclusive')
  })
})
