import { describe, expect, it } from 'vitest'
import { readBodyMembers } from './body-members.ts'

const read = (members: unknown, env = {}) => readBodyMembers(JSON.stringify(members), env)

describe('members for every body', () => {
  it('keep their types, and are no secrets', () => {
    const members = { provider: 'bedrock', top: 1, flags: [true, null, { deep: 'x' }] }
    expect(read(members)).toEqual({ members, secrets: [] })
    expect(readBodyMembers(undefined, {})).toEqual({ members: {}, secrets: [] })
  })

  it('get their variables filled in, at any depth, and hide what these hold', () => {
    const env = { ROUTE: 'blue', PROVIDER_KEY: 'abc' }
    const members = { route: '${ROUTE}-1', options: [{ key: 'x ${PROVIDER_KEY}' }] }
    expect(read(members, env)).toEqual({
      members: { route: 'blue-1', options: [{ key: 'x abc' }] },
      secrets: ['blue', 'abc', 'x abc'],
    })
  })

  it('hide strings that stand under the name of a credential, at any depth', () => {
    const members = {
      api_key: 'one',
      max_tokens: 5,
      providers: [{ auth: { type: 'x', tokens: ['two'] } }],
    }
    expect(read(members)).toEqual({ members, secrets: ['one', 'two'] })
  })

  it('are refused in one line where a variable is not set, or they are no object', () => {
    expect(read({ options: [{ key: '${MISSING}' }] })).toEqual({
      problem:
        '--body-extra key: the environment variable MISSING is not set. Set it to the value.',
    })
    for (const wrong of ['[]', '"x"', 'null', '{', '']) {
      expect(readBodyMembers(wrong, {})).toMatchObject({
        problem: expect.stringContaining('expected a JSON object'),
      })
    }
  })
})
