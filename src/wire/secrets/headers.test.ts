import { describe, expect, it } from 'vitest'
import type { HeaderList } from '../../model/exchange.ts'
import { createRedactor } from './redact.ts'

const secret = 'sk-Ab3x9superSecret0123456789'
const redactor = createRedactor([secret])

const usual: HeaderList = [
  ['Date', 'Thu, 26 Nov 2026 07:00:00 GMT'],
  ['Content-Type', 'application/json'],
  ['X-Request-Id', '1b2c3d4e-1111-2222-3333-444455556666'],
]

describe('headers that are searched together', () => {
  it('stay as they are where none holds a secret, but for credentials', () => {
    const headers = [...usual, ['Authorization', 'Bearer another']] as const
    expect(redactor.headers(headers)).toEqual([...usual, ['Authorization', 'Bearer <redacted>']])
    expect(redactor.leakingHeaders(headers)).toEqual([])
  })

  it('hide what is a credential by its name, and show what only counts or asks for one', () => {
    const hidden = ['Set-Cookie', 'cookie', 'X-Goog-Api-Key', 'x-amz-security-token']
    const shown = ['x-ratelimit-remaining-tokens', 'WWW-Authenticate', ':authority']
    const values = redactor.headers([...hidden, ...shown].map((name) => [name, 'value of it']))
    expect(values.filter(([, value]) => value === '<redacted>').map(([name]) => name)).toEqual(
      hidden,
    )
  })

  it('hide the secret in one of many, and name that one', () => {
    const headers = [...usual, ['X-Echo', `key=${secret}`]] as const
    expect(redactor.headers(headers)).toEqual([...usual, ['X-Echo', 'key=<redacted>']])
    expect(redactor.leakingHeaders(headers)).toEqual(['X-Echo'])
  })

  it('hide a secret that is split over lines of one name, and none that a reader would not join', () => {
    // Too short to be found alone.
    const [start, end] = [secret.slice(0, 9), secret.slice(9, 18)]
    const ofOneName = [['x-part', start], ...usual, ['x-part', end]] as const
    expect(redactor.leakingHeaders(ofOneName)).toEqual(['x-part'])
    expect(redactor.headers(ofOneName)[0]).toEqual(['x-part', '<redacted>'])
    const inOtherCase = [['X-Part', start], ...usual, ['x-part', end]] as const
    expect(redactor.headers(inOtherCase).at(-1)).toEqual(['x-part', '<redacted>'])
    const ofTwoNames = [
      ['x-start', start],
      ['x-end', end],
    ] as const
    expect(redactor.leakingHeaders(ofTwoNames)).toEqual([])
    expect(redactor.headers(ofTwoNames)).toEqual(ofTwoNames)
  })

  it('hide a key of Bedrock that is not ours, and name no header for it', () => {
    const foreign = `ABSK${'Q2xhdWRlIGlzIGZpbmU'.repeat(6)}`
    const headers = [...usual, ['x-debug', foreign]] as const
    expect(redactor.headers(headers).at(-1)).toEqual(['x-debug', '<redacted>'])
    expect(redactor.leakingHeaders(headers)).toEqual([])
  })

  it('hide a secret with letters beyond ASCII, in Latin-1 and in UTF-8', () => {
    const umlaut = createRedactor(['Schlüssel-mit-Größe-0815'])
    expect(umlaut.headers([['x-echo', 'Schlüssel-mit-Größe-0815']])).toEqual([
      ['x-echo', '<redacted>'],
    ])
    const asSent = Buffer.from('Schlüssel-mit-Größe-0815', 'utf8').toString('latin1')
    const [[, shown] = []] = umlaut.headers([['x-echo', asSent]])
    expect(shown).toContain('<redacted>')
    expect(shown).not.toContain('mit-Gr')
    expect(umlaut.leakingHeaders([['x-echo', asSent]])).toEqual(['x-echo'])
  })
})
