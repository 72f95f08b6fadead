import { describe, expect, it } from 'vitest'
import { verdict } from '../../testing/judge.ts'
import { reply, stream, type Event } from '../testing/see.ts'
import { blockStop, converse, delta, metadata, start, stop } from '../testing/talk.ts'

const of = (...events: readonly Event[]) => [start, ...events, blockStop(0), stop, metadata]

describe('reasoning', () => {
  const judgedAs = (thinking: string): string =>
    verdict(
      'reasoning-placement',
      true,
      reply(
        'converse',
        converse([{ reasoningContent: { reasoningText: { text: thinking } } }, { text: 'Hi' }]),
      ),
    )

  it('has no tags around it, whole or streamed', () => {
    expect(judgedAs('Greet.')).toBe('pass')
    expect(judgedAs('<think>\nGreet.\n</think>')).toBe('bedrock.reasoning-tagged')
    expect(judgedAs('Greet.</reasoning> ')).toBe('bedrock.reasoning-tagged')
    const part = (piece: string) => delta(0, { reasoningContent: { text: piece } })
    const streamed = stream(of(part('<thi'), part('nk>Greet.')))
    expect(verdict('reasoning-placement', true, streamed)).toBe('bedrock.reasoning-tagged')
  })

  it('may be about tags', () => {
    expect(judgedAs('Is <think> a tag? Yes, as </think> is one.')).toBe('pass')
    expect(judgedAs('What does the tag mean: <think>')).toBe('pass')
    expect(judgedAs('')).toBe('pass')
  })
})

it.each([
  ['`<think>` opens it.', 'pass'],
  ['```xml\n<think>Hm</think>\n```', 'pass'],
  ['`a`<think>Hm</think>', 'bedrock.reasoning-in-text'],
])('an answer shows tags as code alone: %j', (text, expected) => {
  const given = reply('converse', converse([{ text }]))
  expect(verdict('reasoning-placement', true, given)).toBe(expected)
})
