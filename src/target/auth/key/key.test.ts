import { seededRandom } from '../../../model/run/random.ts'
import { expect, it } from 'vitest'
import { decodeKey } from './key.ts'
import { decodedUrl, generatedKey, inPythonOrder } from '../../testing/keys.ts'

const twelveHours = 43_200_000

function encode(url: string): string {
  return `bedrock-api-key-${Buffer.from(url, 'utf8').toString('base64')}`
}

it('decoding a key reads region and times of a key in the order of either generator', async () => {
  const before = Date.now()
  const key = await generatedKey('eu-west-2')
  const decoded = decodeKey(key)
  if (decoded.kind !== 'short') throw new Error(decoded.kind)
  expect(decoded.region).toBe('eu-west-2')
  expect(decoded.issuedAt).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000)
  expect(decoded.issuedAt).toBeLessThanOrEqual(Date.now())
  expect(decoded.expiresAt - decoded.issuedAt).toBe(twelveHours)
  expect(inPythonOrder(key)).not.toBe(key)
  expect(decodeKey(inPythonOrder(key))).toEqual(decoded)
})

it('decoding a key reads a shorter life than twelve hours', async () => {
  const decoded = decodeKey(await generatedKey('us-east-1', 900))
  if (decoded.kind !== 'short') throw new Error(decoded.kind)
  expect(decoded.expiresAt - decoded.issuedAt).toBe(900_000)
})

it('decoding a key accepts a key in any order of its parameters, with blanks around it', async () => {
  const key = await generatedKey('us-west-2')
  const [head, query = ''] = decodedUrl(key).split('?')
  const random = seededRandom(1)
  for (let round = 0; round < 50; round += 1) {
    const pairs = query.split('&').map((pair) => ({ pair, at: random() }))
    const shuffled = pairs.toSorted((a, b) => a.at - b.at).map(({ pair }) => pair)
    const other = ` ${encode(`${head}?${shuffled.join('&')}`)}\n`
    expect(decodeKey(other)).toEqual(decodeKey(key))
  }
})

it('decoding a key recognises a long-term key by its prefix', () => {
  expect(decodeKey(`ABSK${'QmVkcm9ja0FQSUtleS0x'.repeat(6)}==`)).toEqual({ kind: 'long' })
})

it('decoding a key gives the reason why a text is not a key', () => {
  expect(decodeKey('sk-123')).toMatchObject({ kind: 'unknown', because: /neither/ })
  expect(decodeKey('bedrock-api-key-<paste here>')).toMatchObject({ because: /not base64/ })
  expect(decodeKey('bedrock-api-key-aGVsbG8=')).toMatchObject({ because: /cut off/ })
})

it('decoding a key refuses a region that could not be one, so that it can be printed', async () => {
  const url = decodedUrl(await generatedKey('us-west-2')).replace('us-west-2', 'us%0Awest%1B')
  expect(decodeKey(encode(url)).kind).toBe('unknown')
})

it('decoding a key refuses a scope of another service or form', async () => {
  const url = decodedUrl(await generatedKey('us-west-2'))
  expect(decodeKey(encode(url.replace('%2Fbedrock%2F', '%2Fs3%2F'))).kind).toBe('unknown')
  expect(decodeKey(encode(url.replace('aws4_request', 'aws4'))).kind).toBe('unknown')
})

it('decoding a key refuses an invalid date and an invalid life', async () => {
  const url = decodedUrl(await generatedKey('us-west-2'))
  expect(decodeKey(encode(url.replace(/Date=\d{8}/, 'Date=20261345'))).kind).toBe('unknown')
  for (const life of ['0', '-1', '1e9', 'NaN', '']) {
    expect(decodeKey(encode(url.replace('Expires=43200', `Expires=${life}`))).kind).toBe('unknown')
  }
})

it('decoding a key never throws and never shows the key, however it is cut or corrupted', async () => {
  const key = await generatedKey('us-west-2')
  const random = seededRandom(7)
  for (let round = 0; round < 500; round += 1) {
    const at = Math.floor(random() * key.length)
    const odd = String.fromCharCode(Math.floor(random() * 256))
    for (const bad of [key.slice(0, at), key.slice(0, at) + odd + key.slice(at + 1)]) {
      expect(JSON.stringify(decodeKey(bad))).not.toContain(key.slice(20, 60))
    }
  }
})
