import { describe, expect, it } from 'vitest'
import { transportFailureKinds } from '../../model/exchange.ts'
import { failureFrom, type FailureScene } from './failure.ts'
import { remedyFor } from './remedy.ts'

const scene: FailureScene = {
  host: 'stack.test:8321',
  stage: 'tcp',
  bodyBytes: 0,
  head: new Uint8Array(),
  clean: (bytes) => bytes,
  after: 5,
  rootProblems: [],
}
const errno = (code: string): Error => Object.assign(new Error(code), { code })

describe('of several addresses that failed', () => {
  it.each([
    [['ECONNREFUSED', 'ECONNREFUSED'], 'refused'],
    [['ENETUNREACH', 'ECONNREFUSED'], 'refused'],
    [['ENETUNREACH', 'ETIMEDOUT'], 'connect-timeout'],
    [['EADDRNOTAVAIL', 'EHOSTUNREACH'], 'unreachable'],
  ])('%o the most telling gives %s', (errors, kind) => {
    expect(failureFrom(new AggregateError(errors.map(errno)), scene).kind).toBe(kind)
  })
})

it.each([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ECONNRESET', 'reset'],
])('%s while connecting is %s', (code, kind) => {
  expect(failureFrom(errno(code), scene)).toMatchObject({
    kind,
    message: expect.stringContaining('stack.test:8321'),
    after: 5,
  })
})

it('an error is recognised behind another one', () => {
  const error = new Error('outer', { cause: errno('ECONNREFUSED') })
  expect(failureFrom(error, scene).kind).toBe('refused')
})

it('something that is no error is still a failure', () => {
  expect(failureFrom('odd', { ...scene, stage: 'open' }).kind).toBe('reset')
})

it.each([
  ['inside the header block', { head: Buffer.from('HTTP/1.1 200 OK') }, true],
  ['without answering', {}, undefined],
  ['before the end of the body', { head: Buffer.from('HTTP/1.1 200 OK'), status: 200 }, undefined],
])('a connection that is cut %s says so', (where, more, begun) => {
  const failure = failureFrom(errno('ECONNRESET'), { ...scene, stage: 'open', ...more })
  expect(failure.message).toContain(where)
  expect(failure.begun).toBe(begun)
})

describe('remedies', () => {
  it('exist for every kind, as one sentence', () => {
    for (const kind of transportFailureKinds) {
      for (const host of ['localhost:8321', 'bedrock-runtime.us-east-1.amazonaws.com:443']) {
        expect(remedyFor(kind, host)).toMatch(/^[A-Z][^\n]+\.$/)
      }
    }
  })

  it('do not tell anyone to start an AWS server', () => {
    expect(remedyFor('refused', 'localhost:8321')).toContain('llama stack run')
    expect(remedyFor('refused', 'bedrock-mantle.us-west-2.api.aws:443')).not.toContain('llama')
    expect(remedyFor('dns', 'bedrock-mantle.us-west-1.api.aws:443')).toContain('--region')
  })
})
