/** Well-formed Bedrock keys that are invalid, to test that credentials are refused. */

/** AWS's own example credentials, of no account: IAM User Guide. */
export const unknownCaller = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

export interface Forgery {
  readonly region: string
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  /** Seconds; what AWS's generator allows is at most 43 200. */
  readonly life: number
}

/** AWS's generator makes keys for twelve hours. */
export const usualLife = 43_200

/**
 * A short-term key as AWS's generator makes them (aws-bedrock-token-generator-js, token.ts), signed
 * with fictional credentials.
 */
export async function forgeKey({ region, issuedAt, life }: Forgery): Promise<string> {
  const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@aws-crypto/sha256-js'),
  ])
  const signer = new SignatureV4({
    service: 'bedrock',
    region,
    credentials: unknownCaller,
    sha256: Sha256,
  })
  const hostname = 'bedrock.amazonaws.com'
  const { query } = await signer.presign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname,
      headers: { host: hostname },
      path: '/',
      query: { Action: 'CallWithBearerToken' },
    },
    { signingDate: new Date(issuedAt), expiresIn: life },
  )
  const pairs = Object.entries(query ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  const url = `${hostname}/?${pairs.join('&')}&Version=1`
  return `bedrock-api-key-${Buffer.from(url, 'utf8').toString('base64')}`
}
