/** Where instructions and questions stand in a long text: at its beginning and at its end. */

const short = 1200
const head = 400
const tail = 800

/** The text itself when it is short, else its beginning and its end; keeps pattern matching fast. */
export function focus(text: string): string {
  return text.length <= short ? text : `${text.slice(0, head)}\n${text.slice(-tail)}`
}

/** The sentences and lines of a text, overlong ones reduced to their beginning and end. */
export function sentences(text: string): string[] {
  return text.split(/(?<=[.!?。])\s+|\n+/u).map(focus)
}
