/** An answer that lacks a text: where all but single characters of it came, the first that differs is named. */
import { finding, type Finding } from '../../model/findings/finding.ts'
import { excerpt } from '../evidence/excerpt.ts'

/** What a text is in ASCII; marks of tokenizers are the blanks that they stand for. */
function plain(text: string): string {
  return text
    .replaceAll(/[▁Ġ]/gu, ' ')
    .normalize('NFKD')
    .replaceAll(/[^!-~\s]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/** The finding that a text is missing. @param wanted as it is looked for @param nearest what is shown of the answer */
export function lacking(
  { wanted, expected }: { readonly wanted: string; readonly expected: string },
  text: string,
  nearest = text,
): Finding {
  const message = 'The answer lacks what it must say.'
  const exchanged = exchangedIn(wanted, text)
  const received =
    exchanged === undefined ? excerpt(nearest) : `${exchanged}: ${excerpt(nearest, 100)}`
  return finding('text.missing', message, expected, received)
}

/** Characters of an answer that is looked through once for each character of the text. */
const longest = 20_000

function exchangedIn(wanted: string, text: string): string | undefined {
  if (text.length > longest) return undefined
  const letters = plain(wanted)
  if (letters.length < wanted.length / 2 || !plain(text).includes(letters)) return undefined
  const characters = [...wanted]
  const begun = characters.findLastIndex((_, at) => text.includes(characters.slice(0, at).join('')))
  const beginning = characters.slice(0, Math.max(begun, 0)).join('')
  const [came] = text.slice(text.indexOf(beginning) + beginning.length)
  return `${codePoint(came)} in place of ${codePoint(characters[begun])}`
}

function codePoint(character: string | undefined): string {
  if (character === undefined) return 'nothing'
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase()
  return `U+${code.padStart(4, '0')}`
}
