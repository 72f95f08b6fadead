import { describe, expect, it } from 'vitest'
import { headerValue } from '../../../model/headers.ts'
import type { AwsCredentials } from '../credentials.ts'
import { loadTargets } from '../../files/files.ts'
import { setUpKey, type KeyNeeds } from '../key-setup.ts'
import { decodeKey } from './key.ts'
import { createMint } from './mint.ts'
import { isProblem } from '../../problem.ts'
import { fakeCredentials, generatedKey } from '../../testing/keys.ts'

const targets = loadTargets()
if (isProblem(targets)) throw new Error(targets.problem)
const fileOf = (name: string) => {
  const endpoint = targets.get(name)?.value.endpoint
  if (endpoint === undefined) throw new Error(name)
  return endpoint
}

const regions = ['us-west-2', 'us-east-2']
const unknownCaller = async (): Promise<AwsCredentials> =>
  Promise.reject(new Error('None. At all.'))

async function setUp(needs: Partial<KeyNeeds> & { key?: string }, target = 'bedrock') {
  const { key, ...rest } = needs
  const setup = await setUpKey(fileOf(target), {
    env: { AWS_BEARER_TOKEN_BEDROCK: key },
    now: Date.now,
    credentials: async () => fakeCredentials,
    elsewhere: false,
    oneAddress: false,
    auth: 'auto',
    regions,
    ...rest,
  })
  if (isProblem(setup)) throw new Error(setup.problem)
  const authorization = async (region: string): Promise<string> => {
    const headers = await setup.authorize({
      method: 'POST',
      url: `https://bedrock-runtime.${region}.amazonaws.com/model/m/converse`,
      headers: [],
      body: new Uint8Array(),
      region,
      choice: 'default',
    })
    return headerValue(headers, 'authorization') ?? ''
  }
  const keyFor = async (region: string): Promise<string> =>
    (await authorization(region)).replace(/^Bearer /, '')
  return { setup, authorization, keyFor }
}

describe('--auth=key', () => {
  it('makes a key for every region from one set of AWS credentials', async () => {
    const { setup, keyFor } = await setUp({ auth: 'key' })
    for (const region of regions) {
      const key = await keyFor(region)
      expect(decodeKey(key)).toMatchObject({ kind: 'short', region })
      expect(setup.secrets).toContain(key)
      expect(setup.key?.(region)).toMatchObject({ kind: 'short', region })
      expect(setup.problems(region)).toEqual([])
    }
    expect(setup.secrets).toContain(fakeCredentials.sessionToken)
    expect(setup.notes.join(' ')).not.toContain(fakeCredentials.accessKeyId)
  })

  it('keeps the user’s own key where it fits', async () => {
    const key = await generatedKey('us-west-2')
    const { keyFor } = await setUp({ auth: 'key', key })
    expect(await keyFor('us-west-2')).toBe(key)
    expect(decodeKey(await keyFor('us-east-2'))).toMatchObject({ region: 'us-east-2' })
  })

  it('says what is wrong with the own key where there are no credentials to make one', async () => {
    const key = await generatedKey('us-west-2')
    const { setup } = await setUp({ auth: 'key', key, credentials: unknownCaller })
    expect(setup.problems('us-east-2')).toMatchObject([{ class: 'config-key-region' }])
    const none = await setUp({ auth: 'key', credentials: unknownCaller })
    expect(none.setup.problems('us-east-2')).toMatchObject([{ class: 'config-key-missing' }])
    expect(none.setup.key?.('us-east-2')).toEqual({ kind: 'none' })
  })

  it('warns when the credentials, and with them every key, will not last', async () => {
    const expiration = new Date(Date.now() + 10 * 60_000)
    const credentials = async () => ({ ...fakeCredentials, expiration })
    const { setup } = await setUp({ auth: 'key', credentials })
    expect(setup.problems('us-west-2')).toMatchObject([
      { class: 'config-key-expiring', severity: 'warning' },
    ])
    expect(setup.key?.('us-west-2')?.minutesLeft).toBeCloseTo(10, 0)
  })
})

describe('credentials that are renewed in the middle of a run', () => {
  const renewed = 'RenewedSession/Token+ThatWasNotThere/AtTheStart=='

  it.each([
    ['--auth=key', { auth: 'key' }],
    ['--auth=sigv4', { auth: 'sigv4' }],
    ['a key with AWS credentials beside it', { key: 'sk-a-key-of-its-own' }],
  ] as const)('are secrets, too: %s', async (_, needs) => {
    let sessionToken = fakeCredentials.sessionToken
    const credentials = async () => ({ ...fakeCredentials, sessionToken })
    const { setup } = await setUp({ ...needs, credentials })
    sessionToken = renewed
    const headers = await setup.authorize({
      method: 'POST',
      url: 'https://bedrock-runtime.us-west-2.amazonaws.com/model/m/converse',
      headers: [],
      body: new Uint8Array(),
      region: 'us-west-2',
      choice: 'signed',
    })
    expect(headerValue(headers, 'x-amz-security-token')).toBe(renewed)
    expect(setup.secrets).toContain(renewed)
  })

  it('are no fault of this program when they cannot be renewed: nothing is sent in their place', async () => {
    let now = Date.now()
    let isGone = false
    const credentials = async () => (isGone ? unknownCaller() : fakeCredentials)
    const { keyFor } = await setUp({ auth: 'key', credentials, now: () => now })
    expect(decodeKey(await keyFor('us-west-2'))).toMatchObject({ kind: 'short' })
    isGone = true
    now += 24 * 60 * 60_000
    expect(await keyFor('us-west-2')).toBe('')
  })
})

describe('--auth=sigv4', () => {
  it('signs even where a key is set', async () => {
    const key = await generatedKey('us-west-2')
    const { setup, authorization } = await setUp({ auth: 'sigv4', key })
    expect(await authorization('us-east-2')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=ASIAFAKEFAKEFAKEFAKE\/\d{8}\/us-east-2\/bedrock\//,
    )
    expect(setup.key?.('us-east-2')).toEqual({ kind: 'signed' })
  })
})

describe('--auth=auto', () => {
  it('takes the key where one is set, and signs where none is', async () => {
    const key = await generatedKey('us-west-2')
    expect(await (await setUp({ key })).keyFor('us-west-2')).toBe(key)
    expect(await (await setUp({})).authorization('us-west-2')).toMatch(/^AWS4-HMAC-SHA256/)
  })
})

it('the resolver refuses --auth where the server takes no key of Bedrock', async () => {
  await expect(setUp({ auth: 'key' }, 'llamastack')).rejects.toThrow('--auth')
})

describe('a mint', () => {
  it('makes a key once, and anew before it or its credentials end', async () => {
    let now = Date.now()
    let asked = 0
    const lasting = async (): Promise<AwsCredentials> => {
      asked += 1
      return { ...fakeCredentials, expiration: new Date(now + 60 * 60_000) }
    }
    const secrets: string[] = []
    const mint = createMint(lasting, () => now, secrets)
    const first = await mint.key('us-west-2')
    expect(await mint.key('us-west-2')).toBe(first)
    const before = asked
    now += 56 * 60_000
    await mint.key('us-west-2')
    expect(asked).toBeGreaterThan(before)
    expect(secrets).toContain(first)
  })
})
