/** Fresh words that no model can know and no other request holds. */
import { randomInt } from 'node:crypto'

/** A whole number from 0 up to, but without, `limit`. */
export type RandomInt = (limit: number) => number

/** Letters that read the same in every font and language; no `u`, which keeps rude words out. */
const consonants = 'bdgklmnprstvz'
const vowels = 'aeio'

/** Four syllables and a final consonant: 95 million words. */
const syllables = 4

function pick(letters: string, random: RandomInt): string {
  return letters.charAt(random(letters.length))
}

/**
 * A pronounceable word of nine lower-case letters such as `velmorabi`: a plausible name or code
 * word. No hyphen, digit or capital, which models often rewrite; all of one length, so that none
 * is part of another.
 */
export function nonceText(random: RandomInt = randomInt): string {
  let word = ''
  for (let count = 0; count < syllables; count += 1) {
    word += pick(consonants, random) + pick(vowels, random)
  }
  return word + pick(consonants, random)
}

const likeNonces = new RegExp(
  `(?<![a-z])(?:[${consonants}][${vowels}]){${syllables}}[${consonants}](?![a-z])`,
  'g',
)

/** The words of a text that may be nonces, each once; a model may begin a sentence with one. */
export function likelyNonces(text: string): readonly string[] {
  return [...new Set(text.toLowerCase().match(likeNonces))]
}

/** Draws words, none of them twice. */
export function distinctNonces(random: RandomInt = randomInt): () => string {
  const drawn = new Set<string>()
  const draw = (): string => {
    const word = nonceText(random)
    if (drawn.has(word)) return draw()
    drawn.add(word)
    return word
  }
  return draw
}

/** The word of a name. */
export type Nonces = (name: string) => string

/**
 * Gives each name a word of its own, the same one each time it is asked.
 *
 * @param draw a word that no name has
 */
export function nonces(draw: () => string = distinctNonces()): Nonces {
  const known = new Map<string, string>()
  return (name) => {
    const word = known.get(name) ?? draw()
    known.set(name, word)
    return word
  }
}
