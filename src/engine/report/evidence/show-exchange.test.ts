import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import type { CheckResult } from '../../../model/report.ts'
import type { ApiName } from '../../../model/names.ts'
import { eventFrame, exchange } from '../../../protocol/testing/build.ts'
import { dangerous, failingCheck, hostile, sampleCell } from '../../../report/testing/sample.ts'
import { shownExchange } from './show-exchange.ts'

const eventStream = 'application/vnd.amazon.eventstream'

function shown(one: Exchange, api: ApiName, checks: readonly CheckResult[] = []) {
  return shownExchange({ exchange: one, at: 0, curl: 'curl x' }, sampleCell({ api, checks }))
}

function stream(chunks: readonly (string | Uint8Array)[], type: string, api: ApiName, at = {}) {
  const finding = { ...failingCheck().finding!, at }
  return shown(exchange({ type, chunks }), api, [failingCheck({ finding })]).response!
}

describe('the messages of an event stream', () => {
  const frames = [
    eventFrame('messageStart', { role: 'assistant' }),
    eventFrame('contentBlockDelta', { delta: { text: 'Sol' } }),
    eventFrame('messageStop', { stopReason: 'end_turn' }),
  ]
  const [first, second, third] = frames as [Buffer, Buffer, Buffer]

  it('have their headers, payload, offsets, times and right checksums', () => {
    const { units, body } = stream(frames, eventStream, 'converse-stream')
    expect(body).toBeUndefined()
    expect(units.map(({ name, at, start }) => [name, at, start])).toEqual([
      ['messageStart', 10, 0],
      ['contentBlockDelta', 20, first.length],
      ['messageStop', 30, first.length + second.length],
    ])
    expect(units[1]?.payload).toEqual({ text: '{"delta":{"text":"Sol"}}' })
    expect(units[1]?.headers).toContainEqual([':message-type', 'event'])
    for (const { crcs = [] } of units) {
      expect(crcs.map(({ name }) => name)).toEqual(['prelude', 'message'])
      expect(crcs.every(({ received, computed }) => received === computed)).toBe(true)
    }
  })

  it('include one whose checksum is wrong, with the checksum of its bytes', () => {
    const broken = Buffer.from(second)
    broken[broken.length - 1] = broken[broken.length - 1]! ^ 1
    const { units } = stream([first, broken, third], eventStream, 'converse-stream')
    const wrong = units.map(({ crcs = [] }) =>
      crcs.find(({ received, computed }) => received !== computed),
    )
    expect(wrong.map((crc) => crc?.name)).toEqual([undefined, 'message', undefined])
    expect(wrong[1]?.computed).toBe(`0x${second.subarray(-4).toString('hex')}`)
  })

  it('end where a length cannot be followed', () => {
    const { units } = stream([first, Buffer.alloc(40, 0xff)], eventStream, 'converse-stream')
    expect(units).toHaveLength(2)
    expect(units[1]).toMatchObject({ start: first.length, end: first.length + 40 })
    expect(units[1]?.payload.text).toMatch(/^40 bytes/)
  })
})

describe('the events of server-sent events', () => {
  const chunk = (text: string): string =>
    `data: {"choices":[{"index":0,"delta":{"content":"${text}"}}]}\n\n`

  it('have their data and the time at which they were complete', () => {
    const { units, firstTextAt } = stream(
      [chunk('So'), chunk('l').slice(0, 9), chunk('l').slice(9)],
      'text/event-stream',
      'openai-chat-stream',
    )
    expect(units.map(({ kind, at }) => [kind, at])).toEqual([
      ['event', 10],
      ['event', 30],
    ])
    expect(firstTextAt).toBe(10)
  })

  it('are the first ones, the last ones and that of a finding where there are many', () => {
    const chunks = Array.from({ length: 500 }, (_, index) => chunk(`t${index}`))
    const { units, unitsOmitted, arrivals } = stream(
      chunks,
      'text/event-stream',
      'openai-chat-stream',
      { item: 250 },
    )
    const shownAt = units.map(({ index }) => index)
    expect(shownAt).toContain(0)
    expect(shownAt).toContain(250)
    expect(shownAt).toContain(499)
    expect(units.length + unitsOmitted).toBe(500)
    expect(units.length).toBeLessThan(70)
    expect(arrivals.length).toBeLessThan(200)
    expect(arrivals.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(chunks.join('').length)
  })
})

describe('the bytes around a finding', () => {
  it('include the offset, and start at a multiple of 16', () => {
    const text = `${'a'.repeat(1000)}!${'b'.repeat(1000)}`
    const { bytes } = stream([text], 'application/json', 'openai-chat', { byte: 1000 })
    expect(bytes).toHaveLength(1)
    const [{ start, hex, mark, checks }] = bytes as [(typeof bytes)[number]]
    expect([start % 16, mark, checks]).toEqual([0, 1000, ['done-last']])
    expect(hex.slice((mark - start) * 2, (mark - start) * 2 + 2)).toBe('21')
  })

  it('of another exchange of the cell are not shown', () => {
    const check = failingCheck({ exchange: 1 })
    const { response } = shown(exchange({ chunks: ['{}'] }), 'openai-chat', [check])
    expect(response?.bytes).toEqual([])
  })

  it('are the last ones where the offset is beyond the end', () => {
    const { bytes } = stream(['abc'], 'application/json', 'openai-chat', { byte: 9 })
    expect(bytes[0]).toMatchObject({ start: 0, hex: '616263', mark: 3 })
  })
})

/** Every string of a JSON value. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Object.values(value ?? {}).flatMap(stringsIn)
}

describe('an exchange of any size', () => {
  it('is shown in less than 120 kB, without text that deceives', () => {
    const long = hostile.repeat(5000)
    const sent = exchange({
      requestBody: { long },
      type: 'text/plain',
      headers: Array.from({ length: 500 }, (_, at) => [`x-${at}`, long.slice(0, 9000)] as const),
      chunks: [long, long],
    })
    const one = shown(sent, 'openai-chat')
    expect(JSON.stringify(one).length).toBeLessThan(120_000)
    expect(one.response?.body?.omitted).toBeGreaterThan(1_000_000)
    expect(stringsIn(one).filter((text) => dangerous.test(text))).toEqual([])
  })

  it('without a response shows what failed and what to do', () => {
    const { response: _, ...request } = exchange({})
    const failure = { kind: 'refused', message: 'Refused.', remedy: 'Start it.', after: 5 } as const
    const one = shown({ ...request, failure }, 'openai-chat')
    expect(one).toMatchObject({ failure: { message: 'Refused.', remedy: 'Start it.', after: 5 } })
    expect(one).not.toHaveProperty('response')
  })
})
