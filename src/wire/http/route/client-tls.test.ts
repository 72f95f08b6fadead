import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createClient } from '../client.ts'
import { createAuthority, createCertificate } from '../../testing/certificates.ts'
import { listen, startRawServer } from '../../testing/raw-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'wire-tls-'))
const authority = createAuthority()
const good = createCertificate({ name: '127.0.0.1', issuer: authority })
const authorityFile = join(folder, 'authority.pem')
writeFileSync(authorityFile, authority.cert)

const ended: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function secureServer(options: ServerOptions): Promise<number> {
  const server = createServer(options, (_, response) => void response.end('ok'))
  server.on('tlsClientError', () => undefined)
  const port = await listen(server)
  ended.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return port
}

async function ask(url: string, env: NodeJS.ProcessEnv = {}): Promise<Exchange> {
  const client = createClient({ env })
  ended.push(() => client.close())
  return client.send({ method: 'GET', url, headers: [] })
}

describe('certificate authorities of the environment', () => {
  it.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'AWS_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'])(
    '%s adds to the trusted ones',
    async (variable) => {
      const port = await secureServer(good)
      const { failure, response } = await ask(`https://127.0.0.1:${port}/`, {
        [variable]: authorityFile,
      })
      expect(failure).toBeUndefined()
      expect(response).toMatchObject({ status: 200, complete: true })
    },
  )

  it('that cannot be read are named when trust fails', async () => {
    const port = await secureServer(good)
    const { failure } = await ask(`https://127.0.0.1:${port}/`, { SSL_CERT_FILE: '/no/such/file' })
    expect(failure).toMatchObject({
      kind: 'tls',
      remedy: expect.stringContaining('SSL_CERT_FILE names /no/such/file'),
    })
  })

  it('are not asked for when the connection is not secure', async () => {
    const server = createPlainServer((_, response) => void response.end('ok'))
    ended.push(async () => server.close())
    const url = `http://127.0.0.1:${await listen(server)}/`
    const { response } = await ask(url, { SSL_CERT_FILE: '/no/such/file' })
    expect(response?.status).toBe(200)
  })
})

describe('a TLS failure says what is wrong', () => {
  const trusting = { SSL_CERT_FILE: authorityFile }

  it.each([
    ['an unknown authority', good, {}, /unknown here|not trusted/],
    ['a self-signed certificate', createCertificate({ name: '127.0.0.1' }), {}, /self-signed/],
    [
      'an expired certificate',
      createCertificate({ name: '127.0.0.1', issuer: authority, days: -2 }),
      trusting,
      /has expired/,
    ],
    [
      'another host name',
      createCertificate({ name: 'elsewhere.test', issuer: authority }),
      trusting,
      /another host name/,
    ],
  ])('%s', async (_, certificate, env, message) => {
    const port = await secureServer(certificate)
    const { failure, response } = await ask(`https://127.0.0.1:${port}/`, env)
    expect(response).toBeUndefined()
    expect(failure).toMatchObject({ kind: 'tls', message: expect.stringMatching(message) })
    expect(failure!.message).toContain(`127.0.0.1:${port}`)
    expect(failure!.remedy).toContain('NODE_EXTRA_CA_CERTS')
  })

  it('plain http on an https port', async () => {
    const server = createPlainServer()
    ended.push(async () => server.close())
    const port = await listen(server)
    const { failure } = await ask(`https://127.0.0.1:${port}/`)
    expect(failure).toMatchObject({ kind: 'tls', message: expect.stringContaining('plain http') })
  })

  it('no version in common', async () => {
    const old = {
      ...good,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    } as const
    const { failure } = await ask(`https://127.0.0.1:${await secureServer(old)}/`, trusting)
    expect(failure).toMatchObject({ kind: 'tls', message: expect.stringContaining('TLS versions') })
  })

  it('a connection that is closed in the handshake', async () => {
    const server = await startRawServer(() => undefined)
    ended.push(() => server.close())
    const closing = createPlainServer()
    closing.on('connection', (socket: Socket) => socket.destroy())
    ended.push(async () => closing.close())
    const { failure } = await ask(`https://127.0.0.1:${await listen(closing)}/`)
    expect(failure).toMatchObject({ kind: 'tls', message: expect.stringContaining('handshake') })
  })

  it('https on a port that was asked by http', async () => {
    const port = await secureServer(good)
    const { failure } = await ask(`http://127.0.0.1:${port}/`)
    expect(failure?.kind).toMatch(/malformed-http|reset/)
  })
})

describe('through a proxy', () => {
  it('the tunnel carries TLS for a host that only the proxy knows', async () => {
    const named = createCertificate({ name: 'bedrock.test', issuer: authority })
    const port = await secureServer(named)
    const asked: string[] = []
    const proxy = createPlainServer()
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(request.url ?? '', request.headers['proxy-authorization'] ?? '')
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        upstream.pipe(socket).pipe(upstream)
      })
      for (const side of [socket, upstream]) side.on('error', () => undefined)
      socket.on('close', () => upstream.destroy())
    })
    const proxyPort = await listen(proxy)
    ended.push(async () => proxy.close())
    const exchange = await ask('https://bedrock.test/model', {
      HTTPS_PROXY: `http://user:p%40ss@127.0.0.1:${proxyPort}`,
      SSL_CERT_FILE: authorityFile,
    })
    expect(exchange.failure).toBeUndefined()
    expect(exchange.response).toMatchObject({ status: 200, complete: true })
    expect(asked).toEqual([
      'bedrock.test:443',
      `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    ])
    expect(JSON.stringify(exchange)).not.toMatch(/p@ss|p%40ss|Basic/)
  })
})
