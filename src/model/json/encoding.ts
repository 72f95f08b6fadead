/** Why a file of JSON cannot be read, as far as its first bytes show it. */

/** `empty`, `utf-16` (as Windows PowerShell writes with `>`), or nothing that the first bytes show. */
export function unreadableAs(start: Uint8Array | undefined): 'empty' | 'utf-16' | undefined {
  if (start === undefined || start.length === 0) return 'empty'
  const [first = 1, second = 1] = start
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  // No text of JSON in UTF-8 holds a null byte; two of them are left where a machine lost its power.
  return isMarked || (first === 0) !== (second === 0) ? 'utf-16' : undefined
}
