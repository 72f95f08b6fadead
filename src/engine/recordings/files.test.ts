/** What is kept of recordings, and what of a file as a whole counts for each of its entries. */
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../cli/testing/program.ts'
import { readRecordings } from './files.ts'
import { credentialsIn } from './secrets.ts'

const folder = temporaryFolder()
const key = 'sk-livekey0123456789abcdefghij'

interface Options {
  readonly url?: string
  readonly authorization?: string
  readonly body?: string
}

function entry({ url = 'https://gateway.test/v1/chat/completions', ...options }: Options = {}) {
  const { authorization, body = '{"object":"chat.completion","choices":[]}' } = options
  const headers =
    authorization === undefined ? [] : [{ name: 'Authorization', value: authorization }]
  return {
    request: { method: 'POST', url, headers, postData: { text: '{"model":"m","messages":[]}' } },
    response: {
      status: 200,
      headers: [{ name: 'content-type', value: 'application/json' }],
      content: { size: body.length, text: body },
    },
  }
}

function harFile(name: string, entries: readonly unknown[]): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify({ log: { entries } }, undefined, 1))
  return path
}

it('an entry is read when it is asked for, each time anew', () => {
  const files = readRecordings([harFile('two.har', [entry(), entry()])])
  const [first, second] = files.entries
  expect(first!.read()).toEqual(first!.read())
  expect(first!.read().exchange).not.toBe(first!.read().exchange)
  expect([first!.id, second!.id]).toEqual(['har.two-1', 'har.two-2'])
  expect(second!.source.line).toBeGreaterThan(first!.source.line)
  files.close()
  expect(() => first!.read()).toThrow(/two\.har cannot be read \(EBADF\)/)
})

it('nothing of an exchange is kept: what is read is what the file holds then', () => {
  const bodies = ['before', 'later!'].map((text) => `{"object":"chat.completion","id":"${text}"}`)
  const [before, later] = bodies.map((body) => [entry(), entry({ body })])
  const files = readRecordings([harFile('kept.har', before!)])
  const bodyNow = (): string => {
    const { response } = files.entries[1]!.read().exchange
    return Buffer.concat(response!.decoded.map(({ bytes }) => bytes)).toString()
  }
  expect(bodyNow()).toBe(bodies[0])
  harFile('kept.har', later!)
  expect(bodyNow()).toBe(bodies[1])
  files.close()
})

it('a key of the last request is looked for in the first response', () => {
  const leak = entry({ authorization: 'Bearer other-key-0123456789', body: `{"echo":"${key}"}` })
  const files = readRecordings([
    harFile('leak.har', [leak, entry({ authorization: `Bearer ${key}` })]),
  ])
  expect(files.entries[0]!.read()).toMatchObject({ searched: true, exchange: { leaks: [{}] } })
  expect(files.secrets).toEqual(['other-key-0123456789', key])
  files.close()
})

it('a later entry shows that an earlier one is with the same server', () => {
  const body = '{"rows":[]}'
  const other = entry({ url: 'https://gateway.test/v1/unknown', body })
  const page = entry({ url: 'https://page.test/v1/unknown', body })
  const files = readRecordings([harFile('other.har', [other, page, entry()])])
  expect(files.entries.map(({ api }) => api)).toEqual(['unknown-api', 'openai-chat'])
  expect(files.problems).toEqual([expect.stringContaining('1 of 3 entries is no exchange')])
  files.close()
})

it('a file that is cut while it is read ends in one line', () => {
  const path = harFile('cut.har', [entry(), entry()])
  const files = readRecordings([path])
  truncateSync(path, 700)
  expect(() => files.entries[1]!.read()).toThrow(/cut\.har was changed while it was read/)
  files.close()
})

it('a file of which one entry is no JSON is no HAR file, wherever the entry stands', () => {
  const path = join(folder, 'broken.har')
  const entries = [entry(), entry()].map((one) => JSON.stringify(one))
  for (const at of [0, 1]) {
    const broken = entries.with(at, entries[at]!.replace('"status":200', '"status":2 0'))
    writeFileSync(path, `{"log":{"entries":[${broken.join()}]}}`)
    expect(() => readRecordings([path])).toThrow(/broken\.har: This is no HAR file: it is not JSON/)
  }
})

it('a recording without entries says so', () => {
  const files = readRecordings([harFile('empty.har', [])])
  expect(files.problems).toEqual([expect.stringMatching(/empty\.har: .* no entries/)])
  files.close()
})

it('entries of one name get numbers that no other entry has', () => {
  const names = ['x', 'x', 'x.2']
  const files = readRecordings([
    harFile(
      'names.har',
      names.map((_id) => ({ ...entry(), _id })),
    ),
  ])
  expect(files.entries.map(({ id }) => id)).toEqual(['har.x', 'har.x.2', 'har.x.2.2'])
  files.close()
})

it.each([
  ['\uFEFF{"log":{"entries":[]}}', 'utf16le', /UTF-16.*Save it as UTF-8/],
  ['{"log":{"entries":[]}}', 'utf16le', /UTF-16.*Save it as UTF-8/],
  ['', 'utf8', /it is empty. Record again/],
  ['{"log":', 'utf8', /it is cut off/],
  ['{"log":]}', 'utf8', /it is not JSON/],
  ['<html>He said {</html>', 'utf8', /it is not JSON/],
  ['curl: (7) couldn"t connect', 'utf8', /it is not JSON/],
] as const)('a file that is %j in %s says what to do', (text, encoding, message) => {
  const path = join(folder, 'encoded.har')
  writeFileSync(path, Buffer.from(text, encoding))
  expect(() => readRecordings([path])).toThrow(message)
})

const asked = (body: unknown, headers: readonly (readonly [string, string])[] = []) => ({
  request: {
    method: 'POST',
    url: 'https://gateway.test/v1',
    headers,
    body: Buffer.from(JSON.stringify(body)),
  },
})

it('a credential in the body of a request is one, at any depth', () => {
  const body = {
    provider: { api_key: 'key-with/"+0123', authToken: 'Bearer token-0123456789' },
    list: [{ client_secret: 'secret-0123456789' }],
    password: 'short',
  }
  expect(credentialsIn(asked(body))).toEqual([
    'key-with/"+0123',
    'token-0123456789',
    'secret-0123456789',
  ])
})

it('what only looks like a credential in a body is not hidden', () => {
  const body = {
    prompt_cache_key: 'conversation-0123456789',
    keywords: ['long-enough-keyword'],
    tokenizer: 'tokenizer-0123456789',
    messages: [{ role: 'user', content: '"password": a long-enough question' }],
  }
  expect(credentialsIn(asked(body))).toEqual([])
})

it('the access key id of a signature is one', () => {
  const id = 'AKIDEXAMPLE0123456'
  const value = `AWS4-HMAC-SHA256 Credential=${id}/20260101/us-east-1/bedrock/aws4_request, Signature=0`
  expect(credentialsIn(asked({}, [['authorization', value]]))).toEqual([id])
})

it('a credential in an address is one: of the page that asked, of another answer, of a document, in a form', () => {
  const secret = 'address-key-0123456789'
  const address = `https://a.test/?api_key=${secret}`
  expect(credentialsIn(asked({}, [['Referer', address]]))).toEqual([secret])
  const headers = [['Location', address]] as const
  expect(credentialsIn({ ...asked({}), response: { ...empty, headers } })).toEqual([secret])
  const document = { image_url: { url: `https://b.test/x.png?X-Amz-Signature=${secret}&x=1` } }
  expect(credentialsIn(asked(document))).toEqual([secret])
  const escaped = JSON.stringify(document).replaceAll('/', String.raw`\/`) // as PHP writes it
  for (const text of [escaped, `model=m&api_key=${secret}`]) {
    const body = Buffer.from(text)
    expect(credentialsIn({ request: { ...asked({}).request, body } })).toEqual([secret])
  }
  expect(credentialsIn(asked({ content: `see ${address}` }))).toEqual([])
})

const empty = {
  status: 200,
  statusText: '',
  httpVersion: 'HTTP/1.1',
  headers: [],
  headersAt: 0,
  endedAt: 0,
  raw: [],
  decoded: [],
  complete: true,
}

it('a file that is cut off is called so', () => {
  const whole = JSON.stringify({ log: { entries: [{ request: { method: 'GET', url: 'x' } }] } })
  for (const left of [1, 3, 8, whole.length - 1]) {
    const path = join(temporaryFolder(), 'cut.har')
    writeFileSync(path, whole.slice(0, -left))
    expect(() => readRecordings([path])).toThrow('it is cut off')
  }
})
