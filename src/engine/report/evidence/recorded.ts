/** Reads exchanges back from recordings, which hold no secrets. */
import { cellKey } from '../../../model/plan.ts'
import type { Exchange } from '../../../model/exchange.ts'
import { fromHar, toHar } from '../../../wire/har/har.ts'
import type { Redactor } from '../../../wire/secrets/redact.ts'
import type { WireFile } from '../save/wire-files.ts'
import type { ExchangesOf } from './evidence.ts'

/** Characters of one recording, and of all that are read: reading must not delay the reports. */
const longestRecording = 16_000_000
const mostRead = 60_000_000

/** The exchanges in `wire`, by the cell that their comment names. Each file is read at most once. */
export function recordedExchanges(wire: readonly WireFile[]): ExchangesOf {
  const files = new Map(wire.map(({ path, text }) => [path, text]))
  const read = new Map<string, ReadonlyMap<string, readonly Exchange[]>>()
  let characters = 0
  return (cell) => {
    const text = files.get(cell.wire ?? '')
    if (cell.wire === undefined || text === undefined) return []
    if (!read.has(cell.wire)) {
      const isRead = text.length <= longestRecording && characters + text.length <= mostRead
      characters += isRead ? text.length : 0
      read.set(cell.wire, isRead ? byCell(text) : new Map())
    }
    return read.get(cell.wire)?.get(cellKey(cell)) ?? []
  }
}

function byCell(text: string): Map<string, Exchange[]> {
  const cells = new Map<string, Exchange[]>()
  for (const { exchange, entry } of fromHar(text).exchanges) {
    const [id, api, region, model] = ['_case', '_api', '_region', '_model'].map((name) =>
      String(entry[name]),
    )
    const key = `${id} [${api} ${region} ${model}]`
    cells.set(key, [...(cells.get(key) ?? []), exchange])
  }
  return cells
}

/** `exchange` as a recording of it would hold it; none where there is none. */
export function withoutSecrets(exchange: Exchange | undefined, redactor: Redactor): Exchange[] {
  if (exchange === undefined) return []
  const text = toHar([{ exchange }], { name: 'bedrock-conformance', version: '' }, redactor)
  return fromHar(text).exchanges.map((read) => read.exchange)
}
