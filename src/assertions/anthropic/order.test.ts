import { describe, expect, it } from 'vitest'
import { verdict } from '../testing/judge.ts'
import {
  begin,
  call,
  close,
  invoked,
  open,
  ping,
  raw,
  spoken,
  sse,
  stop,
  streamed,
  talk,
  totals,
  type Json,
} from './testing/talk.ts'

const order = (events: readonly Json[]): string => verdict('message-events', true, streamed(events))

describe('the order of the events of a message', () => {
  it('is right in a stream of server-sent events and in chunks of InvokeModel', () => {
    expect(order(talk)).toBe('pass')
    expect(verdict('message-events', true, invoked(talk))).toBe('pass')
  })

  it.each<[string, readonly Json[]]>([
    ['no block', [begin(), totals({ stop_reason: 'refusal' }), stop]],
    ['several message_delta', [begin(), totals({ stop_reason: null }), totals(), stop]],
    [
      'ping and unknown events anywhere',
      [begin(), ping, { type: 'hologram' }, ...talk.slice(1), ping],
    ],
    [
      'a call that stands in message_start',
      [begin({ content: [call('srvtoolu_1')] }), open(1), close(1), totals(), stop],
    ],
    [
      'an error in place of the end',
      [begin(), open(0), { type: 'error', error: { type: 'api_error', message: 'x' } }],
    ],
  ])('may have %s', (_, events) => {
    expect(order(events)).toBe('pass')
  })

  it.each<[string, readonly Json[]]>([
    ['start-missing', talk.slice(1)],
    ['start-repeated', [begin(), ...talk]],
    ['block-index', [begin(), open(1), close(1), totals(), stop]],
    ['block-index', [begin(), open(0), close(0), open(2), close(2), totals(), stop]],
    ['block-not-open', [begin(), spoken(0, 'a'), totals(), stop]],
    ['block-not-open', [begin(), open(0), close(0), close(0), totals(), stop]],
    ['block-not-stopped', [begin(), open(0), totals(), stop]],
    ['totals-missing', [begin(), open(0), close(0), stop]],
    ['after-totals', [begin(), totals(), open(0), close(0), stop]],
    ['after-stop', [...talk, stop]],
    ['after-error', [begin(), { type: 'error', error: {} }, totals(), stop]],
    ['stop-missing', talk.slice(0, -1)],
    ['stop-missing', [begin(), open(0), spoken(0, 'cut')]],
  ])('is %s otherwise', (code, events) => {
    expect(order(events).split(' ')).toContain(`anthropic.${code}`)
  })

  it('is not judged at an end that was not seen', () => {
    const { exchange, ...seen } = raw(talk.slice(0, 4).map(sse).join(''))
    const hungUp = { ...seen, exchange: { ...exchange, hungUp: true } }
    expect(verdict('message-events', true, hungUp)).toBe('pass')
  })
})

it('blocks that are open together are found', () => {
  const together = [begin(), open(0), open(1), close(0), close(1), totals(), stop]
  expect(verdict('blocks-apart', true, streamed(together))).toBe('anthropic.block-overlap')
  expect(verdict('blocks-apart', true, streamed(talk))).toBe('pass')
})
