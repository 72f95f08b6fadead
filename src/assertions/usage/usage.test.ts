import { describe, expect, it } from 'vitest'
import { chat, chunks, completion, done, stream, usage, usageChunk } from '../testing/completion.ts'
import { inputOf, judge, verdict } from '../testing/judge.ts'
import { answered, observed } from '../testing/observation.ts'
import type { Observation } from '../../model/observation.ts'

const counted = (more: object, message = {}) =>
  chat(completion({ usage: { ...usage, ...more } }, {}, message))

const body = (totalTokens: number) =>
  answered(
    {
      output: { message: { role: 'assistant', content: [{ text: 'Earth' }] } },
      stopReason: 'end_turn',
      usage: { inputTokens: 3, outputTokens: 4, totalTokens, cacheReadInputTokens: 5 },
    },
    { api: 'converse' },
  )

describe('usage', () => {
  it('holds for counts that add up, in a body and in a stream', () => {
    expect(verdict('usage', true, chat())).toBe('pass')
    expect(verdict('usage', true, stream())).toBe('pass')
    const details = {
      prompt_tokens_details: { cached_tokens: 11, audio_tokens: null },
      completion_tokens_details: { reasoning_tokens: 7 },
    }
    expect(verdict('usage', true, counted(details))).toBe('pass')
  })

  it.each([
    [{ total_tokens: 19 }, 'usage.sum'],
    [{ total_tokens: 7 }, 'usage.sum'],
    [{ prompt_tokens: 0, total_tokens: 7 }, 'usage.not-positive'],
    [{ completion_tokens: 0, total_tokens: 11 }, 'usage.not-positive'],
    [{ prompt_tokens: -1, total_tokens: 6 }, 'usage.not-positive'],
    [{ prompt_tokens: '11' }, 'usage.not-integer'],
    [{ prompt_tokens: 11.5, total_tokens: 18.5 }, 'usage.not-integer usage.not-integer'],
    [{ completion_tokens: null }, 'usage.not-integer'],
    [{ prompt_tokens_details: { cached_tokens: 12 } }, 'usage.details'],
    [{ prompt_tokens_details: { audio_tokens: 12 } }, 'usage.details'],
    [{ prompt_tokens_details: { cache_write_tokens: 12 } }, 'usage.details'],
    [{ completion_tokens_details: { reasoning_tokens: 8 } }, 'usage.details'],
    [{ completion_tokens_details: { reasoning_tokens: -1 } }, 'usage.details'],
    [{ completion_tokens_details: { reasoning_tokens: 1.5 } }, 'usage.not-integer'],
  ])('fails for %j', (more, codes) => {
    expect(verdict('usage', true, counted(more))).toBe(codes)
  })

  it('shows the sum', () => {
    const [finding] = judge('usage', true, counted({ total_tokens: 99 })).findings
    expect(finding).toMatchObject({
      expected: '11 + 7 = 18',
      received: '99',
      at: { pointer: '/usage/total_tokens' },
    })
  })

  it('wants a token for every two words of the answer, whatever the reasoning', () => {
    const content = 'one two three four five six seven eight nine ten'
    const few = { completion_tokens: 4, total_tokens: 15 }
    expect(verdict('usage', true, counted(few, { content }))).toBe('usage.not-positive')
    const enough = { completion_tokens: 5, total_tokens: 16 }
    expect(verdict('usage', true, counted(enough, { content }))).toBe('pass')
    expect(verdict('usage', true, counted(enough, { content, reasoning: content }))).toBe('pass')
    const chinese = { content: '人类生活在地球上，地球是太阳系中的一颗行星。' }
    expect(verdict('usage', true, counted(few, chinese))).toBe('pass')
    // vowels of Hindi are marks on its letters: nine words
    const hindi = { content: 'यहाँ के विश्वविद्यालयों में विद्यार्थी विज्ञान और साहित्य पढ़ते' }
    expect(verdict('usage', true, counted(few, hindi))).toBe('pass')
  })

  it('counts the arguments of calls as it does text, and leaves out the names of tools', () => {
    const calls = (name: string, json: object) => ({
      content: null,
      tool_calls: [
        { id: 'c', type: 'function', function: { name, arguments: JSON.stringify(json) } },
      ],
    })
    const few = { completion_tokens: 2, total_tokens: 13 }
    const long = calls('find', { city: 'Paris', days: [1, 2], zone: { name: 'Zürich' } })
    expect(verdict('usage', true, counted(few, long))).toBe('usage.not-positive')
    const enough = { completion_tokens: 4, total_tokens: 15 }
    expect(verdict('usage', true, counted(enough, long))).toBe('pass')
    const none = calls('one_two_three_four_five_six', {})
    expect(verdict('usage', true, counted(few, none))).toBe('pass')
  })

  it('wants a token for every two words of a long prompt, its reasoning left out', () => {
    const long = 'word '.repeat(120)
    const to = (content: string, more: object = {}) =>
      chat(completion({ usage: { ...usage, prompt_tokens: 59, total_tokens: 66 } }), {
        asked: { messages: [{ role: 'user', content }], ...more },
      })
    expect(judge('usage', true, to(long)).findings).toMatchObject([
      { code: 'usage.prompt', expected: '60 or more', received: '59' },
    ])
    expect(verdict('usage', true, to('word '.repeat(118)))).toBe('pass')
    expect(verdict('usage', true, to(`<think>${long}</think> Earth`))).toBe('pass')
    const context_management = { edits: [{ type: 'clear_tool_uses_20250919' }] }
    for (const more of [
      { truncation: 'auto' },
      { context_management },
      { additionalModelRequestFields: { context_management } },
    ]) {
      expect(verdict('usage', true, to(long, more))).toBe('pass')
    }
    expect(verdict('usage', true, to(long, { context_management: null }))).toBe('usage.prompt')
  })

  it('lets a guardrail put its own words in place of what was generated', () => {
    const content = 'Sorry, this model cannot answer that question for you today.'
    const blocked = completion(
      { usage: { ...usage, completion_tokens: 1, total_tokens: 12 } },
      { finish_reason: 'content_filter' },
      { content },
    )
    expect(verdict('usage', true, chat(blocked))).toBe('pass')
  })

  it('lets a guardrail that answers in place of the model count no tokens', () => {
    const counts = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
    const judged = (id: string) => verdict('usage', true, chat(completion({ id, usage: counts })))
    expect(judged('bedrock-guardrails-0a1b')).toBe('pass')
    expect(judged('chatcmpl-0a1b')).toBe('usage.not-positive usage.not-positive usage.not-positive')
  })

  it('lets a silent reply take no completion tokens', () => {
    const silent = counted({ completion_tokens: 0, total_tokens: 11 }, { content: '' })
    expect(verdict('usage', true, silent)).toBe('pass')
  })

  it('fails where usage is missing, unless a stream was not asked for it', () => {
    expect(verdict('usage', true, chat(completion({ usage: undefined })))).toBe('usage.missing')
    const bare = [...chunks().slice(0, 4), done]
    expect(verdict('usage', true, stream(bare))).toBe('usage.missing')
    expect(verdict('usage', true, stream(bare, { asked: { stream: true } }))).toBe('pass')
    expect(verdict('usage', { sums: true }, stream(bare))).toBe('inconclusive')
  })

  it('looks at the item of a stream that carries it', () => {
    const wrong = { ...usageChunk, usage: { ...usage, total_tokens: 1 } }
    const { findings } = judge('usage', true, stream([...chunks().with(4, wrong), done]))
    expect(findings[0]?.at).toMatchObject({ item: 4, pointer: '/usage/total_tokens' })
  })

  it('counts cached tokens apart on Converse', () => {
    expect(verdict('usage', true, body(12))).toBe('pass')
    expect(verdict('usage', true, body(7))).toBe('pass')
    expect(verdict('usage', true, body(8))).toBe('usage.sum')
  })
})

const prompt = (prompt_tokens: number, completion_tokens = 7) =>
  counted({ prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens })

const against = (...control: Observation[]) => ({ steps: new Map([['control', control]]) })

describe('usage-compare', () => {
  it.each([
    ['more-than', 12, 'pass'],
    ['more-than', 11, 'usage.prompt'],
    ['at-least', 11, 'pass'],
    ['equal', 12, 'usage.prompt'],
    ['at-most', 11, 'pass'],
    ['less-than', 11, 'usage.prompt'],
  ])('%s, %i against 11: %s', (relation, mine, stated) => {
    expect(verdict('usage-compare', { prompt: relation }, prompt(mine), against(chat()))).toBe(
      stated,
    )
  })

  it('blames the other step as well where that counts far more', () => {
    const messageOf = (mine: number) =>
      judge('usage-compare', { prompt: 'more-than' }, prompt(mine), against(chat())).findings[0]
        ?.message
    expect(messageOf(11)).toBe(
      'A part of the prompt is lost or not counted: prompt tokens are no more than those of step control.',
    )
    expect(messageOf(8)).toContain('not counted, or more is counted in step control: prompt')
  })

  it('notes the counts where a report is asked for', () => {
    const args = { prompt: 'at-most', report: true }
    expect(judge('usage-compare', args, prompt(14), against(chat()))).toMatchObject({
      findings: [{ code: 'usage.prompt' }],
      notes: ['14 prompt tokens, step control 11.'],
    })
  })

  it('names both numbers and the step', () => {
    const { findings } = judge('usage-compare', { prompt: 'more-than' }, chat(), against(chat()))
    expect(findings[0]).toMatchObject({
      expected: 'more than 11',
      received: '11 (step control: 11)',
    })
  })

  it('compares with another step, and by ratio', () => {
    const steps = new Map([['small', [prompt(100)]]])
    const args = { promptRatio: [2.5, 4], than: 'small' }
    expect(verdict('usage-compare', args, prompt(320), { steps })).toBe('pass')
    expect(verdict('usage-compare', args, prompt(200), { steps })).toBe('usage.prompt')
    const found = (tokens: number) =>
      judge('usage-compare', args, prompt(tokens), { steps }).findings
    expect(found(200)).toMatchObject([
      {
        message: expect.stringContaining('lost or not counted') as string,
        received: '2.0 times: 200, step small 100',
      },
    ])
    expect(found(500)).toMatchObject([
      { message: expect.stringContaining('counted twice') as string },
    ])
  })

  it('compares means over repeats', () => {
    const args = { completion: 'less-than', than: 'high', mean: true }
    const steps = new Map([['high', [prompt(11, 10), prompt(11, 30)]]])
    const low = [prompt(11, 25), prompt(11, 5)]
    expect(verdict('usage-compare', args, low[0]!, { steps, repeats: low })).toBe('pass')
    const more = [prompt(11, 25), prompt(11, 35)]
    expect(verdict('usage-compare', args, more[0]!, { steps, repeats: more })).toBe(
      'usage.completion',
    )
  })

  it('is inconclusive when either side has no usage', () => {
    expect(verdict('usage-compare', { prompt: 'equal' }, chat())).toBe('inconclusive')
    const failed = observed({ status: 500 })
    expect(verdict('usage-compare', { prompt: 'equal' }, failed, against(chat()))).toBe(
      'inconclusive',
    )
  })
})

describe('prompt-grown', () => {
  const args = { by: 'first', most: 1.4 }
  const steps = new Map([['first', [prompt(100, 500)]]])

  it('lets a quoted answer count as much as when it was written, and a little more', () => {
    expect(verdict('prompt-grown', args, prompt(650), { steps })).toBe('pass')
    expect(verdict('prompt-grown', args, prompt(840), { steps })).toBe('pass')
    const { findings } = judge('prompt-grown', args, prompt(841), { steps })
    expect(findings[0]).toMatchObject({
      code: 'usage.prompt',
      expected: 'at most 740 prompt tokens more than step first, whose answer has 500',
      received: '741 more',
    })
  })

  it('misses a quoted answer that adds fewer tokens than it can have', () => {
    const asked = { prompt_tokens: 100, completion_tokens: 500, total_tokens: 600 }
    const long = chat(completion({ usage: asked }, {}, { content: 'one two '.repeat(60) }))
    const quoting = new Map([['first', [long]]])
    expect(verdict('prompt-grown', args, prompt(160), { steps: quoting })).toBe('pass')
    const { findings } = judge('prompt-grown', args, prompt(159), { steps: quoting })
    expect(findings[0]).toMatchObject({
      code: 'usage.prompt',
      expected: 'at least 60 prompt tokens more than step first',
      received: '59 more',
    })
  })

  it('misses tokens that an answer was counted with, where the model does not reason unasked', () => {
    const cell = { ...inputOf(prompt(0)).cell, family: 'llama' }
    expect(verdict('prompt-grown', args, prompt(400), { steps, cell })).toBe('pass')
    expect(verdict('prompt-grown', args, prompt(399), { steps, cell })).toBe('usage.completion')
    expect(verdict('prompt-grown', args, prompt(399), { steps })).toBe('pass')
  })

  it('is inconclusive when either side has no usage', () => {
    expect(verdict('prompt-grown', args, observed({ status: 500 }), { steps })).toBe('inconclusive')
    expect(verdict('prompt-grown', args, prompt(650))).toBe('inconclusive')
    const bare = new Map([['first', [chat(completion({ usage: null }))]]])
    expect(verdict('prompt-grown', args, prompt(650), { steps: bare })).toBe('inconclusive')
  })
})

describe('a prompt that was counted before', () => {
  it('has that number of tokens, those of the cache included', () => {
    expect(verdict('prompt-counted', 8, body(12))).toBe('pass')
    expect(verdict('prompt-counted', '8', body(12))).toBe('pass')
    expect(verdict('prompt-counted', 3, body(12))).toBe('usage.prompt')
    expect(verdict('prompt-counted', 11, chat(completion({ usage: null })))).toBe('inconclusive')
  })
})
