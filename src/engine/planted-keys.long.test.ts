/**
 * Keys planted by a hostile server: every kind of key, in every form, at every location of an answer,
 * through the whole program. Nothing of them may be in anything that is written or printed.
 */
import { join } from 'node:path'
import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { filesBelow, runProgram, temporaryFolder } from '../cli/testing/program.ts'
import { fakeCredentials, generatedKey } from '../target/testing/keys.ts'
import { forms, locations } from '../wire/testing/planted.ts'
import { listen } from '../wire/testing/raw-server.ts'

interface Kind {
  readonly name: string
  readonly target: string
  readonly env: Readonly<Record<string, string>>
  /** What the server gives away. */
  readonly secrets: readonly string[]
}

const shortTerm = await generatedKey('us-west-2')
const inside = 'BedrockAPIKey-abcd-at-123456789012:Zk8/q+T0uVw1xYz2AbC3dEf4GhI5jKl6MnO7pQr8St='
const longTerm = `ABSK${Buffer.from(inside).toString('base64')}`
const openAi = 'sk-proj-Yw9_kL2-mN8pQ4rS6tV0xZ1bD3fG5hJ7'
const proxy = { user: 'proxyuser-Kd83jX', password: 'pr0xy/Pass+W0rd=Lm29' }
const proxyUrl = `http://${proxy.user}:${encodeURIComponent(proxy.password)}@127.0.0.1:9`

const kinds: readonly Kind[] = [
  {
    name: 'short-term key',
    target: 'bedrock',
    env: { AWS_BEARER_TOKEN_BEDROCK: shortTerm },
    secrets: [shortTerm, fakeCredentials.sessionToken, fakeCredentials.accessKeyId],
  },
  {
    name: 'long-term key',
    target: 'bedrock',
    env: { AWS_BEARER_TOKEN_BEDROCK: longTerm },
    secrets: [longTerm, inside.slice(inside.indexOf(':') + 1)],
  },
  {
    name: 'key of an OpenAI-compatible server',
    target: 'openai-compatible',
    env: { OPENAI_API_KEY: openAi },
    secrets: [openAi, `Bearer ${openAi}`],
  },
  {
    name: 'AWS credentials',
    target: 'bedrock',
    env: {
      AWS_BEARER_TOKEN_BEDROCK: '',
      AWS_ACCESS_KEY_ID: fakeCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: fakeCredentials.secretAccessKey,
      AWS_SESSION_TOKEN: fakeCredentials.sessionToken,
    },
    secrets: Object.values(fakeCredentials),
  },
  {
    name: 'user and password of a proxy',
    target: 'openai-compatible',
    env: { HTTPS_PROXY: proxyUrl },
    secrets: [
      proxy.password,
      proxyUrl,
      `Basic ${Buffer.from(`${proxy.user}:${proxy.password}`).toString('base64')}`,
    ],
  },
]

let planted: () => Buffer
const sockets = new Set<Socket>()
const server: Server = createServer((socket) => {
  sockets.add(socket)
  socket.on('error', () => undefined)
  socket.on('data', () => socket.end(planted()))
})
const endpoint = `http://127.0.0.1:${await listen(server)}`
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

/** What gives no key away: it is the same in all, or the address of a proxy. */
const commonplace = [
  'http://',
  '@127.0.0.1:9',
  'bedrock-api-key-',
  'BedrockAPIKey-',
  'AWS4-HMAC-SHA256',
  '/bedrock/aws4_request',
  'bedrock.amazonaws.com/?Action=CallWithBearerToken',
  // Every short-term key begins with this.
  Buffer.from('bedrock.amazonaws.com/?Action=CallWithBearerToken').toString('base64').slice(0, -4),
]

const runLength = 12

function runs(text: string, length = runLength): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) =>
    text.slice(at, at + length),
  )
}

function codedForms(text: string): string[] {
  const bytes = Buffer.from(text)
  const inner = ['', 'x', 'xy'].map((before) =>
    Buffer.from(`${before}${text}zzz`).toString('base64').slice(4, -8),
  )
  const cases = [text, text.toUpperCase(), text.toLowerCase()]
  return [...cases, bytes.toString('hex'), ...inner].map(folded)
}

/** All that a public text determines of its encodings, and what stands before it in the forms above. */
function harmlessForms(text: string): string[] {
  const inner = ['', 'x', 'xy'].map((before) =>
    Buffer.from(before + text)
      .toString('base64')
      .slice(0, Math.floor((8 * (before + text).length) / 6)),
  )
  return [...codedForms(text), ...[...inner, ...determined(text)].map(folded)]
}

/** Base64 of a text, whatever stands before it: only what the text alone determines. */
function determined(text: string): string[] {
  return ['', 'x', 'xy'].map((before) =>
    Buffer.from(before + text)
      .toString('base64')
      .slice(Math.ceil((8 * before.length) / 6), Math.floor((8 * (before + text).length) / 6)),
  )
}

const folded = (text: string): string => text.replaceAll('-', '+').replaceAll('_', '/')

/** All texts that a reader could make of what was written. */
function readings(written: string): string[] {
  const joined = written.replaceAll(/[\s\0│|]+/g, '')
  const unescape = (text: string): string =>
    text
      .replaceAll(/\\+u([0-9a-fA-F]{4})/g, (_, digits) =>
        String.fromCharCode(Number.parseInt(digits, 16)),
      )
      .replaceAll(/%(?:25)*([0-9a-fA-F]{2})/g, (_, digits) =>
        String.fromCharCode(Number.parseInt(digits, 16)),
      )
      .replaceAll(/&#x([0-9a-fA-F]+);/g, (_, digits) =>
        String.fromCharCode(Number.parseInt(digits, 16) & 0xffff),
      )
      .replaceAll(/&#(\d+);/g, (_, digits) => String.fromCharCode(Number(digits) & 0xffff))
      .replaceAll(
        /&(plus|sol|equals|amp);/g,
        (_, name) => ({ plus: '+', sol: '/', equals: '=', amp: '&' })[String(name)] ?? '',
      )
  const decoded = [...written.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)].map(([text]) =>
    Buffer.from(text, 'base64').toString('latin1').replaceAll('\0', ''),
  )
  const values = [...decoded, written].flatMap((text) => [
    [...text.matchAll(/(?:content|arguments|text|generation)\\*":\s*\\*"([^"\\]*)/g)]
      .map(([, value]) => value)
      .join(''),
    [...text.matchAll(/data: ([^{\\]*)\\n/g)].map(([, value]) => value).join(''),
  ])
  const all = [written, joined, ...decoded, values.join('')]
  return all
    .flatMap((text) => [text, unescape(text), unescape(unescape(unescape(text)))])
    .map(folded)
}

function found(secrets: readonly string[], written: string): string[] {
  // A key holds some of it in base64; base64 of a key holds it in base64 twice.
  const harmless = new Set(
    commonplace
      .flatMap((text) => [text, ...determined(text)])
      .flatMap(harmlessForms)
      .flatMap((text) => runs(text, runLength - 1)),
  )
  // One character of base64 at the seam belongs to both sides.
  const isPublic = (run: string): boolean =>
    [run.slice(1), run.slice(0, -1)].some((part) =>
      runs(part, runLength - 1).every((short) => harmless.has(short)),
    )
  const telling = new Set(
    secrets
      .map((secret) => secret.replace(/^(?:Bearer|Basic) /, ''))
      // Sixteen characters of base64 are twelve of the secret.
      .flatMap((secret) =>
        codedForms(secret).flatMap((text, form) => runs(text, form < 4 ? runLength : 16)),
      )
      .filter((run) => !isPublic(run) && new Set(run).size > 4 && !/\s/.test(run)),
  )
  const begins = new Uint8Array(2 ** 16)
  for (const run of telling) begins[beginning(run, 0)] = 1
  return readings(written).flatMap((text) => {
    const hits: string[] = []
    for (let at = 0; at + runLength <= text.length; at += 1) {
      if (begins[beginning(text, at)] === 0) continue
      const run = text.slice(at, at + runLength)
      if (telling.has(run) || telling.has(text.slice(at, at + 16)))
        hits.push(text.slice(Math.max(0, at - 20), at + 40))
    }
    return hits
  })
}

/** A hash of three characters: most places of a text are passed over by it. */
function beginning(text: string, at: number): number {
  return (
    ((text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)) * 31 + text.charCodeAt(at + 2)) & 0xffff
  )
}

const formList = Object.values(forms)

const locationList = Object.values(locations)

/** Runs the program until each form of each secret was given away at each place of an answer. */
async function everythingWritten(kind: Kind): Promise<string[]> {
  const served = { answers: 0 }
  planted = () => {
    const [location, rest] = divided(served.answers, locationList.length)
    const [form, secret] = divided(rest, formList.length)
    served.answers += 1
    const text = formList[form]?.(kind.secrets[secret % kind.secrets.length] ?? '') ?? ''
    return locationList[location]?.(text) ?? Buffer.alloc(0)
  }
  const written: string[] = []
  const rounds = kind.secrets.length * formList.length * locationList.length
  while (served.answers < rounds) {
    const before = served.answers
    written.push(await writtenByRun(kind))
    if (served.answers === before) throw new Error('The program sent no request.')
  }
  return written
}

function divided(value: number, by: number): [rest: number, whole: number] {
  return [value % by, Math.floor(value / by)]
}

async function writtenByRun(kind: Kind): Promise<string> {
  const folder = temporaryFolder()
  const summary = join(folder, 'summary.md')
  const isBedrock = kind.target === 'bedrock'
  const { stdout, stderr } = await runProgram(
    [
      'run',
      `--target=${kind.target}`,
      `--endpoint=${endpoint}${isBedrock ? '' : '/v1'}`,
      ...(isBedrock ? ['--region=us-west-2'] : []),
      '--case=chat.*',
      '--case=stream.*',
      '--case=converse*.*',
      '--case=invoke*.*',
      `--history=${join(folder, 'history')}`,
      `--report-dir=${folder}`,
      '--timeout=2000',
    ],
    { ...kind.env, AWS_REGION: 'us-west-2', GITHUB_STEP_SUMMARY: summary, GITHUB_ACTIONS: 'true' },
  )
  return [stdout, stderr, ...filesBelow(folder).values()].join('\n')
}

it('finds a planted key, so that finding none means something', () => {
  for (const form of formList) {
    const text = form(openAi).replaceAll('\0', '')
    expect(found([openAi], `{"content":"${text}"}`), text).not.toEqual([])
  }
})

const count = formList.length * locationList.length * kinds.length

describe(`${formList.length} forms × ${locationList.length} locations × ${kinds.length} kinds of key = ${count}`, () => {
  it.each(kinds)(
    'nothing is written of a $name',
    async (kind) => {
      const written = await everythingWritten(kind)
      const hits = written.flatMap((text) => found(kind.secrets, text))
      expect([...new Set(hits)].slice(0, 3)).toEqual([])
    },
    900_000,
  )
})
