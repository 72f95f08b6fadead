/** Errors of the TLS layer in words. */

/** OpenSSL verification codes as Node names them (node:tls, "X509 certificate error codes"). */
const certificateErrors: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet (or the clock here is wrong)'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed and not trusted here'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate comes from an authority that is not trusted here'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate comes from an authority unknown here'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'the chain of its certificate is incomplete'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate comes from an authority unknown here'],
  ['CERT_UNTRUSTED', 'its certificate is not trusted here'],
  ['CERT_REJECTED', 'its certificate is rejected here'],
  ['CERT_REVOKED', 'its certificate is revoked'],
  ['CERT_SIGNATURE_FAILURE', 'the signature of its certificate is wrong'],
  ['CERT_CHAIN_TOO_LONG', 'the chain of its certificate is too long'],
  ['INVALID_CA', 'an authority in its chain may not sign certificates'],
  ['INVALID_PURPOSE', 'its certificate is not meant for servers'],
  ['HOSTNAME_MISMATCH', 'its certificate is for another host name'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host name'],
])

/** What OpenSSL reports when the answer to a ClientHello is no TLS record. */
const notTls =
  /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LENGTH|HTTP_REQUEST|wrong version number|packet length too long/i

/** The two sides have no protocol version in common. */
const versions =
  /UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|NO_PROTOCOLS_AVAILABLE|VERSION_TOO_LOW/i

/** Why the TLS layer failed, as the end of a sentence; undefined when it is no TLS error. */
export function tlsReason(code: string, message: string): string | undefined {
  const certificate = certificateErrors.get(code)
  if (certificate !== undefined) return certificate
  const both = `${code} ${message}`
  if (notTls.test(both)) return 'it does not speak TLS there (plain http on an https port)'
  if (versions.test(both)) return 'it speaks only TLS versions that are not supported here'
  if (/CERTIFICATE_REQUIRED/i.test(both)) return 'it demands a client certificate'
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') {
    return `the handshake failed (${code})`
  }
  return undefined
}
