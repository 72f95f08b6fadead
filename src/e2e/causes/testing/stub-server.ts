/** Small servers that answer wrongly, for tests of what a person sees first. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The response to every request but a list of models. */
export interface StubAnswer {
  readonly status: number
  readonly body: unknown
  readonly type?: string
  /** Ids of a list of models; without it, that request is answered like the others. */
  readonly models?: readonly string[]
}

export interface StubServer {
  /** Base URL that ends in `/v1`. */
  readonly url: string
  /** Requests received so far. */
  readonly requests: () => number
  readonly close: () => Promise<void>
}

/** Starts a server on a free loopback port. */
export async function startStub(answer: StubAnswer): Promise<StubServer> {
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    request.resume()
    request.on('end', () => {
      const isList = request.url?.endsWith('/models') === true && answer.models !== undefined
      const { status, body, type = 'application/json' } = isList ? listOf(answer) : answer
      response.writeHead(status, { 'content-type': type })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests: () => requests,
    close: async () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function listOf({ models = [] }: StubAnswer): StubAnswer {
  const data = models.map((id) => ({ id, object: 'model', created: 1, owned_by: 'stub' }))
  return { status: 200, body: { object: 'list', data } }
}
