/** Short quotations for findings. */
import { jsonBeginning } from '../../model/json/beginning.ts'

/** Longest excerpt that a finding shows, in UTF-16 units: it must fit on two terminal lines. */
const longest = 160

/** A value as one line of at most 160 units; text is quoted as JSON, nothing is `nothing`. */
export function excerpt(value: unknown, limit: number = longest): string {
  if (value === undefined) return 'nothing'
  return shorten(jsonBeginning(value, limit + 1), limit)
}

/** The beginning of a body as it stands, with line ends made visible. */
export function bodyExcerpt(text: string, limit: number = longest): string {
  if (text === '') return 'an empty body'
  return shorten(
    JSON.stringify(text.slice(0, limit * 2))
      .slice(1, -1)
      .replaceAll('\\"', '"'),
    limit,
  )
}

/** A place in a text with what stands around it. */
export function around(text: string, index: number, length = 1): string {
  const start = Math.max(0, index - 40)
  const end = Math.min(text.length, index + length + 40)
  const before = start > 0 ? '…' : ''
  const after = end < text.length ? '…' : ''
  return before + JSON.stringify(text.slice(start, end)).slice(1, -1) + after
}

function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}
