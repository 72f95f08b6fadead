/**
 * Whether the whole of `text` fits `pattern`, in which `*` stands for any run of characters and `?`
 * for one. Not a library: theirs are for paths, in which `/`, dots and braces mean something.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*')
  if (star === -1) return pattern.length === text.length && fitsAt(pattern, text, 0)
  const lastStar = pattern.lastIndexOf('*')
  const end = text.length - (pattern.length - lastStar - 1)
  if (end < star || !fitsAt(pattern.slice(0, star), text, 0)) return false
  if (!fitsAt(pattern.slice(lastStar + 1), text, end)) return false
  let at = star
  for (const part of star === lastStar ? [] : pattern.slice(star + 1, lastStar).split('*')) {
    const found = firstFit(part, text, at)
    if (found === -1) return false
    at = found + part.length
  }
  return at <= end
}

/** Where a part without stars first fits, from `from` on; -1 for nowhere. */
function firstFit(part: string, text: string, from: number): number {
  if (!part.includes('?')) return text.indexOf(part, from)
  for (let at = from; at + part.length <= text.length; at += 1) {
    if (fitsAt(part, text, at)) return at
  }
  return -1
}

/** Whether a part without stars fits what stands at `at`. */
function fitsAt(part: string, text: string, at: number): boolean {
  if (!part.includes('?')) return text.startsWith(part, at)
  if (at + part.length > text.length) return false
  for (let offset = 0; offset < part.length; offset += 1) {
    if (part[offset] !== '?' && part[offset] !== text[at + offset]) return false
  }
  return true
}
