import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Exchange, SendOptions } from '../../../model/exchange.ts'
import type { PlannedStep } from '../../../model/plan.ts'
import { createOpenEnds, sendUntilOver } from './open-end.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const step = { api: 'openai-chat-stream', model: { family: 'gpt-oss' } } as PlannedStep
const signal = new AbortController().signal
const over = 'data: {"choices":[]}\n\ndata: [DONE]\n\n'
const underway = 'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n'

/** A server that sends `text` and then keeps the connection open, with a comment each second. */
function openServer(text: string) {
  return async ({ signal: ended, hangUpWhen }: SendOptions): Promise<Exchange> => {
    let bytes = Buffer.from(text)
    const ping = setInterval(() => {
      bytes = Buffer.concat([bytes, Buffer.from(': ping\n\n')])
      hangUpWhen?.({ length: bytes.length, bytes })
    }, 1000)
    hangUpWhen?.({ length: bytes.length, bytes })
    await new Promise((resolve) => ended?.addEventListener('abort', resolve))
    clearInterval(ping)
    const head = { status: 200, statusText: '', httpVersion: '', headers: [], headersAt: 0 }
    return {
      startedAt: '',
      request: { method: '', url: '', headers: [], body: new Uint8Array() },
      response: { ...head, raw: [], decoded: [], endedAt: 0, complete: false },
      failure: { kind: 'aborted', message: '', remedy: '', after: 0 },
      earlier: [],
      leaks: [],
    }
  }
}

/** Milliseconds that each of three exchanges in turn takes. */
async function timesOf(text: string): Promise<number[]> {
  const openEnds = createOpenEnds(30_000)
  const times: number[] = []
  for (let turn = 0; turn < 3; turn += 1) {
    const before = performance.now()
    const person = new AbortController()
    const late = setTimeout(() => person.abort(), 100_000)
    const sent = sendUntilOver(
      openServer(text),
      { step, location: 'h', signal: person.signal },
      openEnds,
    )
    await vi.advanceTimersByTimeAsync(100_001)
    const { failure } = await sent
    clearTimeout(late)
    times.push(
      failure?.kind === 'idle-timeout'
        ? Number(/(\d+) ms later/.exec(failure.message)?.[1])
        : Infinity,
    )
    expect(performance.now()).toBeGreaterThan(before)
  }
  return times
}

describe('a body that does not end', () => {
  it('is waited for twice after its answer is over, and then recognised', async () => {
    const [first = 0, second = 0, third = 0] = await timesOf(over)
    expect([first, second].every((time) => time >= 30_000 && time < 32_000)).toBe(true)
    expect(third).toBeGreaterThanOrEqual(6000)
    expect(third).toBeLessThan(8000)
  })

  it('is not cut while its answer is under way', async () => {
    expect(await timesOf(underway)).toEqual([Infinity, Infinity, Infinity])
  })
})

it('time in which this process could not read does not count', async () => {
  const person = new AbortController()
  const sent = sendUntilOver(
    openServer(over),
    { step, location: 'h', signal: person.signal },
    createOpenEnds(30_000),
  )
  await vi.advanceTimersByTimeAsync(1000)
  const clock = vi.spyOn(performance, 'now')
  const busy = performance.now() + 60_000
  clock.mockReturnValueOnce(busy).mockReturnValue(busy)
  await vi.advanceTimersByTimeAsync(500)
  clock.mockRestore()
  person.abort()
  expect((await sent).failure?.kind).toBe('aborted')
})

it('what a person stops stays aborted', async () => {
  const person = new AbortController()
  const sent = sendUntilOver(
    openServer(over),
    { step, location: 'h', signal: person.signal },
    createOpenEnds(30_000),
  )
  person.abort()
  expect((await sent).failure?.kind).toBe('aborted')
  expect(signal.aborted).toBe(false)
})
