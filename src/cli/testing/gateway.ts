/** A gateway in front of the Llama Stack endpoint of the reference, with demands of its own. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttp2 } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { ReferenceServer } from '../../reference/server.ts'
import { playReference } from '../../proof/play-reference.ts'

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What it does instead of passing a request on: a status and an OpenAI error, or nothing. */
type Demand = (asked: Asked) => number | undefined

export interface Gateway {
  readonly origin: string
  readonly asked: readonly Asked[]
  /** What it stands in front of. */
  readonly reference: ReferenceServer
  readonly close: () => Promise<void>
}

export interface GatewayOptions {
  readonly demand?: Demand
  /** The path of the reference for a path of the gateway. */
  readonly route?: (path: string) => string
  /** Path of a Unix domain socket to listen on. */
  readonly socket?: string
  readonly http2?: boolean
  /** Deviation of the reference behind it. */
  readonly mutant?: string
  /** Changes what it passes on. */
  readonly edit?: (text: string) => string
}

/** Starts it on a free loopback port, or on a socket. */
export async function startGateway({
  demand = () => undefined,
  route = (path) => path,
  socket,
  http2 = false,
  mutant,
  edit = (text) => text,
}: GatewayOptions): Promise<Gateway> {
  const reference = await playReference(mutant === undefined ? {} : { mutant })
  const asked: Asked[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const { method = 'GET', url = '/', headers } = request
    const body = Buffer.concat(parts)
    const one = { method, path: url, headers, body: body.toString() }
    asked.push(one)
    const status = demand(one)
    if (status !== undefined) {
      const error = { message: 'Refused by the gateway.', type: 'gateway', param: null, code: null }
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error }))
      return
    }
    const origin = reference.llamaStack.replace(/\/+$/, '')
    const passed = await fetch(origin + route(url), {
      method,
      headers: { 'content-type': String(headers['content-type'] ?? 'application/json') },
      ...(body.length > 0 && { body }),
    })
    const type = passed.headers.get('content-type') ?? 'application/json'
    const later = passed.headers.get('retry-after')
    response.writeHead(passed.status, {
      'content-type': type,
      ...(later !== null && { 'retry-after': later }),
    })
    for await (const part of passed.body ?? []) response.write(edit(Buffer.from(part).toString()))
    response.end()
  }
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch(() => {
      // What is behind it has dropped the connection.
      if (response.headersSent) return response.destroy()
      const error = { message: 'Bad gateway.', type: 'gateway', param: null, code: null }
      response.writeHead(502, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ error }))
    })
  }
  const server = http2
    ? (createHttp2(listener as never) as unknown as Server)
    : createServer(listener)
  await new Promise<void>((resolve) => {
    if (socket === undefined) server.listen(0, '127.0.0.1', resolve)
    else server.listen(socket, resolve)
  })
  const origin =
    socket === undefined
      ? `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      : 'http://localhost'
  return {
    origin,
    asked,
    reference,
    close: async () => {
      server.close()
      await reference.close()
    },
  }
}
