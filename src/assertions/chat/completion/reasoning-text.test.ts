import { describe, expect, it } from 'vitest'
import { chat, chunk, completion, done, stream, type Json } from '../../testing/completion.ts'
import { verdict } from '../../testing/judge.ts'

const whole = (message: Json) => verdict('reasoning-text', true, chat(completion({}, {}, message)))

const streamed = (delta: Json) => verdict('reasoning-text', true, stream([chunk(delta), done]))

describe('reasoning-text', () => {
  it.each([
    [{}],
    [{ reasoning: 'Hm.' }],
    [{ reasoning: null, reasoning_content: '' }],
    [{ reasoning: 'Hm.', reasoning_details: [{ type: 'reasoning.text', text: 'Hm.' }] }],
  ])('holds for %j', (members) => {
    expect(whole(members)).toBe('pass')
    expect(streamed(members)).toBe('pass')
  })

  it.each([
    [{ reasoning: { text: 'Hm.' } }],
    [{ reasoning: [{ type: 'thinking', thinking: 'Hm.' }] }],
    [{ reasoning: null, reasoning_content: ['Hm.'] }],
    [{ reasoning_content: 7 }],
    [{ reasoning: false }],
  ])('fails for %j', (members) => {
    expect(whole(members)).toBe('text.reasoning-type')
    expect(streamed(members)).toBe('text.reasoning-type')
  })
})
