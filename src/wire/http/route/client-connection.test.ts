/** Servers that an address alone does not reach. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import * as http2 from 'node:http2'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { ConnectionOptions, Exchange } from '../../../model/exchange.ts'
import { createAuthority, createCertificate } from '../../testing/certificates.ts'
import { listen } from '../../testing/raw-server.ts'
import { createClient } from '../client.ts'

const folder = mkdtempSync(join(tmpdir(), 'wire-connection-'))
const authority = createAuthority()
const server = createCertificate({ name: '127.0.0.1', issuer: authority })
const client = createCertificate({ name: 'a-client', issuer: authority })
const authorityFile = join(folder, 'authority.pem')
writeFileSync(authorityFile, authority.cert)
const trusting = { SSL_CERT_FILE: authorityFile }

const ended: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function ask(
  url: string,
  connection: ConnectionOptions,
  env: NodeJS.ProcessEnv = {},
): Promise<Exchange> {
  const sender = createClient({ env, connection })
  ended.push(async () => sender.close())
  const body = new TextEncoder().encode('{"n":1}')
  return sender.send({ method: 'POST', url, headers: [['x-case', 'one']], body })
}

function textOf({ response }: Exchange): string {
  return Buffer.concat((response?.decoded ?? []).map(({ bytes }) => bytes)).toString()
}

describe('a Unix domain socket', () => {
  async function listenAt(path: string, answer: RequestListener): Promise<void> {
    const listener = createServer(answer)
    await new Promise<void>((resolve) => {
      listener.listen(path, resolve)
    })
    ended.push(() => listener.close())
  }

  it('is connected to in place of the host, which the request still names', async () => {
    const unixSocket = join(folder, 'server.sock')
    await listenAt(unixSocket, ({ headers, url }, response) => {
      response.end(`${headers.host} ${url}`)
    })
    const proxied = { HTTP_PROXY: 'http://127.0.0.1:1' }
    const exchange = await ask('http://localhost/v1/models', { unixSocket }, proxied)
    expect(textOf(exchange)).toBe('localhost /v1/models')
  })

  it('that is not there is a refused connection, named by its path', async () => {
    const unixSocket = join(folder, 'nothing.sock')
    const { failure } = await ask('http://localhost/v1', { unixSocket })
    expect(failure).toMatchObject({ kind: 'refused', message: expect.stringContaining(unixSocket) })
  })
})

describe('a server that speaks HTTP/2 alone', () => {
  const answer = (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders): void => {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      stream.respond({ ':status': 200, 'content-type': 'text/plain' })
      stream.write(`${headers[':path']} `)
      stream.end(`${headers['x-case']} ${Buffer.concat(parts).toString()}`)
    })
  }

  it('is found over TLS without being asked for', async () => {
    const listener = http2.createSecureServer({ ...server, allowHTTP1: false })
    listener.on('stream', answer)
    const port = await listen(listener)
    ended.push(() => listener.close())
    const exchange = await ask(`https://127.0.0.1:${port}/v1/models`, {}, trusting)
    expect(exchange.failure).toBeUndefined()
    expect(exchange.response).toMatchObject({ status: 200, httpVersion: 'HTTP/2', complete: true })
    expect(exchange.response?.headers).toContainEqual(['content-type', 'text/plain'])
    expect(textOf(exchange)).toBe('/v1/models one {"n":1}')
  })

  it('is reached in plain text when HTTP/2 is asked for', async () => {
    const listener = http2.createServer()
    listener.on('stream', answer)
    const port = await listen(listener)
    ended.push(() => listener.close())
    const exchange = await ask(`http://127.0.0.1:${port}/v1`, { http2: true })
    expect(exchange.response).toMatchObject({ status: 200, httpVersion: 'HTTP/2' })
    expect(textOf(exchange)).toBe('/v1 one {"n":1}')
  })

  it('may send fields after the body', async () => {
    const listener = http2.createServer()
    listener.on('stream', (stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': ['1', '2'] }))
      stream.end('whole')
    })
    const port = await listen(listener)
    ended.push(() => listener.close())
    const { response } = await ask(`http://127.0.0.1:${port}/v1`, { http2: true })
    expect(response?.trailers).toEqual([
      ['x-sum', '1'],
      ['x-sum', '2'],
    ])
  })

  it('that cuts its answer off is a failure, not a complete answer', async () => {
    const listener = http2.createServer()
    listener.on('stream', (stream) => {
      stream.respond({ ':status': 200 })
      stream.write('half')
      stream.on('error', () => undefined)
      setTimeout(() => stream.session?.destroy(), 20)
    })
    const port = await listen(listener)
    ended.push(() => listener.close())
    const exchange = await ask(`http://127.0.0.1:${port}/v1`, { http2: true })
    expect(exchange.response?.complete).toBe(false)
    expect(exchange.failure).toBeDefined()
  })
})

describe('a server that demands a client certificate', () => {
  const start = async (): Promise<number> => {
    const listener = createSecureServer(
      { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true },
      (_, response) => void response.end('let in'),
    )
    listener.on('tlsClientError', () => undefined)
    const port = await listen(listener)
    ended.push(() => {
      listener.closeAllConnections()
      listener.close()
    })
    return port
  }

  it('lets the client in that shows one', async () => {
    const certificate = { ...client, certFile: 'c.pem', keyFile: 'k.pem' }
    const exchange = await ask(`https://127.0.0.1:${await start()}/`, { certificate }, trusting)
    expect(textOf(exchange)).toBe('let in')
  })

  it('refuses one that shows none', async () => {
    const { failure } = await ask(`https://127.0.0.1:${await start()}/`, {}, trusting)
    expect(failure?.kind).toBe('reset')
  })
})
