/** Checks an `Authorization: AWS4-HMAC-SHA256 …` header against the made-up account. */
import type { Call } from '../call.ts'
import type { Failure } from '../answer.ts'
import { fakeAccessKeyId, fakeSecretAccessKey } from './credentials.ts'
import { parseAmzDate, sameSignature, sha256Hex, signature } from './sigv4.ts'

/** How far the client's clock may be off: five minutes. */
const skewMs = 5 * 60 * 1000

const headerPattern =
  /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})\s*$/u

/** Why a signed request is refused; undefined when the signature is right. */
export function signedProblem(call: Call, authorization: string): Failure | undefined {
  const match = headerPattern.exec(authorization)
  const [accessKey, day, region, service, ending] = (match?.[1] ?? '').split('/')
  if (!match || ending !== 'aws4_request' || day === undefined) {
    return failure(call, 'IncompleteSignatureException', 'Authorization header is incomplete.')
  }
  if (accessKey !== fakeAccessKeyId) {
    return failure(
      call,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    )
  }
  const services = call.endpoint === 'mantle' ? ['bedrock', 'bedrock-mantle'] : ['bedrock']
  if (region !== call.region || service === undefined || !services.includes(service)) {
    return failure(
      call,
      'InvalidSignatureException',
      'Credential should be scoped to a valid region.',
    )
  }
  const date = String(call.headers['x-amz-date'] ?? '')
  const off = Math.abs(parseAmzDate(date) - Date.now())
  if (!(off <= skewMs) || !date.startsWith(day)) {
    return failure(
      call,
      'InvalidSignatureException',
      `Signature expired: ${date} is too far from now.`,
    )
  }
  const names = (match[2] ?? '').split(';')
  const expected = expectedSignature(call, names, { date, region, service })
  // Over HTTP/2 the AWS SDK signs `:authority` in place of `host`.
  const hosted = names.includes('host') || names.includes(':authority')
  const right = hosted && sameSignature(expected, match[3] ?? '')
  return right ? undefined : failure(call, 'InvalidSignatureException', mismatch)
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

function expectedSignature(
  call: Call,
  names: readonly string[],
  scope: { readonly date: string; readonly region: string; readonly service: string },
): string {
  const [path = '/'] = call.target.split('?')
  const signable = {
    method: call.method,
    path,
    query: [...call.query],
    headers: names.map((name) => [name, String(call.headers[name] ?? '')] as const),
    payloadHash: sha256Hex(call.body),
  }
  return signature(signable, scope, fakeSecretAccessKey)
}

function failure(call: Call, exception: string, message: string): Failure {
  const status = call.endpoint === 'mantle' ? 401 : 403
  return { status, kind: 'auth', message, exception }
}
