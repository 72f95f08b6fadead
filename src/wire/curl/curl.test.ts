import type { HttpRequest } from '../../model/exchange.ts'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { toCurl } from './curl.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const request = (members: Partial<Required<HttpRequest>> = {}): Required<HttpRequest> => ({
  method: 'POST',
  url: 'http://localhost:8321/v1/chat/completions',
  headers: [
    ['host', 'localhost:8321'],
    ['connection', 'keep-alive'],
    ['content-type', 'application/json'],
    ['authorization', 'Bearer <redacted>'],
    ['content-length', '13'],
  ],
  body: encode('{"model":"m"}'),
  ...members,
})

it('is what a person would type', () => {
  expect(toCurl(request())).toBe(
    `curl 'http://localhost:8321/v1/chat/completions' -H 'content-type: application/json' -H "authorization: Bearer $API_KEY" --data-raw '{"model":"m"}'`,
  )
})

it('names no variable of another server where the key has none', () => {
  expect(toCurl(request())).not.toContain('BEDROCK')
})

it('reads a body over 2 kB from the file, and a shorter one from the command', () => {
  const long = request({ body: encode('x'.repeat(2049)) })
  expect(toCurl(long, { bodyFile: 'wire/a.body' })).toMatch(/ --data-binary '@wire\/a\.body'$/)
  expect(toCurl(request(), { bodyFile: 'wire/a.body' })).toContain('--data-raw')
})

it('puts the variable in place of any credential header', () => {
  const keyed = request({ headers: [['x-api-key', '<redacted>']] })
  expect(toCurl(keyed, { tokenVariable: 'OPENAI_API_KEY' })).toContain(
    '-H "x-api-key: $OPENAI_API_KEY"',
  )
})

it('takes the name of the token variable', () => {
  expect(toCurl(request(), { tokenVariable: 'OPENAI_API_KEY' })).toContain(
    'Bearer $OPENAI_API_KEY"',
  )
})

it.each([
  ['a body that asks for a stream', request({ body: encode('{"stream": true}') })],
  ['ConverseStream', request({ url: 'https://h/model/x%3A0/converse-stream' })],
  ['an accept header', request({ headers: [['accept', 'text/event-stream']] })],
])('does not buffer for %s', (_, streamed) => {
  expect(toCurl(streamed)).toMatch(/^curl -N /)
})

it('leaves -N out otherwise', () => {
  expect(toCurl(request({ body: encode('{"stream":false}') }))).not.toContain('-N')
})

it('signs anew where the request was signed', () => {
  const command = toCurl(
    request({
      headers: [
        [
          'authorization',
          'AWS4-HMAC-SHA256 Credential=<redacted>/20261122/eu-west-1/bedrock/aws4_request, SignedHeaders=host, Signature=<redacted>',
        ],
        ['x-amz-date', '20261122T010203Z'],
        ['x-amz-security-token', '<redacted>'],
      ],
    }),
  )
  expect(command).toContain(`--aws-sigv4 'aws:amz:eu-west-1:bedrock'`)
  expect(command).toContain('"x-amz-security-token: $AWS_SESSION_TOKEN"')
  expect(command).not.toMatch(/x-amz-date|redacted/)
})

describe('in a shell', () => {
  it.each([
    ['quotes', `it's "quoted" \`and\` $HOME \\ !`],
    ['line feeds', 'a\nb\n'],
    ['a leading at sign', '@/etc/passwd'],
    ['text of many scripts', 'größe 😀 日本'],
  ])('curl gets a body with %s as it was', (_, text) => {
    const { args } = run(request({ body: encode(text) }))
    expect(args[args.indexOf('--data-raw') + 1]).toBe(text)
  })

  it.each([
    ['control characters', Uint8Array.of(97, 0, 13, 27, 9)],
    ['bytes that are no UTF-8', Uint8Array.of(255, 254, 0, 39)],
    ['more bytes than an argument holds', encode(`it's ${'x'.repeat(101_000)}`)],
  ])('curl reads a body with %s from its input', (_, body) => {
    const { args, input } = run(request({ body }))
    expect(args.slice(-2)).toEqual(['--data-binary', '@-'])
    expect(Buffer.compare(input, body)).toBe(0)
  })

  it('the token comes from the environment', () => {
    expect(run(request()).args).toContain('authorization: Bearer from-environment')
  })

  it('URL, method and odd headers arrive whole', () => {
    const { args } = run(
      request({
        method: 'DELETE',
        url: `http://h/a/../b?x=[1]&y='$z'`,
        headers: [
          ['x-empty', ''],
          ['x-odd', `'"$(id)`],
        ],
        body: encode(''),
      }),
    )
    expect(args).toEqual([
      '--globoff',
      '--path-as-is',
      '-X',
      'DELETE',
      `http://h/a/../b?x=[1]&y='$z'`,
      '-H',
      'x-empty;',
      '-H',
      `x-odd: '"$(id)`,
    ])
  })

  it('a body without a type gets none', () => {
    expect(run(request({ headers: [] })).args).toContain('content-type:')
  })
})

/** Runs the command with a `curl` that only shows what it was given. */
function run(wire: Required<HttpRequest>): { readonly args: string[]; readonly input: Buffer } {
  const piped = toCurl(wire).startsWith('printf')
  const script = `curl() { for a in "$@"; do printf '%s\\0' "$a"; done; ${piped ? 'cat; ' : ''}}\n${toCurl(wire)}`
  const env = { PATH: process.env['PATH'], API_KEY: 'from-environment' }
  const output = execFileSync('/bin/sh', ['-s'], { env, input: script, maxBuffer: 1 << 24 })
  const args: string[] = []
  let rest = output
  while (piped ? args.at(-1) !== '@-' : rest.includes(0)) {
    const end = rest.indexOf(0)
    args.push(rest.subarray(0, end).toString())
    rest = rest.subarray(end + 1)
  }
  return { args, input: rest }
}
