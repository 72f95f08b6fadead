import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createClient } from '../client.ts'
import { closedPort, listen, type RawServer, startRawServer } from '../../testing/raw-server.ts'

const ended: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end()
})

async function ask(url: string, env: NodeJS.ProcessEnv): Promise<Exchange> {
  const client = createClient({ env, limits: { connectMs: 2000 } })
  ended.push(() => client.close())
  return client.send({ method: 'GET', url, headers: [['x-own', '1']] })
}

async function proxyThatSays(answer: string): Promise<RawServer> {
  const proxy = await startRawServer((socket) => socket.end(answer))
  ended.push(() => proxy.close())
  return proxy
}

describe('plain http', () => {
  it('asks the proxy for the whole URL', async () => {
    const proxy = await proxyThatSays('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    const exchange = await ask('http://stack.test:8321/v1/models?a=b', { http_proxy: proxy.origin })
    expect(exchange.response).toMatchObject({ status: 200, complete: true })
    expect(proxy.received[0]).toContain('GET http://stack.test:8321/v1/models?a=b HTTP/1.1\r\n')
    expect(proxy.received[0]).toContain('host: stack.test:8321\r\n')
    expect(proxy.received[0]).toContain('x-own: 1\r\n')
    expect(exchange.request.url).toBe('http://stack.test:8321/v1/models?a=b')
  })

  it('never goes through a proxy to loopback', async () => {
    const server = createServer((_, response) => void response.end('direct'))
    const port = await listen(server)
    ended.push(async () => server.close())
    const env = { http_proxy: `http://127.0.0.1:${closedPort}` }
    expect((await ask(`http://127.0.0.1:${port}/`, env)).response?.status).toBe(200)
  })

  it('a proxy that requires credentials is a proxy failure', async () => {
    const proxy = await proxyThatSays('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n')
    const { failure } = await ask('http://stack.test/', { HTTP_PROXY: proxy.origin })
    expect(failure).toMatchObject({
      kind: 'proxy',
      message: expect.stringContaining('credentials'),
    })
  })
})

describe('a proxy failure', () => {
  it.each(['http://stack.test/', 'https://stack.test/'])(
    'is told when nothing listens where the proxy should be (%s)',
    async (url) => {
      const proxy = `http://user:hidden@127.0.0.1:${closedPort}`
      const { failure } = await ask(url, { http_proxy: proxy, https_proxy: proxy })
      expect(failure).toMatchObject({
        kind: 'proxy',
        message: expect.stringMatching(
          /^The proxy http:\/\/127.0.0.1:\d+ cannot be used to reach stack.test:\d+ \(ECONNREFUSED\)\.$/,
        ),
        remedy: expect.stringContaining('NO_PROXY'),
      })
      expect(JSON.stringify(failure)).not.toContain('hidden')
    },
  )

  it.each([
    ['403 Forbidden', /answered 403/],
    ['407 Proxy Authentication Required', /answered 407 \(it requires credentials\)/],
    ['502 Bad Gateway', /answered 502/],
  ])('is told when CONNECT is answered with %s', async (status, message) => {
    const proxy = await proxyThatSays(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`)
    const { failure } = await ask('https://stack.test/', { HTTPS_PROXY: proxy.origin })
    expect(failure).toMatchObject({ kind: 'proxy', message: expect.stringMatching(message) })
    expect(proxy.received[0]).toMatch(/^CONNECT stack\.test:443 HTTP\/1\.1\r\n/)
  })

  it('is told when the proxy closes without an answer', async () => {
    const proxy = await startRawServer((socket) => socket.destroy())
    ended.push(() => proxy.close())
    const { failure } = await ask('https://stack.test/', { HTTPS_PROXY: proxy.origin })
    expect(failure).toMatchObject({ kind: 'proxy' })
  })

  it('is told when the proxy never answers', async () => {
    const proxy = await startRawServer(() => undefined)
    ended.push(() => proxy.close())
    const client = createClient({ env: { HTTPS_PROXY: proxy.origin } })
    ended.push(() => client.close())
    const request = { method: 'GET', url: 'https://stack.test/', headers: [] }
    const { failure } = await client.send(request, { limits: { connectMs: 60 } })
    expect(failure).toMatchObject({
      kind: 'connect-timeout',
      message: expect.stringContaining('proxy'),
    })
    await proxy.closed(1)
  })

  it.each(['socks5://127.0.0.1:1080', 'http://[broken'])('is told for %s', async (address) => {
    const { failure } = await ask('https://stack.test/', { HTTPS_PROXY: address })
    expect(failure).toMatchObject({
      kind: 'proxy',
      message: expect.stringContaining('HTTPS_PROXY'),
    })
  })
})
