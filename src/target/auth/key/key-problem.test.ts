import { describe, expect, it } from 'vitest'
import { decodeKey } from './key.ts'
import { describeKey, keyProblem } from './key-problem.ts'
import { secretsOfKey } from '../secrets.ts'
import { generatedKey, inPythonOrder } from '../../testing/keys.ts'

const minute = 60_000

async function keyAndExpiry(region: string): Promise<{ key: string; expiresAt: number }> {
  const key = await generatedKey(region)
  const decoded = decodeKey(key)
  if (decoded.kind !== 'short') throw new Error(decoded.kind)
  return { key, expiresAt: decoded.expiresAt }
}

describe('keyProblem', () => {
  it('has nothing against a fresh key in its own region', async () => {
    const { key, expiresAt } = await keyAndExpiry('us-west-2')
    expect(keyProblem(key, 'us-west-2', expiresAt - 31 * minute)).toBeUndefined()
  })

  it('names both regions when the key was made in another', async () => {
    const { key, expiresAt } = await keyAndExpiry('us-west-2')
    for (const given of [key, inPythonOrder(key)]) {
      expect(keyProblem(given, 'us-east-2', expiresAt - 60 * minute)).toEqual({
        severity: 'error',
        class: 'config-key-region',
        message: 'The short-term key was made in us-west-2 and works only there, not in us-east-2.',
        remedy:
          'Call --region=us-west-2, make a key in us-east-2, or let --auth=key make one from your AWS credentials.',
      })
    }
  })

  it('finds an expired key at the very second of its expiry', async () => {
    const { key, expiresAt } = await keyAndExpiry('us-west-2')
    expect(keyProblem(key, 'us-west-2', expiresAt - 1)?.class).toBe('config-key-expiring')
    const problem = keyProblem(key, 'us-west-2', expiresAt)
    expect(problem).toMatchObject({ severity: 'error', class: 'config-key-expired' })
    expect(keyProblem(key, 'us-west-2', expiresAt + 125 * minute)?.message).toContain('2 h 5 min')
  })

  it('says that a key has expired rather than that it is of another region', async () => {
    const { key, expiresAt } = await keyAndExpiry('us-west-2')
    expect(keyProblem(key, 'eu-west-1', expiresAt + 1)?.class).toBe('config-key-expired')
  })

  it('warns under thirty minutes, and not at thirty', async () => {
    const { key, expiresAt } = await keyAndExpiry('us-west-2')
    expect(keyProblem(key, 'us-west-2', expiresAt - 30 * minute)).toBeUndefined()
    const warning = keyProblem(key, 'us-west-2', expiresAt - 30 * minute + 1)
    expect(warning).toMatchObject({ severity: 'warning', class: 'config-key-expiring' })
    expect(warning?.message).toContain('in 29 min')
  })

  it('asks for no region where regions mean nothing', async () => {
    const { key, expiresAt } = await keyAndExpiry('us-west-2')
    expect(keyProblem(key, '-', expiresAt - 60 * minute)).toBeUndefined()
  })

  it('knows nothing against a long-term key, and only warns of an unknown one', () => {
    expect(keyProblem(`ABSK${'A'.repeat(120)}`, 'us-west-2', 0)).toBeUndefined()
    expect(keyProblem('hello', 'us-west-2', 0)).toMatchObject({ severity: 'warning' })
  })
})

describe('describeKey', () => {
  it('tells region, times and what is left', async () => {
    const { key, expiresAt } = await keyAndExpiry('ap-south-1')
    const lines = describeKey(key, expiresAt - 11 * 60 * minute - 5 * minute)
    expect(lines[0]).toBe('A short-term key for ap-south-1.')
    expect(lines[1]).toMatch(
      /^Made at 2\d{3}-\d\d-\d\d \d\d:\d\d UTC, valid until .*11 h 5 min left/,
    )
    expect(describeKey(key, expiresAt + 1)[1]).toContain('expired less than a minute ago')
  })

  it('shows no part of the key', async () => {
    const { key, expiresAt } = await keyAndExpiry('us-west-2')
    const described = JSON.stringify([
      describeKey(key, expiresAt),
      keyProblem(key, 'us-east-1', 0),
      keyProblem(key, 'us-west-2', expiresAt),
    ])
    for (const secret of secretsOfKey(key)) expect(described).not.toContain(secret)
  })
})
