/** Runs on servers that fall silent, in simulated time. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { contextWith } from '../../testing/context.ts'
import { cellOf } from '../../testing/one-cell.ts'
import { createPlayer } from '../player.ts'
import type { RunContext } from '../context.ts'
import { createBreaker } from './breaker.ts'
import { defaultRetryPolicy } from './retry.ts'
import { createClock } from './testing/clock.ts'

const requests = 100

/** Sends requests, eight at a time; gives how many were answered, how many sent, and the seconds it took. */
async function run(isDown: (milliseconds: number) => boolean) {
  const clock = createClock()
  const context = contextWith(() => ({}), { least: 1, most: 1 })
  let sent = 0
  const send: RunContext['send'] = async (request, options): Promise<Exchange> => {
    sent += 1
    const isLost = isDown(clock.now())
    await clock.wait(isLost ? 1 : 100, undefined)
    const { response, ...rest } = await context.send(request, options)
    const failure = { kind: 'refused', message: 'Refused.', remedy: '', after: 1 } as const
    return isLost ? { ...rest, failure } : { ...rest, response: response! }
  }
  const cell = cellOf()
  const [step] = cell.steps
  const steps = [{ ...step!, repeat: requests, parallel: true }]
  const breaker = createBreaker({ clock })
  const retry = { ...defaultRetryPolicy, longestWait: 0 }
  const playing = createPlayer({ ...cell, steps }, { ...context, send, breaker, retry })()
  const over = playing.then(() => true)
  const moment = async (): Promise<false> => sleep(2, false)
  while (!(await Promise.race([over, moment()]))) await clock.passToNext()
  const observations = [...(await playing).steps.values()].flat()
  const answered = observations.filter(({ exchange }) => exchange.response !== undefined).length
  return { answered, sent, seconds: clock.now() / 1000 }
}

it('every request is answered by a server that restarts for two seconds', async () => {
  const { answered, sent, seconds } = await run((time) => time > 250 && time < 2250)
  expect(answered).toBe(requests)
  expect(sent).toBeLessThan(requests + 20)
  expect(seconds).toBeLessThan(10)
})

it('every request is answered by a server that is away for a minute', async () => {
  const { answered } = await run((time) => time > 250 && time < 60_000)
  expect(answered).toBe(requests)
})

it('a server that goes away for good ends the run 80 s later, after three requests more', async () => {
  const { answered, sent, seconds } = await run((time) => time > 250)
  expect(answered).toBe(24)
  expect(sent).toBeLessThan(24 + 20)
  expect(seconds).toBeLessThan(85)
})

it('a server that never answers is given up at once', async () => {
  const { answered, sent, seconds } = await run(() => true)
  expect(answered).toBe(0)
  expect(sent).toBeLessThan(20)
  expect(seconds).toBeLessThan(1)
})
