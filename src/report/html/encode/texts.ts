import { visible } from '../../text/visible.ts'

/** Makes a text safe to show, with at most `most` characters: its middle is left out. */
export type Shown = (text: string, most: number) => string

/** @param clean removes secrets; before the text is cut, since a part of a secret is not recognised */
export function shownBy(clean: (text: string) => string): Shown {
  return (text, most) => {
    const whole = clean(text)
    if (whole.length <= most) return visible(whole)
    const head = Math.ceil(most * 0.6)
    const tail = most - head
    const left = ` …${whole.length - most} more… `
    return visible(whole.slice(0, head) + left + whole.slice(-tail))
  }
}
