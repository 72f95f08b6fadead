import { expect, it } from 'vitest'
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
