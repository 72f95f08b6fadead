import { describe, expect, it } from 'vitest'
import { chat, completion } from '../../testing/completion.ts'
import { verdict } from '../../testing/judge.ts'

interface Part {
  readonly content: string
  readonly reasoning?: string
  readonly finish?: string
}

const filled = (...parts: readonly Part[]) =>
  verdict(
    'choices-filled',
    true,
    chat(
      completion({
        choices: parts.map(({ content, reasoning, finish = 'stop' }, index) => ({
          index,
          finish_reason: finish,
          logprobs: null,
          message: { role: 'assistant', content, refusal: null, ...(reasoning && { reasoning }) },
        })),
      }),
    ),
  )

describe('choices-filled', () => {
  it('wants text, reasoning or calls in each choice that has come to its end', () => {
    expect(filled({ content: 'a' }, { content: 'b' })).toBe('pass')
    expect(filled({ content: 'a' }, { content: ' ' })).toBe('text.empty')
    expect(filled({ content: '' }, { content: 'b' })).toBe('text.empty')
    expect(filled({ content: 'a' }, { content: '', reasoning: 'Hm.' })).toBe('pass')
    expect(filled({ content: '' }, { content: '' })).toBe('inconclusive')
  })

  it('lets a limit end a choice within reasoning, unless the server shows it', () => {
    const cut = { content: '', finish: 'length' }
    expect(filled({ content: 'a', finish: 'length' }, cut)).toBe('pass')
    expect(filled({ content: 'a', reasoning: 'Hm.', finish: 'length' }, cut)).toBe('text.empty')
    expect(filled({ content: 'a' }, { content: '', finish: 'content_filter' })).toBe('pass')
  })
})
