/** Headers whose value is a credential, whatever it is. */

const blank = '<redacted>'

const credentialHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
  'api-key',
  'cookie',
])

export function isCredentialHeader(name: string): boolean {
  return credentialHeaders.has(name.toLowerCase())
}

/** What may be shown of a credential: its scheme, and of a signature its scope. */
export function headerBlank(value: string): string {
  if (value.startsWith('AWS4-')) return signatureText(value)
  const scheme = /^(Bearer|Basic|Token) (?=.)/i.exec(value)?.[0] ?? ''
  return value === '' ? value : `${scheme}${blank}`
}

/** SigV4: the algorithm, the scope and the names of the signed headers say what went wrong. */
function signatureText(value: string): string {
  const [algorithm = ''] = value.split(' ', 1)
  const scope = /Credential=[^/,\s]+(\/[A-Za-z0-9_/-]+)/.exec(value)?.[1] ?? ''
  const signed = /SignedHeaders=([A-Za-z0-9;_-]+)/.exec(value)?.[1] ?? ''
  return `${algorithm} Credential=${blank}${scope}, SignedHeaders=${signed}, Signature=${blank}`
}
