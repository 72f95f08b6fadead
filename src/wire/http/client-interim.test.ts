/** Interim responses (RFC 9110 section 15.2): any number of them may come before the answer. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Exchange } from '../../model/exchange.ts'
import { startRawServer } from '../testing/raw-server.ts'
import { createClient } from './client.ts'

const ended: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end()
})

/** Sends one GET to a server that sends `parts` one after the other. */
async function answerOf(parts: readonly string[], pause = 15): Promise<Exchange> {
  const server = await startRawServer((socket) => {
    socket.setNoDelay(true)
    const send = async (): Promise<void> => {
      for (const [index, part] of parts.entries()) {
        if (index > 0) await sleep(pause)
        socket.write(part)
      }
      socket.end()
    }
    void send()
  })
  ended.push(() => server.close())
  const limits = { idleMs: 200, firstByteMs: 5000 }
  const client = createClient({ env: {}, limits })
  ended.push(() => client.close())
  return client.send({ method: 'GET', url: server.origin, headers: [] })
}

const goOn = 'HTTP/1.1 100 Continue\r\n\r\n'
const final = 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'

describe('an interim response', () => {
  it.each([
    ['in two parts', ['HTTP/1.1 100 Con', `tinue\r\n\r\n${final}`]],
    ['without its blank line at first', ['HTTP/1.1 100 Continue\r\n', `\r\n${final}`]],
    ['byte by byte', [...`HTTP/1.1 100 C\r\n\r\nHTTP/1.0 200`, final.slice(12)]],
    ['twice', [goOn + goOn + final]],
    ['after another', [`HTTP/1.1 102 Processing\r\n\r\n${goOn}`, goOn, final]],
    ['before others', [`${goOn}HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n`, final]],
  ])('of 100 may come %s', async (_, parts) => {
    const { response, failure } = await answerOf(parts, 3)
    expect(failure).toBeUndefined()
    expect(response).toMatchObject({ status: 200, httpVersion: 'HTTP/1.0', complete: true })
    expect(response).not.toHaveProperty('faults')
    expect(Buffer.from(response?.decoded[0]?.bytes ?? []).toString()).toBe('ok')
  })

  it.each(['100 Continue', '102 Processing', '103 Early Hints'])(
    'of %s begins no answer: what follows has as long as a first byte',
    async (status) => {
      const { response, failure } = await answerOf([`HTTP/1.1 ${status}\r\n\r\n`, final], 600)
      expect(failure).toBeUndefined()
      expect(response).toMatchObject({ status: 200, complete: true })
    },
  )

  it('leaves the limits of the answer that comes with it', async () => {
    const begun = 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok'
    const { failure } = await answerOf([`HTTP/1.1 103 Early Hints\r\n\r\n${begun}`, ''], 600)
    expect(failure?.kind).toBe('idle-timeout')
  })

  it('hides no fault of the answer that comes with it', async () => {
    const both = 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'
    const broken = await answerOf([`${goOn}HTTP/1.1 200 OK\r\n${both}`])
    expect(broken.failure?.message).toMatch(/beside Transfer-Encoding/)
    const closes = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'
    const surplus = await answerOf([`${goOn}${closes}more`])
    expect(surplus.response?.faults?.join()).toMatch(/bytes follow/)
  })

  it('of 100 that is cut is the beginning of an answer', async () => {
    const { failure } = await answerOf(['HTTP/1.1 100 Continue\r\n'])
    expect(failure).toMatchObject({ kind: 'reset', begun: true })
  })
})
