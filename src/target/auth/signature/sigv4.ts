/** Signature Version 4 of a request, as AWS's own clients do it. */
import type { HeaderList, HttpRequest } from '../../../model/exchange.ts'
import type { AwsCredentials } from '../credentials.ts'

export interface SigningScope {
  readonly credentials: AwsCredentials
  readonly region: string
  readonly service: string
  readonly at: Date
}

/** Signed besides the x-amz ones: what lies between us and AWS leaves these as they are. */
const signedHeaders: ReadonlySet<string> = new Set(['content-type'])

/**
 * The headers that sign a request: `authorization`, `x-amz-date`, `x-amz-content-sha256` and, with
 * temporary credentials, `x-amz-security-token`. The path of the URL is encoded once
 * more, as all services but S3 demand (AWS General Reference, create a canonical request).
 */
export async function sign(request: HttpRequest, scope: SigningScope): Promise<HeaderList> {
  const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@aws-crypto/sha256-js'),
  ])
  const { credentials, region, service } = scope
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 })
  const url = new URL(request.url)
  const before = headersToSign(request.headers, url.host)
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: before,
      body: request.body ?? new Uint8Array(),
    },
    { signingDate: scope.at },
  )
  return Object.entries(signed.headers).filter(([name]) => !(name in before))
}

function headersToSign(headers: HeaderList, host: string): Record<string, string> {
  const chosen: Record<string, string> = { host }
  for (const [given, value] of headers) {
    const name = given.toLowerCase()
    if (!signedHeaders.has(name) && !name.startsWith('x-amz')) continue
    chosen[name] = name in chosen ? `${chosen[name]},${value}` : value
  }
  return chosen
}

function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const name of new Set(url.searchParams.keys())) {
    const [first = '', ...more] = url.searchParams.getAll(name)
    query[name] = more.length === 0 ? first : [first, ...more]
  }
  return query
}
