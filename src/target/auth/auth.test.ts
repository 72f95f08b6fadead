import { describe, expect, it } from 'vitest'
import type { AuthChoice } from '../../model/case.ts'
import type { HeaderList } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import { bearer, forgedKeys, llamaStackKey, openAiKey, ownKey, sigV4 } from './auth.ts'
import { decodeKey } from './key/key.ts'
import { keyProblem } from './key/key-problem.ts'
import { fakeCredentials, generatedKey } from '../testing/keys.ts'

const now = (): number => Date.UTC(2026, 10, 22, 12)
const accept = ['accept', 'application/json'] as const

function asking(choice: AuthChoice, region = 'us-west-2', headers: HeaderList = [accept]) {
  const url = 'https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1/chat/completions'
  return { method: 'POST', url, headers, body: new Uint8Array([1]), region, choice }
}

function keyIn(headers: HeaderList): string {
  return (headerValue(headers, 'authorization') ?? '').replace('Bearer ', '')
}

describe('a Bedrock key', () => {
  const own = bearer(ownKey('the-key-of-the-user', now))

  it('goes out as it is, behind the request’s own headers', async () => {
    expect(await own(asking('default'))).toEqual([
      accept,
      ['authorization', 'Bearer the-key-of-the-user'],
    ])
  })

  it('stays at home when the case wants none', async () => {
    expect(await own(asking('none'))).toEqual([accept])
  })

  it('gives way to an Authorization that the case brings', async () => {
    const headers = [['Authorization', 'Basic x']] as const
    expect(await own(asking('default', 'us-west-2', headers))).toEqual(headers)
  })

  it('is never part of a wrong choice', async () => {
    const choices: AuthChoice[] = ['none', 'malformed', 'wrong', 'expired', 'other-region']
    for (const choice of choices) {
      expect(JSON.stringify(await own(asking(choice)))).not.toContain('the-key-of-the-user')
    }
  })

  it('of another region is itself the key of another region', async () => {
    const key = await generatedKey('us-east-1')
    const authorize = bearer(ownKey(key, now))
    expect(keyIn(await authorize(asking('other-region', 'us-west-2')))).toBe(key)
    expect(keyIn(await authorize(asking('other-region', 'us-east-1')))).not.toBe(key)
  })
})

describe('forged keys', () => {
  const forged = bearer(forgedKeys(now))
  const problemOf = async (choice: AuthChoice, region: string): Promise<string | undefined> =>
    keyProblem(keyIn(await forged(asking(choice, region))), region, now())?.class

  it.each(['us-west-2', 'eu-central-1'])(
    'have the one fault that was asked for in %s',
    async (region) => {
      expect(await problemOf('expired', region)).toBe('config-key-expired')
      expect(await problemOf('other-region', region)).toBe('config-key-region')
      expect(await problemOf('malformed', region)).toBe('config-key-unknown')
      // Right in form, region and time: only its signature is invalid.
      expect(await problemOf('wrong', region)).toBeUndefined()
    },
  )

  it('name a region also where regions mean nothing', async () => {
    const decoded = decodeKey(keyIn(await forged(asking('expired', '-'))))
    expect(decoded).toMatchObject({ kind: 'short', region: 'us-west-2' })
  })
})

describe('an OpenAI key', () => {
  it('is optional', async () => {
    expect(await openAiKey(undefined)(asking('default', '-'))).toEqual([accept])
    expect(keyIn(await openAiKey('sk-mine')(asking('default', '-')))).toBe('sk-mine')
  })

  it('is replaced by a wrong one when asked', async () => {
    expect(keyIn(await openAiKey('sk-mine')(asking('wrong', '-')))).toMatch(/^sk-conformance/)
    expect(keyIn(await openAiKey('sk-mine')(asking('malformed', '-')))).toBe('not a key')
  })
})

describe('Llama Stack', () => {
  const authorize = llamaStackKey('sk-mine', forgedKeys(now))

  it('gets wrong Bedrock keys in the provider-data header, under both of its names', async () => {
    const headers = await authorize(asking('expired', '-'))
    const [old, current] = ['x-llamastack-provider-data', 'x-ogx-provider-data'].map((name) =>
      headerValue(headers, name),
    )
    expect(old).toBe(current)
    const { aws_bearer_token_bedrock: key } = JSON.parse(old ?? '') as Record<string, string>
    expect(keyProblem(key ?? '', '-', now())?.class).toBe('config-key-expired')
    expect(keyIn(headers)).toBe('sk-mine')
  })

  it('gets no provider data otherwise', async () => {
    expect(await authorize(asking('default', '-'))).toHaveLength(2)
    expect(await authorize(asking('none', '-'))).toEqual([accept])
  })
})

function scopeOf(headers: HeaderList): string {
  return headerValue(headers, 'authorization')?.match(/Credential=[^,]+/)?.[0] ?? 'none'
}

describe('SigV4', () => {
  const authorize = sigV4(async () => fakeCredentials, now)

  it('signs for the region of the request', async () => {
    const headers = await authorize(asking('default', 'us-east-2'))
    expect(scopeOf(headers)).toContain('/20261122/us-east-2/bedrock/aws4_request')
    expect(headerValue(headers, 'x-amz-date')).toBe('20261122T120000Z')
    expect(headerValue(headers, 'accept')).toBe('application/json')
  })

  it('signs for another region, or with another secret, when asked', async () => {
    const right = await authorize(asking('default'))
    const wrong = await authorize(asking('wrong'))
    expect(scopeOf(await authorize(asking('other-region')))).not.toContain('us-west-2')
    expect(scopeOf(wrong)).toBe(scopeOf(right))
    expect(headerValue(wrong, 'authorization')).not.toBe(headerValue(right, 'authorization'))
  })

  it('sends bearer keys where a signature cannot be wrong in that way', async () => {
    expect(decodeKey(keyIn(await authorize(asking('expired')))).kind).toBe('short')
    expect(keyIn(await authorize(asking('malformed')))).toBe('this-is-not-a-bedrock-key')
  })

  it('adds nothing without credentials, and throws nothing', async () => {
    const without = sigV4(async () => Promise.reject(new Error('none')), now)
    expect(await without(asking('default'))).toEqual([accept])
    expect(await authorize(asking('none'))).toEqual([accept])
  })
})
