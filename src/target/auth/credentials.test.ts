import { expect, it } from 'vitest'
import { credentialChain, findCredentials } from './credentials.ts'
import { fakeCredentials } from '../testing/keys.ts'

it('asking for credentials finds what the source gives', async () => {
  expect(await findCredentials(async () => fakeCredentials)).toEqual({
    credentials: fakeCredentials,
  })
})

it('asking for credentials describes a failure by the first sentence of its message', async () => {
  const message = 'Token is expired. To refresh this SSO session run `aws sso login`.\n at x.js'
  const found = await findCredentials(async () => Promise.reject(new Error(message)))
  expect(found).toEqual({ because: 'Token is expired' })
})

it('asking for credentials does not wait for a source that never answers', async () => {
  const found = await findCredentials(async () => new Promise(() => {}), 5)
  expect(found).toEqual({ because: 'no answer within 0.005 s' })
})

it('asking for credentials takes the standard environment variables by the standard chain', async () => {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']
  const before = names.map((name) => [name, process.env[name]] as const)
  try {
    delete process.env['AWS_PROFILE']
    process.env['AWS_ACCESS_KEY_ID'] = fakeCredentials.accessKeyId
    process.env['AWS_SECRET_ACCESS_KEY'] = fakeCredentials.secretAccessKey
    process.env['AWS_SESSION_TOKEN'] = fakeCredentials.sessionToken
    expect(await findCredentials(await credentialChain())).toMatchObject({
      credentials: fakeCredentials,
    })
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
})
