import { describe, expect, it } from 'vitest'
import { proxyFor } from './proxy.ts'

const proxy = 'http://proxy.test:3128'
const chosen = (url: string, env: NodeJS.ProcessEnv): string | undefined => {
  const found = proxyFor(new URL(url), env)
  return found === undefined ? undefined : found.variable
}

describe('the variable that counts', () => {
  it.each([
    ['http://h.test/', { HTTP_PROXY: proxy }, 'HTTP_PROXY'],
    ['http://h.test/', { HTTPS_PROXY: proxy }, undefined],
    ['https://h.test/', { HTTP_PROXY: proxy }, undefined],
    ['https://h.test/', { HTTPS_PROXY: proxy, https_proxy: proxy }, 'https_proxy'],
    ['https://h.test/', { HTTPS_PROXY: '', ALL_PROXY: proxy }, 'ALL_PROXY'],
    ['https://h.test/', {}, undefined],
  ])('for %s with %o is %s', (url, env, variable) => {
    expect(chosen(url, env)).toBe(variable)
  })
})

describe('NO_PROXY', () => {
  it.each([
    ['*', 'http://h.test/', true],
    ['h.test', 'http://h.test/', true],
    ['H.TEST', 'http://h.test/', true],
    ['test', 'http://h.test/', true],
    ['.h.test', 'http://a.h.test/', true],
    ['*.h.test', 'http://a.h.test/', true],
    ['h.test', 'http://notch.test/', false],
    ['th.test', 'http://h.test/', false],
    ['a, b h.test', 'http://h.test/', true],
    ['h.test:80', 'http://h.test/', true],
    ['h.test:443', 'http://h.test/', false],
    ['h.test:8321', 'http://h.test:8321/', true],
    ['10.0.0.1', 'http://10.0.0.1/', true],
    ['10.0.0.1', 'http://110.0.0.1/', false],
    ['10.0.0.0/8', 'http://10.9.8.7/', true],
    ['10.0.0.0/8', 'http://11.0.0.1/', false],
    ['fd00::/8', 'http://[fd12::1]/', true],
    ['fd12::1', 'http://[fd12::1]/', true],
    ['[fd12::1]', 'http://[fd12::1]/', true],
    ['', 'http://h.test/', false],
    ['10.0.0.0/99', 'http://10.0.0.1/', false],
  ])('%s for %s: direct is %s', (list, url, direct) => {
    expect(chosen(url, { http_proxy: proxy, no_proxy: list }) === undefined).toBe(direct)
  })
})

it.each(['http://localhost:8321/', 'http://127.0.0.1/', 'http://127.9.9.9/', 'http://[::1]:1/'])(
  'loopback is reached directly: %s',
  (url) => {
    expect(chosen(url, { http_proxy: proxy })).toBeUndefined()
  },
)

it('an address without a scheme is an http proxy, with its credentials decoded', () => {
  expect(
    proxyFor(new URL('http://h.test/'), { http_proxy: 'us%40er:pa%3Ass@proxy.test:3128' }),
  ).toEqual({
    origin: 'http://proxy.test:3128',
    hostname: 'proxy.test',
    port: 3128,
    secure: false,
    authorization: `Basic ${Buffer.from('us@er:pa:ss').toString('base64')}`,
    variable: 'http_proxy',
  })
})
