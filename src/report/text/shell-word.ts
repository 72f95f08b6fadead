/** `value` as one word of a POSIX shell. One rule (POSIX shell, section 2.2.2), so not a library. */
export function shellQuoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}
