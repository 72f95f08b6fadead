import { expect, it } from 'vitest'
import { secretsOfCredentials, secretsOfKey } from './secrets.ts'
import { decodedUrl, fakeCredentials, generatedKey, inPythonOrder } from '../testing/keys.ts'

it('the list of secrets has everything that a short-term key holds, in either parameter order', async () => {
  const key = await generatedKey('us-west-2')
  for (const given of [key, inPythonOrder(key)]) {
    const secrets = secretsOfKey(given)
    const signature = /X-Amz-Signature=([0-9a-f]{64})/.exec(decodedUrl(given))?.[1]
    expect(secrets).toEqual(
      expect.arrayContaining([
        given,
        given.slice('bedrock-api-key-'.length),
        decodedUrl(given),
        fakeCredentials.accessKeyId,
        fakeCredentials.sessionToken,
        encodeURIComponent(fakeCredentials.sessionToken),
        signature,
      ]),
    )
  }
})

it('the list of secrets has user and password of a long-term key', () => {
  const inside = 'BedrockAPIKey-abcd-at-000000000000:the-password-of-it'
  const key = `ABSK${Buffer.from(inside).toString('base64')}`
  expect(secretsOfKey(key)).toEqual(
    expect.arrayContaining([
      key,
      inside,
      'the-password-of-it',
      'BedrockAPIKey-abcd-at-000000000000',
    ]),
  )
})

it('the list of secrets keeps a key that it cannot read, and never an empty text', () => {
  expect(secretsOfKey(' some-key ')).toEqual(['some-key'])
  expect(secretsOfKey('')).toEqual([])
  expect(secretsOfKey('bedrock-api-key-%%%')).toEqual(['bedrock-api-key-%%%'])
})

it('the list of secrets has every part of AWS credentials', () => {
  expect(secretsOfCredentials(fakeCredentials).toSorted()).toEqual(
    Object.values(fakeCredentials).toSorted(),
  )
})
