import { describe, expect, it } from 'vitest'
import { verdict } from '../testing/judge.ts'
import { observed, type Situation } from '../testing/observation.ts'

const message = (text: string): Situation => ({
  status: 500,
  body: JSON.stringify({ error: { message: text } }),
})

const elsewhere = observed({}).exchange.request

/** What is found in an error of a server at this address. */
const named = (text: string, url: string, body = elsewhere.body) =>
  verdict(
    'no-internal-address',
    true,
    observed({
      ...message(text),
      exchange: { request: { ...elsewhere, url, ...(body && { body }) } },
    }),
  )

const outside = 'https://api.example.com/v1/chat/completions'

describe('no-internal-address', () => {
  it.each([
    ['POST http://10.42.3.17:8000/v1/chat/completions failed'],
    ['dial tcp 172.20.0.4:443: connection refused'],
    ["HTTPConnectionPool(host='192.168.1.9', port=8000): Max retries"],
    ['upstream http://10.0.0.1/v1 is down'],
    ['vllm-0.vllm.models.svc.cluster.local answered 500'],
    ['http://vllm.models.svc:8000/v1'],
    ['ip-10-0-3-4.ec2.internal:8000'],
    ['Cannot connect to host localhost:8000'],
    ["host='127.0.0.1', port=11434"],
    ['http://169.254.169.254/latest/meta-data'],
    ['http://[fd00:ec2::254]:80/ is down'],
  ])('finds %s', (text) => {
    expect(named(text, outside)).toBe('error.internal-address')
  })

  it.each([
    ['Your address 10.1.2.3 is not allowed'],
    ['vllm 10.1.2.3:rc1, see https://errors.pydantic.dev/2.11/v/int'],
    ['dial tcp 172.32.0.4:443'],
    ['see https://api.example.com:8000/docs'],
    ['localhost is no model'],
  ])('leaves %s alone', (text) => {
    expect(named(text, outside)).toBe('pass')
  })

  it('leaves alone what the client sent, and where it sent it', () => {
    const image = 'http://10.42.3.17:8000/cat.png'
    const body = new TextEncoder().encode(JSON.stringify({ image }))
    expect(named(`cannot fetch ${image}`, outside)).toBe('error.internal-address')
    expect(named(`cannot fetch ${image}`, outside, body)).toBe('pass')
    const own = 'http://10.42.3.17:8000/v1/chat/completions'
    expect(named(`no route ${own}`, own)).toBe('pass')
  })

  it('takes no machine for secret that is the client’s own', () => {
    const local = 'http://localhost:8080/v1/chat/completions'
    expect(named('Cannot connect to host localhost:8000', local)).toBe('pass')
    expect(named('Cannot connect to host 10.0.0.1:8000', local)).toBe('error.internal-address')
  })
})
