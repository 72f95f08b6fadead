import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, it } from 'vitest'
import type { HeaderList, HttpRequest } from '../../../model/exchange.ts'
import { sign } from './sigv4.ts'
import { fakeCredentials } from '../../testing/keys.ts'

const at = new Date(Date.UTC(2026, 10, 22, 1, 2, 43))
const scope = { credentials: fakeCredentials, region: 'us-east-2', service: 'bedrock', at }

interface Captured {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Headers of the SDK alone, and those that we leave unsigned because proxies may change them. */
const unsigned = [
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'content-length',
  'user-agent',
  'x-amz-user-agent',
]

/** One Converse request as the official client signs it; it is caught before it is sent. */
async function signedByAws(): Promise<Captured> {
  let captured: Captured | undefined
  const client = new BedrockRuntimeClient({
    region: scope.region,
    credentials: { ...fakeCredentials },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: unknown) => {
        captured = request as Captured
        throw new Error('not sent')
      },
    },
  })
  type Handler = (args: { request: unknown; input: never }) => Promise<never>
  const fewerHeaders = (next: Handler): Handler => {
    return async (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      for (const name of unsigned) delete headers[name]
      return next(args)
    }
  }
  client.middlewareStack.addRelativeTo(fewerHeaders as never, {
    relation: 'before',
    toMiddleware: 'httpSigningMiddleware',
  })
  const message = { role: 'user' as const, content: [{ text: 'Grüße' }] }
  const modelId = 'us.meta.llama3-1-8b-instruct-v1:0'
  await expect(client.send(new ConverseCommand({ modelId, messages: [message] }))).rejects.toThrow(
    'not sent',
  )
  client.destroy()
  if (captured === undefined) throw new Error('nothing was caught')
  return captured
}

function amzTime(text: string): Date {
  return new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

function header(headers: HeaderList, name: string): string {
  return headers.find(([given]) => given === name)?.[1] ?? ''
}

function signatureOf(authorization: string): string {
  return /Signature=([0-9a-f]{64})$/.exec(authorization)?.[1] ?? 'no signature'
}

const request: HttpRequest = {
  method: 'POST',
  url: 'https://bedrock-runtime.us-east-2.amazonaws.com/model/us.meta.llama3-1-8b-instruct-v1:0/converse',
  headers: [
    ['Content-Type', 'application/json'],
    ['accept', 'text/plain'],
  ],
  body: new TextEncoder().encode('{"messages":[{"role":"user","content":[{"text":"Grüße"}]}]}'),
}

describe('sign', () => {
  it('gives the signature that the official client gives to the same request', async () => {
    const { method, path, headers, body } = await signedByAws()
    expect(path).toContain('%3A0/converse')
    const url = `https://${headers['host']}${path}`
    const type: HeaderList = [['Content-Type', headers['content-type'] ?? '']]
    const given = {
      method,
      url,
      headers: [...type, ['accept', '*/*'] as const],
      body: toBytes(body),
    }
    const ours = await sign(given, { ...scope, at: amzTime(headers['x-amz-date'] ?? '') })
    const theirs = Object.entries(headers).filter(
      ([name]) => !['host', 'content-type'].includes(name),
    )
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs))
    expect(headers['authorization']).toContain(
      'SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token,',
    )
  })

  it('changes with every part that is signed', async () => {
    const variants: HttpRequest[] = [
      request,
      { ...request, method: 'PUT' },
      { ...request, url: `${request.url}?a=b` },
      { ...request, headers: [['content-type', 'text/plain']] },
      { ...request, body: new Uint8Array() },
    ]
    const signatures = await Promise.all(
      variants.map(async (one) => signatureOf(header(await sign(one, scope), 'authorization'))),
    )
    expect(new Set(signatures).size).toBe(variants.length)
  })
})

function toBytes(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body
}
