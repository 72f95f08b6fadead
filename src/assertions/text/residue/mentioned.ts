/** Tokens and tags of templates that a model writes about: they are words of what it says, and no server left them there. */

/** Characters around a token that tell. */
const reach = 6

/** A word, and a blank: what a server leaves begins a text, or follows the end of a sentence or a mark. */
const before = /[\p{L}\d,:;] ["'“‘(*_]{0,4}$/u

/** The sentence goes on or ends; what a server leaves ends a text, or has the next turn behind it. */
const after = /^["'”’)*_]{0,4}(?:[.,;:!?]| [^\s<[])/u

/** Whether the token stands in its text as a word of a sentence. */
export function isWordOfSentence(text: string, { index, 0: token }: RegExpExecArray): boolean {
  const end = index + token.length
  return (
    before.test(text.slice(Math.max(0, index - reach), index)) &&
    after.test(text.slice(end, end + reach))
  )
}

/** The end of a string of JSON, with line breaks before it. */
const endOfString = /^(?:\\[nr]|\s){0,4}"/u

/**
 * Whether the token stands within a string of the arguments of a call, as in a file that is written.
 *
 * @param args arguments that are JSON
 */
export function isWithinString(args: string, { index, 0: token }: RegExpExecArray): boolean {
  const end = index + token.length
  return !endOfString.test(args.slice(end, end + 10))
}
