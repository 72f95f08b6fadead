/** The pack of streamed responses holds numbers, event lines and the end of a stream to their rules. */
import { describe, expect, it } from 'vitest'
import { done as terminator, type Event } from '../../testing/completion.ts'
import { judgePacks } from '../../testing/judge.ts'
import type { Situation } from '../../testing/observation.ts'
import { events, numbered, streamed } from '../testing/response.ts'

const ofStream = (list: readonly Event[], more?: Situation) =>
  judgePacks(['http', 'openai-responses-stream'], streamed(list, more))

const rest = events()

describe('a stream is red', () => {
  it('with a hole in its numbers', () => {
    const list = numbered(rest).toSpliced(5, 1)
    expect(ofStream(list)['sequence']).toBe('responses.sequence-gap')
  })

  it('with numbers from 1', () => {
    const list = numbered(rest).map((event) => ({
      ...event,
      sequence_number: Number(event['sequence_number']) + 1,
    }))
    expect(ofStream(list)).toEqual({ 'sequence-start': 'responses.sequence-start' })
  })

  it('without numbers', () => {
    expect(ofStream(rest)['event-schema']).toContain('schema.required')
  })

  it('with an event line that names another type', () => {
    const list = numbered(rest).map((event, at) => ({
      raw: `event: ${at === 3 ? 'response.done' : String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`,
    }))
    expect(ofStream(list)).toEqual({ 'event-names': 'responses.event-name' })
  })

  it('with [DONE] before its end', () => {
    const list: Event[] = numbered(rest)
    expect(ofStream(list.toSpliced(-1, 0, terminator))['terminal-last']).toBe(
      'responses.after-terminal',
    )
  })

  it('with [DONE] alone', () => {
    expect(ofStream([terminator])['terminal-last']).toBe('responses.terminal-missing')
    const cut = { exchange: { hungUp: true } }
    expect(ofStream([terminator], cut)['terminal-last']).toBe('inconclusive')
  })

  it('not for its end where that was not seen', () => {
    const cut = { exchange: { hungUp: true } }
    const result = ofStream(numbered(rest).slice(0, 8), cut)
    expect(Object.values(result).join(' ')).not.toContain('responses.')
  })
})
