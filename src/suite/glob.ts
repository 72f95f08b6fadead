/** Whether `text` matches `pattern`: `*` stands for any run of characters, `?` for one. */
export function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
  const source = escaped.replaceAll(/\*+/g, '.*').replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}
