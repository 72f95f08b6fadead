/** Certificates made on the location. */
import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

function createKeys(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

/** One for all servers: making keys takes longer than the tests that need them. */
let serverKeys: ReturnType<typeof createKeys> | undefined

/** An authority that can sign, as the tests' own root. */
export function createAuthority(): Certificate {
  return issue({ name: 'Test Authority', authority: true })
}

/**
 * A server certificate.
 *
 * @param issuer signs it; without one it signs itself
 * @param days how long it is valid from yesterday on; negative: it ended that many days ago
 */
export function createCertificate(options: {
  readonly name: string
  readonly issuer?: Certificate
  readonly days?: number
}): Certificate {
  return issue(options)
}

function issue({
  name,
  issuer,
  days = 30,
  authority = false,
}: {
  name: string
  issuer?: Certificate
  days?: number
  authority?: boolean
}): Certificate {
  const pair = authority ? createKeys() : (serverKeys ??= createKeys())
  const certificate = forge.pki.createCertificate()
  const day = 24 * 60 * 60 * 1000
  const end = Date.now() + days * day
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey)
  certificate.serialNumber = `01${Math.floor(Math.random() * 2 ** 31).toString(16)}`
  certificate.validity.notBefore = new Date(Math.min(Date.now(), end) - day)
  certificate.validity.notAfter = new Date(end)
  certificate.setSubject([{ name: 'commonName', value: name }])
  const parent = issuer && forge.pki.certificateFromPem(issuer.cert)
  certificate.setIssuer(parent?.subject.attributes ?? [{ name: 'commonName', value: name }])
  certificate.setExtensions([
    { name: 'basicConstraints', cA: authority },
    authority
      ? { name: 'keyUsage', keyCertSign: true, digitalSignature: true }
      : { name: 'subjectAltName', altNames: [altName(name)] },
  ])
  const signer = forge.pki.privateKeyFromPem(issuer?.key ?? pair.privateKey)
  certificate.sign(signer, forge.md.sha256.create())
  return { key: pair.privateKey, cert: forge.pki.certificateToPem(certificate) }
}

/** X.509 general names: 7 is an address, 2 a host name. */
function altName(name: string): object {
  return /^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name }
}
