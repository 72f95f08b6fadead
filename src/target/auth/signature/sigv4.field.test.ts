/** A second opinion on signatures; it needs a python3 with botocore. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { HeaderList, HttpRequest } from '../../../model/exchange.ts'
import { sign } from './sigv4.ts'
import { fakeCredentials } from '../../testing/keys.ts'

const at = new Date(Date.UTC(2026, 10, 22, 1, 2, 43))
const scope = { credentials: fakeCredentials, region: 'us-east-2', service: 'bedrock', at }

function header(headers: HeaderList, name: string): string {
  return headers.find(([given]) => given === name)?.[1] ?? ''
}

function signatureOf(authorization: string): string {
  return /Signature=([0-9a-f]{64})$/.exec(authorization)?.[1] ?? 'no signature'
}

/** Recomputes the signature with botocore, from the request as it would arrive. */
const checker = `
import sys, json, base64
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
import botocore.auth, datetime
given = json.load(sys.stdin)
class Fixed(SigV4Auth):
    def _modify_request_before_signing(self, request):
        pass
    def _inject_signature_to_request(self, request, signature):
        request.headers['Signature'] = signature
        return request
out = []
for one in given:
    request = AWSRequest(one['method'], one['url'], headers=dict(one['headers']), data=base64.b64decode(one['body']))
    request.context['timestamp'] = one['timestamp']
    signer = Fixed(Credentials(**one['credentials']), 'bedrock', one['region'])
    canonical = signer.canonical_request(request)
    out.append(signer.signature(signer.string_to_sign(request, canonical), request))
print(json.dumps(out))
`

const requests: HttpRequest[] = [
  ...['us.meta.llama3-1-8b-instruct-v1:0', 'us.meta.llama3-1-8b-instruct-v1%3A0'].map((id) => ({
    method: 'POST',
    url: `https://bedrock-runtime.us-east-2.amazonaws.com/model/${id}/converse`,
    headers: [
      ['Content-Type', 'application/json'],
      ['accept', 'text/plain'],
    ] as HeaderList,
    body: new TextEncoder().encode('{"messages":[{"role":"user","content":[{"text":"Grüße"}]}]}'),
  })),
  {
    method: 'GET',
    url: 'https://bedrock.us-east-2.amazonaws.com/inference-profiles?maxResults=10&type=SYSTEM_DEFINED&nextToken=a%2Fb%3D',
    headers: [],
    body: new Uint8Array(),
  },
  {
    method: 'POST',
    url: 'http://127.0.0.1:8080/us-east-2/model/arn%3Aaws%3Abedrock%3A%3A%3Afoundation-model%2Fx/invoke',
    headers: [['x-amzn-bedrock-trace', '  ENABLED   FULL ']],
    body: new TextEncoder().encode('{}'),
  },
]

describe('sign, checked by botocore of python3', () => {
  it('is accepted for raw and encoded paths, queries, ports, blanks and empty bodies', async () => {
    const signed = await Promise.all(requests.map(async (request) => sign(request, scope)))
    const input = requests.map((request, index) => {
      const added = signed[index] ?? []
      const names =
        /SignedHeaders=([^,]+),/.exec(header(added, 'authorization'))?.[1]?.split(';') ?? []
      const all = [...request.headers, ...added, ['host', new URL(request.url).host] as const]
      return {
        method: request.method,
        url: request.url,
        headers: all.filter(([name]) => names.includes(name.toLowerCase())),
        body: Buffer.from(request.body ?? '').toString('base64'),
        timestamp: header(added, 'x-amz-date'),
        region: scope.region,
        credentials: {
          access_key: fakeCredentials.accessKeyId,
          secret_key: fakeCredentials.secretAccessKey,
          token: fakeCredentials.sessionToken,
        },
      }
    })
    const output = execFileSync('python3', ['-c', checker], { input: JSON.stringify(input) })
    const ours = signed.map((added) => signatureOf(header(added, 'authorization')))
    expect(JSON.parse(output.toString())).toEqual(ours)
  })
})
