/**
 * Whether the whole of `text` fits `pattern`, in which `*` stands for any run of characters and `?`
 * for one. Not a library: theirs are for paths, in which `/`, dots and braces mean something.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let resumed = 0
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern
      inPattern += 1
      resumed = at
    } else if (pattern[inPattern] === '?' || pattern[inPattern] === text[at]) {
      inPattern += 1
      at += 1
    } else {
      if (star < 0) return false
      // The last star takes one character more.
      inPattern = star + 1
      resumed += 1
      at = resumed
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1
  return inPattern === pattern.length
}
