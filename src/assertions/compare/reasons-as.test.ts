import { expect, it } from 'vitest'
import * as chat from '../testing/completion.ts'
import { verdict } from '../testing/judge.ts'
import * as responses from '../responses/testing/response.ts'
import { reply, stream, type Event } from '../aws/testing/see.ts'
import {
  blockStop,
  converse,
  delta,
  metadata,
  start,
  stop,
  talk,
  text,
} from '../aws/testing/talk.ts'

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

it('a stream of a chat or of a response has it, too', () => {
  const message = { content: 'Hello', reasoning: 'Greet.' }
  const wholly = { steps: new Map([['whole', [chat.chat(chat.completion({}, {}, message))]]]) }
  const chatted = (given: chat.Json): string =>
    verdict('reasons-as', { as: 'whole' }, chat.stream([chat.chunk(given), chat.done]), wholly)
  expect(chatted(message)).toBe('pass')
  expect(chatted({ content: 'Hello' })).toBe('text.reasoning-lost')

  const steps = new Map([['whole', [responses.whole()]]])
  const responded = (events: readonly chat.Json[]): string =>
    verdict('reasons-as', { as: 'whole' }, responses.streamed(events), { steps })
  expect(responded(responses.events())).toBe('pass')
  const spoken = responses
    .without(responses.events(), 'completed')
    .filter((event) => event['output_index'] === 1)
  const end = {
    type: 'response.completed',
    response: responses.response({ output: [responses.message] }),
  }
  expect(responded(responses.numbered([...spoken, end]))).toBe('text.reasoning-lost')
})
