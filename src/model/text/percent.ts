/** Text in which URLs write characters as percent signs and hexadecimal digits. */

/** The text decoded; one whose percent signs make no sense stays as it is. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The text as one label of a path. A server may name a thing with half of a surrogate pair. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'))
}
