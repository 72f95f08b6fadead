/** What carries a credential, by its name. */

/** The names that Portkey's gateway is routed by begin with a product that ends in "key". */
const productName = /^(?:x-)?portkey-(?!config$)/i

/** Not an author, an `:authority`, or `www-authenticate`, which asks for one. */
const credentialWord =
  /auth(?!or(?!iz)|enticate$)|key|token|secret|pass|pwd|^sig$|cookie|credential|signature/i

/** Whether a header, a parameter or a member of that name may carry a credential, by its name. */
export function namesCredential(name: string): boolean {
  return credentialWord.test(name.replace(productName, ''))
}

/** Headers that count tokens, say what a browser may send, or name a request. */
const plainHeader = /rate-?limit|token-count|-tokens$|^access-control-|^(?:x-)?idempotency-key$/i

/** Whether the value of a header is a credential, whatever it is; also of cookies. */
export function isCredentialHeader(name: string): boolean {
  return namesCredential(name) && !plainHeader.test(name)
}

/** What only keys look like: of OpenAI, GitHub, Bedrock and AWS, and JSON Web Tokens. */
const keyShape =
  /\b(?:(?:sk-|gh[pousr]_|bedrock-api-key-|eyJ)[\w+/=.-]{8,}|ABSK[\w+/=-]{20,}|(?:AKIA|ASIA)[A-Z0-9]{12,})/g

/** `text` without keys that were typed where a name or a choice belongs. */
export function withoutKeys(text: string): string {
  return text.replaceAll(keyShape, '<redacted>')
}
