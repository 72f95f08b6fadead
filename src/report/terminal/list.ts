/** The table that `list` prints. */
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'
import { truncate, width, wrap } from '../text/width.ts'

export interface ListRow {
  /** `suite.case`. */
  readonly id: string
  readonly apis: readonly string[]
  /** Which documents the case comes from. */
  readonly from: readonly string[]
  /** Requests that one run of all its cells sends. */
  readonly requests: number
  readonly title: string
}

const head = ['ID', 'APIS', 'FROM', 'REQUESTS', 'TITLE']
const gap = 2
/** A narrower column is not readable: rows become blocks. */
const narrowest = 14
const defaultColumns = 100

/**
 * One row per case, id, APIs, documents, requests and title aligned in `columns`; titles wrap,
 * ids do not, so that they can be copied. On a narrow terminal one block per case.
 */
export function renderList(
  rows: readonly ListRow[],
  { columns = defaultColumns }: { readonly columns?: number } = {},
): string {
  const texts = rows.map(textsOf)
  const widths = columnWidths(texts, columns)
  if (widths === undefined) return texts.map((row) => block(row, columns)).join('')
  const lines = plainTable(
    head,
    texts.map((row) => row.map((text, index) => wrap(text, widths[index] ?? 1).join('\n'))),
    ['left', 'left', 'left', 'right', 'left'],
  )
  return `${lines.join('\n')}\n`
}

/** Ids and numbers unbroken, APIs and documents at least one word wide, the rest for the title. */
function columnWidths(rows: readonly Texts[], columns: number): number[] | undefined {
  const [ids, apis, from, requests] = [0, 1, 2, 3].map((index) =>
    widest([head[index] ?? '', ...rows.map((row) => row[index] ?? '')]),
  ) as [number, number, number, number]
  const words = rows.flatMap((row) => row[1].split(' '))
  const left = columns - ids - requests - gap * (head.length - 1)
  const apiWidth = Math.max(widest(words), Math.min(apis, Math.floor(left * 0.3)))
  const fromWidth = Math.min(from, Math.floor((left - apiWidth) * 0.4))
  const title = left - apiWidth - fromWidth
  const readable = fromWidth >= Math.min(from, narrowest) && title >= narrowest
  return readable ? [ids, apiWidth, fromWidth, requests, title] : undefined
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(width))
}

type Texts = readonly [id: string, apis: string, from: string, requests: string, title: string]

function textsOf({ id, apis, from, requests, title }: ListRow): Texts {
  return [
    visible(id),
    visible(apis.join(', ')),
    visible(from.join('; ')),
    String(requests),
    visible(title),
  ]
}

function block([id, apis, from, requests, title]: Texts, columns: number): string {
  const facts = [apis, from, `requests: ${requests}`].filter((text) => text !== '')
  return [id, ...facts.map((text) => `  ${text}`), `  ${title}`]
    .map((line) => `${truncate(line, columns)}\n`)
    .join('')
}
