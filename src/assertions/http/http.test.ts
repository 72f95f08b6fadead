import { describe, expect, it } from 'vitest'
import type { HeaderList } from '../../model/exchange.ts'
import { judge, verdict } from '../testing/judge.ts'
import { chat } from '../testing/completion.ts'
import { answered, observed, refused } from '../testing/observation.ts'

describe('status', () => {
  it('holds for the status named, for one of a list, and for a class', () => {
    expect(verdict('status', 200, chat())).toBe('pass')
    expect(verdict('status', [200, 400], chat())).toBe('pass')
    expect(verdict('status', '2xx', chat())).toBe('pass')
  })

  it('fails for any other, and shows the beginning of the body', () => {
    const observation = observed({ status: 500, body: 'Internal Server Error' })
    expect(verdict('status', '4xx', observation)).toBe('http.status')
    const [finding] = judge('status', [200, '4xx'], observation).findings
    expect(finding?.expected).toBe('one of 200, 4xx')
    expect(finding?.received).toBe('500: Internal Server Error')
  })

  it('is inconclusive when no response came', () => {
    const outcome = judge('status', 200, refused())
    expect(outcome.findings).toEqual([])
    expect(outcome.inconclusive).toContain('Nothing listens')
  })

  it('refuses arguments that are no status', () => {
    expect(() => judge('status', 'ok', chat())).toThrow(/"status" do not fit/)
  })
})

describe('no-server-error', () => {
  it('fails for any 5xx', () => {
    expect(verdict('no-server-error', true, observed({ status: 502 }))).toBe('http.server-error')
  })

  it('accepts 4xx, and the 5xx that is allowed by name', () => {
    expect(verdict('no-server-error', true, observed({ status: 400 }))).toBe('pass')
    expect(verdict('no-server-error', { allow: [501] }, observed({ status: 501 }))).toBe('pass')
  })

  it('accepts the status that the expected error may have by its profile', () => {
    const expected = { outcome: 'error', error: 'unsupported-operation' } as const
    const observation = observed({ status: 501 })
    expect(verdict('no-server-error', true, observation, { expect: expected })).toBe('pass')
    const other = { outcome: 'error', error: 'unknown-model' } as const
    expect(verdict('no-server-error', true, observation, { expect: other })).toBe(
      'http.server-error',
    )
  })
})

describe('no-token-leak', () => {
  it('names each place where a secret came back', () => {
    const leaks = [
      { where: 'header' as const, name: 'x-echo' },
      { where: 'trailer' as const, name: 'x-sum' },
      { where: 'body' as const, byte: 7 },
    ]
    const { findings } = judge('no-token-leak', true, observed({ exchange: { leaks } }))
    expect(findings.map(({ at }) => at)).toEqual([{ header: 'x-echo' }, {}, { byte: 7 }])
    expect(findings[1]?.received).toBe('trailer x-sum')
  })

  it('holds when none did', () => {
    expect(verdict('no-token-leak', true, chat())).toBe('pass')
  })
})

const failure = (kind: 'reset' | 'idle-timeout') => ({
  exchange: { failure: { kind, message: `It was ${kind}.`, remedy: '', after: 30 } },
  complete: false,
})

describe('complete-response', () => {
  it('fails when the connection broke inside the body', () => {
    expect(verdict('complete-response', true, observed({ body: '{"a', ...failure('reset') }))).toBe(
      'http.incomplete',
    )
    expect(verdict('complete-response', true, observed({ body: '{"a', complete: false }))).toBe(
      'http.incomplete',
    )
  })

  it('is an error when the body stalls, and fails when it does not end after the answer', () => {
    const stalled = observed({ body: '{"a', ...failure('idle-timeout') })
    expect(judge('complete-response', true, stalled).unreachable).toBe('It was idle-timeout.')
    const open = {
      ...chat(),
      exchange: { ...chat().exchange, ...failure('idle-timeout').exchange },
    }
    const response = { ...chat().exchange.response!, complete: false }
    const left = { ...open, exchange: { ...open.exchange, response } }
    expect(verdict('complete-response', true, left)).toBe('http.left-open')
  })

  it('is inconclusive when a limit of ours ended it, and asks nothing when we hung up', () => {
    const large = { ...failure('reset').exchange.failure, kind: 'too-large' } as const
    const cut = observed({ complete: false, exchange: { failure: large } })
    expect(verdict('complete-response', true, cut)).toBe('inconclusive')
    const left = observed({ complete: false, exchange: { hungUp: true } })
    expect(verdict('complete-response', true, left)).toBe('pass')
  })

  it('holds for a whole body', () => {
    expect(verdict('complete-response', true, chat())).toBe('pass')
  })
})

describe('not-redirected', () => {
  it('fails for a 3xx and for nothing else', () => {
    const moved = observed({ status: 307, headers: [['location', '/v1']] })
    expect(verdict('not-redirected', true, moved)).toBe('http.redirect')
    expect(verdict('not-redirected', true, observed({ status: 404 }))).toBe('pass')
  })
})

describe('allow-sent', () => {
  const turnedDown = (method: string, ...headers: HeaderList) =>
    verdict('allow-sent', true, {
      ...observed({ status: 405, headers }),
      exchange: {
        ...observed({ status: 405, headers }).exchange,
        request: { method, url: 'https://bedrock.example/x', headers: [], body: new Uint8Array() },
      },
    })

  it('lists methods, and not the one that is refused', () => {
    expect(turnedDown('GET')).toBe('http.allow-missing')
    expect(turnedDown('GET', ['Allow', 'POST, OPTIONS'])).toBe('pass')
    expect(turnedDown('GET', ['Allow', ''])).toBe('pass')
    expect(turnedDown('GET', ['allow', 'POST,GET'])).toBe('http.allow-value')
    expect(turnedDown('GET', ['Allow', 'GETTING'])).toBe('pass')
  })
})

describe('header', () => {
  it('may be a media type, whose parameters and case say nothing', () => {
    const of = (value: string) =>
      verdict(
        'header',
        { name: 'x-type', mediaType: 'application/json' },
        observed({ status: 200, headers: [['X-Type', value]] }),
      )
    expect(of('application/json')).toBe('pass')
    expect(of('Application/JSON ;charset=utf-8')).toBe('pass')
    expect(of('text/event-stream')).toBe('http.header-value')
    expect(of('')).toBe('http.header-value')
  })

  const observation = answered({}, { headers: [['Retry-After', '17']] })

  it('finds a header whatever the case of its name', () => {
    expect(verdict('header', { name: 'retry-after', present: true }, observation)).toBe('pass')
    expect(verdict('header', { name: 'RETRY-AFTER', equals: '17' }, observation)).toBe('pass')
    expect(verdict('header', { name: 'retry-after', matches: '^\\d+$' }, observation)).toBe('pass')
  })

  it('tells missing, unexpected and different apart', () => {
    expect(verdict('header', { name: 'x-id', present: true }, observation)).toBe(
      'http.header-missing',
    )
    expect(verdict('header', { name: 'retry-after', absent: true }, observation)).toBe(
      'http.header-unexpected',
    )
    expect(verdict('header', { name: 'retry-after', contains: '8' }, observation)).toBe(
      'http.header-value',
    )
  })
})

describe('content-type', () => {
  it('ignores case and parameters', () => {
    const odd = observed({ headers: [['Content-Type', 'Application/JSON ; charset=utf-8']] })
    expect(verdict('content-type', 'application/json', odd)).toBe('pass')
  })

  it('fails for another type, and for none', () => {
    const plain = observed({ headers: [['content-type', 'text/plain']] })
    expect(verdict('content-type', ['application/json', 'text/event-stream'], plain)).toBe(
      'http.content-type',
    )
    const [finding] = judge('content-type', 'application/json', observed({})).findings
    expect(finding?.received).toBe('no content-type header')
  })
})

describe('request-id', () => {
  it('takes any of the usual headers, in any case', () => {
    const aws = observed({ headers: [['x-amzn-RequestId', 'ca47a5ce']] })
    expect(verdict('request-id', true, aws)).toBe('pass')
  })

  it('fails when the header is missing, empty or another', () => {
    expect(verdict('request-id', true, observed({}))).toBe('http.request-id-missing')
    const empty = observed({ headers: [['x-request-id', ' ']] })
    expect(verdict('request-id', true, empty)).toBe('http.request-id-missing')
    const other = observed({ headers: [['x-request-id', '1']] })
    expect(verdict('request-id', { headers: ['x-amzn-requestid'] }, other)).toBe(
      'http.request-id-missing',
    )
  })
})

describe('no-buffering-length', () => {
  it('fails when a stream states its length', () => {
    const buffered = observed({ headers: [['Content-Length', '17']] })
    expect(verdict('no-buffering-length', true, buffered)).toBe('http.stream-length')
    expect(verdict('no-buffering-length', true, observed({}))).toBe('pass')
  })
})
