import type { ShownText } from '../../../model/findings/evidence.ts'
import type { HeaderList } from '../../../model/exchange.ts'
import { visible, visibleLines } from '../../../report/text/visible.ts'

/** `text` with at most `most` characters, its middle left out; lines stay lines. */
export function shownText(text: string, most: number): ShownText {
  if (text.length <= most) return { text: visibleLines(text) }
  const head = Math.ceil(most * 0.7)
  const tail = most - head
  const kept = `${text.slice(0, head)}\n…\n${text.slice(-tail)}`
  return { text: visibleLines(kept), omitted: text.length - most }
}

/** Longest shown value of a header. */
const longestHeader = 600
const mostHeaders = 60

/** Headers, made safe to show. */
export function shownHeaders(headers: HeaderList): [string, string][] {
  const shown = headers
    .slice(0, mostHeaders)
    .map(([name, value]): [string, string] => [
      visible(name.slice(0, longestHeader)),
      visible(shortened(value)),
    ])
  const more = headers.length - mostHeaders
  return more > 0 ? [...shown, ['…', `${more} more headers`]] : shown
}

function shortened(value: string): string {
  return value.length <= longestHeader ? value : `${value.slice(0, longestHeader)}…`
}
