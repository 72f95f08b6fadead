import type { HttpRequest } from '../../model/exchange.ts'

/** Headers whose value is a credential. */
const credentialHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'api-key',
  'x-amz-security-token',
])

/** The credentials that captured requests hold; a signature or a placeholder is not one. */
export function requestSecrets(
  requests: readonly Pick<Required<HttpRequest>, 'headers'>[],
): string[] {
  const found = requests.flatMap(({ headers }) =>
    headers.flatMap(([name, value]) => {
      if (!credentialHeaders.has(name.toLowerCase()) || value.startsWith('AWS4-')) return []
      const secret = value.replace(/^(?:Bearer|Basic|Token) +/i, '').trim()
      return isBlank(secret) ? [] : [secret]
    }),
  )
  return [...new Set(found)]
}

/** Placeholders of exporters also occur in responses, so they are not secrets. */
function isBlank(secret: string): boolean {
  return (
    secret.length < 12 || /redacted|sanitized|removed|hidden|dummy|^[<*[{(]|^(.)\1*$/i.test(secret)
  )
}
