import { expect, it } from 'vitest'
import { verdict } from '../testing/judge.ts'
import { raw, sse, stop, streamed, talk } from './testing/talk.ts'

it('events are named by the type of their data', () => {
  expect(verdict('event-names', true, streamed(talk))).toBe('pass')
})

it('an event without a name, or with another, is found', () => {
  const nameless = raw(`${talk.map(sse).join('')}data: ${JSON.stringify(stop)}\n\n`)
  expect(verdict('event-names', true, nameless)).toBe('anthropic.event-name')
  const misnamed = raw(sse(talk[0]!).replace('event: message_start', 'event: start'))
  expect(verdict('event-names', true, misnamed)).toBe('anthropic.event-name')
})

it('a stream with [DONE] is found', () => {
  expect(verdict('no-done', true, streamed(talk))).toBe('pass')
  const done = raw(`${talk.map(sse).join('')}data: [DONE]\n\n`)
  expect(verdict('no-done', true, done)).toBe('anthropic.done')
})
