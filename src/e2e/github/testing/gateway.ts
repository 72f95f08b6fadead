/** A gateway before the reference whose moods change from night to night. */
import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { playReference } from '../../../proof/play-reference.ts'

/** What the gateway does to calls of models; absent members do nothing. */
export interface Mood {
  /** Defect of the server behind, in the regions named, or in all. */
  readonly mutant?: string
  readonly regions?: readonly string[]
  /** Every n-th call is throttled; 1: all. */
  readonly throttleEvery?: number
  /** Every n-th plain answer is wrong. */
  readonly wrongEvery?: number
  /** Connections are dropped. */
  readonly down?: boolean
}

export interface Gateway {
  /** With `{region}` as it stands here. */
  readonly endpoint: string
  readonly setMood: (mood: Mood) => Promise<void>
  readonly close: () => Promise<void>
}

const loopback = '127.0.0.1'

/** Starts a gateway that forwards to the reference, with a key of the region in place of the client's. */
export async function startGateway(): Promise<Gateway> {
  const good = await playReference()
  let bad = good
  let mood: Mood = {}
  let calls = 0
  const server = createServer((incoming, outgoing) => {
    const isCall = incoming.method === 'POST'
    if (isCall) calls += 1
    const region = incoming.url?.split('/')[1] ?? ''
    const isConcerned = mood.regions?.includes(region) ?? true
    if (mood.down === true && isConcerned) return incoming.destroy()
    if (isCall && isConcerned && every(calls, mood.throttleEvery))
      return throttle(incoming, outgoing)
    const behind = isConcerned ? bad : good
    const onward = {
      origin: behind.bedrock.replace('/{region}', ''),
      key: behind.mintKey(region),
      isWrong: isCall && isConcerned && every(calls, mood.wrongEvery),
    }
    forward(incoming, outgoing, onward)
  })
  await listen(server)
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://${loopback}:${port}/{region}`,
    setMood: async (next) => {
      mood = next
      calls = 0
      if (bad !== good) await bad.close()
      bad = next.mutant === undefined ? good : await playReference({ mutant: next.mutant })
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await Promise.all([...new Set([good, bad])].map(async (one) => one.close()))
    },
  }
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.listen(0, loopback, resolve)
  })
}

function every(call: number, turn: number | undefined): boolean {
  return turn !== undefined && call % turn === 0
}

function throttle(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume()
  outgoing
    .writeHead(429, {
      'content-type': 'application/json',
      'x-amzn-errortype': 'ThrottlingException',
      'retry-after': '0',
    })
    .end('{"message":"Too many requests, please wait before trying again."}')
}

interface Onward {
  readonly origin: string
  readonly key: string
  /** Whether the answer is to be wrong, and as long as before, so that no count is wrong with it. */
  readonly isWrong: boolean
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { origin, key, isWrong }: Onward,
): void {
  const { method, url } = incoming
  const headers = { ...incoming.headers, authorization: `Bearer ${key}` }
  const onward = request(origin + url, { method: method ?? 'GET', headers }, (response) => {
    const isPlain = response.headers['content-type']?.startsWith('application/json') ?? false
    outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders)
    response.on('data', (chunk: Buffer) => {
      outgoing.write(isWrong && isPlain ? misled(chunk) : chunk)
    })
    response.on('end', () => outgoing.end())
    response.on('error', () => outgoing.destroy())
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}

function misled(chunk: Buffer): Buffer {
  return Buffer.from(chunk.toString('latin1').replaceAll('Earth', 'Pluto'), 'latin1')
}
