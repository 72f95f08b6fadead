import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import { createRedactor } from './redact.ts'

const secret = 'sk-Ab3/+x="q&9\\zé-0123'
const redactor = createRedactor([secret])
const lower = (text: string): string => text.replaceAll(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())

describe('a secret is hidden', () => {
  it.each([
    ['plain', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded in lower case', lower(encodeURIComponent(secret))],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(secret))],
    ['as JSON', JSON.stringify(secret).slice(1, -1)],
    ['as JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['as JSON with escaped slashes', JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/')],
    ['as JSON in ASCII', JSON.stringify(secret).slice(1, -1).replaceAll('é', '\\u00e9')],
    ['in hex', Buffer.from(secret).toString('hex')],
    ['in capital hex', Buffer.from(secret).toString('hex').toUpperCase()],
  ])('%s', (_, form) => {
    expect(redactor.text(`before ${form} after`)).toBe('before <redacted> after')
    const bytes = redactor.bytes(Buffer.from(`before ${form} after`))
    const stars = '*'.repeat(Buffer.byteLength(form) - '<redacted>'.length)
    expect(Buffer.from(bytes).toString()).toBe(`before <redacted>${stars} after`)
  })

  it.each(['base64', 'base64url'] as const)('in %s text, wherever it stands in it', (encoding) => {
    for (const before of ['', 'a', 'ab', 'abc', '{"token":"']) {
      for (const after of ['', 'x', 'xy', 'xyz']) {
        const encoded = Buffer.from(before + secret + after).toString(encoding)
        const hidden = redactor.text(encoded)
        expect(hidden).toContain('<redacted>')
        // What remains is what the neighbours determine: at most four characters more a side.
        expect(hidden.length).toBeLessThan(20 + Math.ceil((4 * (before + after).length) / 3) + 8)
      }
    }
  })

  it('in base64 text that is percent-encoded', () => {
    const encoded = encodeURIComponent(Buffer.from(`??>${secret}`).toString('base64'))
    expect(redactor.text(encoded)).toContain('<redacted>')
  })

  it.each(['Basic ', ''])('that is a password in credentials: "%s"', (scheme) => {
    const password = 'très:secret-word-9'
    const encoded = Buffer.from(`some-user:${password}`).toString('base64')
    const basic = createRedactor([scheme + encoded])
    expect(basic.text(encoded)).toBe('<redacted>')
    expect(basic.text(`some-user has not ${password}`)).toBe('some-user has not <redacted>')
    expect(basic.text(encodeURIComponent(password))).toBe('<redacted>')
  })

  it('beside itself and another secret', () => {
    const two = createRedactor([secret, 'another-secret'])
    expect(two.text(`${secret}${secret}another-secret`)).toBe('<redacted>')
  })

  it('whole, where a shorter secret starts the same way', () => {
    const both = createRedactor(['token-1234', 'token-1234-and-more'])
    expect(both.text('token-1234-and-more token-1234')).toBe('<redacted> <redacted>')
  })

  it('in every string and member name of a value, whose other parts stay', () => {
    const value = { a: [1, null, true, `x${secret}`], [secret]: { b: undefined } }
    expect(redactor.json(value)).toEqual({
      a: [1, null, true, 'x<redacted>'],
      '<redacted>': { b: undefined },
    })
    expect(value.a[3]).toBe(`x${secret}`)
  })
})

describe('of a Bedrock short-term key', () => {
  const token = 'IQoJb3JpZ2luX2VjE/+s3ss10nT0k3n//////////wEaCXVzLWVhc3QtMSJ='
  const signature = '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7'
  const credential = 'ASIAIOSFODNN7EXAMPLE/20261122/us-west-2/bedrock/aws4_request'
  const url =
    'bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256' +
    `&X-Amz-Credential=${encodeURIComponent(credential)}&X-Amz-Date=20261122T010243Z` +
    `&X-Amz-Expires=43200&X-Amz-Security-Token=${encodeURIComponent(token)}` +
    `&X-Amz-Signature=${signature}&X-Amz-SignedHeaders=host&Version=1`
  const key = `bedrock-api-key-${Buffer.from(url).toString('base64')}`
  const ours = createRedactor([key])

  it.each([
    ['the key', key],
    ['the key without its prefix', key.slice('bedrock-api-key-'.length)],
    ['the key in base64', Buffer.from(key).toString('base64')],
    ['the URL in it', url],
    ['the URL, decoded', decodeURIComponent(url)],
    ['the session token', token],
    ['the session token, encoded', encodeURIComponent(token)],
    ['the session token in base64', Buffer.from(token).toString('base64')],
    ['the signature', signature],
    ['the credential', credential],
    ['the credential, encoded', lower(encodeURIComponent(credential))],
    ['the access key id', 'ASIAIOSFODNN7EXAMPLE'],
  ])('%s is hidden and found as a leak', (_, form) => {
    const hidden = ours.text(`<${form}>`)
    for (const part of [token, signature, 'ASIAIOSFODNN7EXAMPLE', key.slice(16, 60)]) {
      expect(hidden).not.toContain(part)
    }
    expect(ours.leakingHeaders([['x-echo', form]])).toEqual(['x-echo'])
    expect(ours.body(Buffer.from(`{"é":"${form}"}`)).ranges).not.toEqual([])
  })

  it('the scope stays readable where nothing of the key is in it', () => {
    expect(ours.text('us-west-2/bedrock/aws4_request')).toBe('us-west-2/bedrock/aws4_request')
  })

  it('nothing that is the same in every key is taken for it, in base64 once or twice', () => {
    const plain = '{"amazon-bedrock-invocationMetrics":{"inputTokenCount":5}}'
    const once = Buffer.from(plain).toString('base64')
    for (const before of ['', 'a', 'ab']) {
      const twice = Buffer.from(before + once).toString('base64')
      for (const text of [plain, once, twice, Buffer.from(twice).toString('base64')]) {
        expect(ours.body(Buffer.from(text)).ranges).toEqual([])
      }
    }
  })

  it('any other key of that shape is hidden too, but is no leak of ours', () => {
    const none = createRedactor([])
    expect(none.text(`key ${key}.`)).toBe('key <redacted>.')
    expect(none.text(`ABSK${'a1B'.repeat(44)}=`)).toBe('<redacted>')
    expect(none.text('Set it to bedrock-api-key-... first')).toContain('bedrock-api-key-...')
    expect(none.body(Buffer.from(key)).ranges).toEqual([])
  })
})

describe('headers', () => {
  it('never show a credential, however short', () => {
    expect(
      createRedactor([]).headers([
        ['Authorization', 'Bearer abc'],
        ['authorization', 'abc'],
        ['X-Amz-Security-Token', 'tok'],
        ['x-api-key', 'k'],
        ['Cookie', 'a=b'],
        ['Accept', 'text/plain'],
      ]),
    ).toEqual([
      ['Authorization', 'Bearer <redacted>'],
      ['authorization', '<redacted>'],
      ['X-Amz-Security-Token', '<redacted>'],
      ['x-api-key', '<redacted>'],
      ['Cookie', '<redacted>'],
      ['Accept', 'text/plain'],
    ])
  })

  it('keep the scope and the signed names of a SigV4 signature', () => {
    const [header] = createRedactor([]).headers([
      [
        'authorization',
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-west-2/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=abcdef',
      ],
    ])
    expect(header?.[1]).toBe(
      'AWS4-HMAC-SHA256 Credential=<redacted>/20261122/us-west-2/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=<redacted>',
    )
  })

  it('lose secrets in other values', () => {
    expect(redactor.headers([['location', `/?k=${encodeURIComponent(secret)}`]])).toEqual([
      ['location', '/?k=<redacted>'],
    ])
  })
})

describe('leaks', () => {
  it('tell where the secret stands', () => {
    expect(redactor.leakingHeaders([['x-debug', secret]])).toEqual(['x-debug'])
    const end = 3 + Buffer.byteLength(secret)
    expect(redactor.body(Buffer.from(`ä ${secret}`)).ranges).toEqual([{ start: 3, end }])
  })

  it('are none where there is nothing', () => {
    expect(redactor.leakingHeaders([['a', 'b']])).toEqual([])
    expect(redactor.body(Buffer.from('hello')).ranges).toEqual([])
  })
})

it('leaves alone what holds no secret, the array included', () => {
  const bytes = Buffer.from([0, 255, 1, 2])
  expect(redactor.bytes(bytes)).toBe(bytes)
  expect(redactor.text('plain text')).toBe('plain text')
})

describe('a key of words', () => {
  const key = 'assistant-infrastructure-key-2026-Team'
  const named = createRedactor([key])
  const encoded = (text: string): string[] => [
    text,
    Buffer.from(text).toString('hex'),
    ...['', 'a', 'ab'].map((before) => Buffer.from(`${before}${text}`).toString('base64')),
  ]

  it('is not found in a text that holds one of its words', () => {
    for (const text of ['The assistant builds infrastructure.', 'infrastructure', 'assistants']) {
      for (const form of encoded(text)) expect(named.text(form)).toBe(form)
    }
  })

  it('is found whole, and where more than a word of it stands', () => {
    for (const part of [key, 'assistant-infrastructure', 'infrastructure-key', 'key-2026-Team']) {
      for (const form of encoded(`x ${part} y`)) expect(named.holds(form), form).toBe(true)
    }
    expect(named.text(`x ${key} y`)).toBe('x <redacted> y')
  })

  it('is found where it is a single word', () => {
    const plain = createRedactor(['opensesameplease'])
    for (const form of encoded('opensesameplease')) expect(plain.holds(form)).toBe(true)
    expect(createRedactor(['infrastructure']).holds('infrastructure')).toBe(true)
  })
})

it('ignores secrets under eight characters outside credential headers', () => {
  expect(createRedactor(['the', 'user', '']).text('the user')).toBe('the user')
})

it('hides random keys in random places of random text', () => {
  const random = seededRandom(11)
  const alphabet = 'ABCDEFGHabcdefgh0123456789+/=_-'
  const word = (length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
  for (let round = 0; round < 200; round += 1) {
    const key = word(8 + Math.floor(random() * 60))
    const own = createRedactor([key])
    const text = `${word(20)} ${key} ${word(20)}`
    const hidden = own.text(text)
    if (hidden.includes(key) || !hidden.includes('<redacted>')) expect.fail(`${key} in ${text}`)
  }
})
