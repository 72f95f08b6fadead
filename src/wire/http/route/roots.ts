/** Certificate authorities: the usual roots and those that the user's environment adds. */
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'

/**
 * Variables that name a PEM file. Node reads the first itself, but only while no other authorities
 * are given; OpenSSL, the AWS SDKs, Python's requests and curl read the others. All of them add to
 * the usual roots here, because a user who set one for another tool still wants AWS to work.
 */
const variables = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'AWS_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
] as const

export interface Roots {
  /** PEM texts; absent when nothing is added and Node's own default serves. */
  readonly ca?: readonly string[]
  /** One sentence for each file that could not be used. */
  readonly problems: readonly string[]
}

/** Reads the authorities that `env` adds. A file that cannot be read is a problem, not an error. */
export function trustedRoots(env: NodeJS.ProcessEnv): Roots {
  const problems: string[] = []
  const added = new Map<string, string>()
  for (const variable of variables) {
    const file = env[variable]
    if (file === undefined || file === '' || added.has(file)) continue
    const pem = readPem(file)
    if (pem === undefined)
      problems.push(`${variable} names ${file}, which is no readable PEM file.`)
    else added.set(file, pem)
  }
  return added.size === 0 ? { problems } : { ca: [...defaultRoots(), ...added.values()], problems }
}

function readPem(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return text.includes('-----BEGIN ') ? text : undefined
  } catch {
    return undefined
  }
}

/** Node 22.15 and later know what the default is, `--use-system-ca` included. */
function defaultRoots(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] }
  return getCACertificates?.('default') ?? tls.rootCertificates
}
