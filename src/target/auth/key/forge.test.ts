import { expect, it } from 'vitest'
import { forgeKey } from './forge.ts'
import { decodeKey } from './key.ts'
import { decodedUrl, generatedKey } from '../../testing/keys.ts'

const issuedAt = Date.UTC(2026, 10, 22, 1, 2, 43)

it('the forger makes keys that decode to what was asked for', async () => {
  const key = await forgeKey({ region: 'eu-north-1', issuedAt, life: 43_200 })
  expect(decodeKey(key)).toEqual({
    kind: 'short',
    region: 'eu-north-1',
    issuedAt,
    expiresAt: issuedAt + 43_200_000,
  })
})

it('a forged key has the form of keys made by AWS’s generator: same host, same parameters, same order', async () => {
  const forged = decodedUrl(await forgeKey({ region: 'us-west-2', issuedAt, life: 43_200 }))
  const real = decodedUrl(await generatedKey('us-west-2'))
  expect(form(forged)).toBe(form(real))
})

/** A presigned URL without what differs between two signers and times. */
function form(url: string): string {
  return url
    .replace(/X-Amz-Security-Token=[^&]*&/, '')
    .replaceAll(/=[0-9a-f]{64}|=\d{8}T\d{6}Z|=\w+(?=%2F\d)|%2F\d{8}%2F/g, '=')
}
