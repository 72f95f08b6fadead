/** A certificate authority made on the fly: it signs for as long as the process lives. */
import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

/** What a TLS server shows: its certificate and the authority's, and its private key. */
interface Credentials {
  readonly cert: string
  readonly key: string
}

export interface Authority {
  /** The authority's own certificate as PEM: the certificate that clients must trust. */
  readonly certificate: string
  /** Credentials for a host name, made on first use. */
  readonly issue: (host: string) => Credentials
}

/** A day of grace behind, for clocks that are slow; and longer than any run lasts. */
const validity = { daysBehind: 1, daysAhead: 30 }

interface KeyPair {
  readonly publicKey: forge.pki.rsa.PublicKey
  readonly privateKey: forge.pki.rsa.PrivateKey
  readonly pem: string
}

/**
 * Makes an authority whose certificates satisfy RFC 5280 as strictly as Python 3.13 reads it
 * (`VERIFY_X509_STRICT`): CA:TRUE and keyCertSign, both critical, and key identifiers on both sides.
 * Its private key exists in memory only.
 */
export async function createAuthority(): Promise<Authority> {
  // One key serves all hosts: making one takes longer than a handshake.
  const [own, leafKeys] = await Promise.all([createKeys(), createKeys()])
  const subject = [{ name: 'commonName', value: 'bedrock-conformance reference (loopback only)' }]
  const root = unsigned(own, subject, subject)
  root.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ])
  root.sign(own.privateKey, forge.md.sha256.create())
  const certificate = forge.pki.certificateToPem(root)
  const issued = new Map<string, Credentials>()
  const issue = (host: string): Credentials => {
    const known = issued.get(host)
    if (known !== undefined) return known
    const leaf = unsigned(leafKeys, [{ name: 'commonName', value: host.slice(0, 64) }], subject)
    leaf.setExtensions(leafExtensions(host, root))
    leaf.sign(own.privateKey, forge.md.sha256.create())
    const made = { cert: forge.pki.certificateToPem(leaf) + certificate, key: leafKeys.pem }
    issued.set(host, made)
    return made
  }
  return { certificate, issue }
}

async function createKeys(): Promise<KeyPair> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    publicKey: forge.pki.publicKeyFromPem(pair.publicKey),
    privateKey: forge.pki.privateKeyFromPem(pair.privateKey),
    pem: pair.privateKey,
  }
}

function unsigned(
  keys: KeyPair,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
): forge.pki.Certificate {
  const day = 24 * 60 * 60 * 1000
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = keys.publicKey
  // RFC 5280 section 4.1.2.2: positive, at most 20 octets.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = new Date(Date.now() - validity.daysBehind * day)
  certificate.validity.notAfter = new Date(Date.now() + validity.daysAhead * day)
  certificate.setSubject(subject)
  certificate.setIssuer(issuer)
  return certificate
}

function leafExtensions(host: string, root: forge.pki.Certificate): unknown[] {
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    { name: 'subjectKeyIdentifier' },
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: root.generateSubjectKeyIdentifier().getBytes(),
    },
  ]
}
