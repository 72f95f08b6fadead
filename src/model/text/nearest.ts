import { closest, distance } from 'fastest-levenshtein'

/**
 * The known word that a mistyped one most probably stands for.
 *
 * @returns nothing when none is near: more than a third of the letters, and more than two, differ
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const words = [...known]
  if (words.length === 0) return undefined
  const lower = words.map((one) => one.toLowerCase())
  const near = closest(word.toLowerCase(), lower)
  const best = words[lower.indexOf(near)] ?? near
  const far = distance(word.toLowerCase(), near)
  return far <= Math.max(2, Math.floor(word.length / 3)) && far < best.length ? best : undefined
}

/** `did you mean "x"?`, or the known words when none is near and they are few enough to be read. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  const words = [...known]
  const near = nearest(word, words)
  if (near !== undefined) return `did you mean "${near}"?`
  if (words.length === 0 || words.length > 40) return undefined
  return `known: ${words.join(', ')}`
}
