import { describe, expect, it } from 'vitest'
import { verdict } from '../../testing/judge.ts'
import { reply, stream, type Event } from '../testing/see.ts'
import { blockStop, converse, delta, metadata, start, stop, talk, text } from '../testing/talk.ts'

const thought = { reasoningContent: { reasoningText: { text: 'Greet.' } } }
const reasoned = reply('converse', converse([thought, { text: 'Hello' }]))
const plain = reply('converse', converse([{ text: 'Hello' }]))
const of = (...events: readonly Event[]) => [start, ...events, blockStop(0), stop, metadata]

const judged = (events: readonly Event[], whole = reasoned): string =>
  verdict('reasons-as', { as: 'whole' }, stream(events), { steps: new Map([['whole', [whole]]]) })

it('a stream has reasoning where the whole answer has some, be it redacted', () => {
  expect(judged(talk)).toBe('pass')
  expect(judged(of(text(0, 'Hello')))).toBe('text.reasoning-lost')
  expect(judged(of(delta(0, { reasoningContent: { redactedContent: 'AAAA' } })))).toBe('pass')
})

it('it needs none where the whole answer has none', () => {
  expect(judged(of(text(0, 'Hello')), plain)).toBe('pass')
})

it('it is not judged where there is no whole answer', () => {
  const nothing = { steps: new Map() }
  expect(verdict('reasons-as', { as: 'whole' }, stream(talk), nothing)).toBe('inconclusive')
})

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
