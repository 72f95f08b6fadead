/** A loopback server, and what sends to it. */
import { once } from 'node:events'
import { createServer, request as httpRequest, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exchange, HeaderList, Send } from '../../model/exchange.ts'
import { answered, failed } from './exchange.ts'

export interface Loopback {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Serves on a free port of 127.0.0.1. */
export async function serve(listener: RequestListener): Promise<Loopback> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${port}`, close }
}

/** Sends by node:http; waits this number of milliseconds for a response. */
export function sender(timeout = 5000): Send {
  return async ({ method, url, headers, body }) =>
    new Promise<Exchange>((resolve) => {
      const flat = headers.flatMap(([name, value]) => [name, value])
      const host = ['host', new URL(url).host]
      const request = httpRequest(url, { method, headers: [...host, ...flat], agent: false })
      request.setTimeout(timeout, () => request.destroy(new Error('timeout')))
      request.on('error', (error) => resolve(toFailure(error)))
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const pairs = Object.entries(response.headers)
          const given: HeaderList = pairs.map(([name, value]) => [name, String(value)])
          resolve(answered(response.statusCode ?? 0, Buffer.concat(chunks).toString(), given))
        })
      })
      request.end(body)
    })
}

function toFailure(error: Error & { code?: string }): Exchange {
  if (error.message === 'timeout') return failed('first-byte-timeout', 'No byte within the limit.')
  return failed(error.code === 'ECONNREFUSED' ? 'refused' : 'reset', error.message)
}
