/** Text in which URLs write characters as percent signs and hexadecimal digits. */

/** The text decoded; one whose percent signs make no sense stays as it is. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
