/** Where the exchanges of a report come from. None of them holds a secret. */
import { cellKey, keyOf, type Cell } from '../../../model/plan.ts'
import type { Exchange } from '../../../model/exchange.ts'
import { wholeText } from '../../../model/text/pieces.ts'
import { fromHar } from '../../../wire/har/har.ts'
import { cleanOutcome } from '../../../wire/secrets/clean.ts'
import type { Redactor } from '../../../wire/secrets/redact.ts'
import type { CellRun } from '../../play/run-cell.ts'
import type { WireFile } from '../save/wire-files.ts'
import type { ExchangesOf, RecordedCell } from './evidence.ts'

/**
 * Those of the cells that ran.
 *
 * @param againstOf those with the target of `--against`
 */
export function exchangesOfRuns(
  runs: readonly CellRun[],
  againstOf: (cell: Cell) => readonly Exchange[] = () => [],
): ExchangesOf {
  const cells = new Map(
    runs.flatMap(({ cell, exchanges }): [string, RecordedCell][] => {
      if (exchanges.length === 0) return [] // nothing to show of it, nor to compare
      const { curl } = cell.endpoint
      const against = againstOf(cell)
      return [[keyOf(cell), { exchanges, against, ...(curl !== undefined && { curl }) }]]
    }),
  )
  return (cell) => cells.get(cellKey(cell))
}

/** Characters of one recording, and of all that are read: reading must not delay the reports. */
const longestRecording = 16_000_000
const mostRead = 60_000_000

/** Those in `wire`, by the cell that they name. Each file is read at most once. */
export function recordedExchanges(wire: readonly WireFile[]): ExchangesOf {
  const files = new Map(wire.map(({ path, text }) => [path, text]))
  const read = new Map<string, ReadonlyMap<string, readonly Exchange[]>>()
  let left = mostRead
  const cellsIn = (path: string): ReadonlyMap<string, readonly Exchange[]> => {
    const known = read.get(path)
    if (known !== undefined) return known
    const text = left > 0 ? wholeText(files.get(path)?.() ?? '') : ''
    left -= text.length
    const cells = text.length > longestRecording ? new Map<string, Exchange[]>() : byCell(text)
    read.set(path, cells)
    return cells
  }
  return (cell) => {
    const exchanges = cell.wire === undefined ? undefined : cellsIn(cell.wire).get(cellKey(cell))
    return exchanges && { exchanges }
  }
}

function byCell(text: string): Map<string, Exchange[]> {
  const cells = new Map<string, Exchange[]>()
  for (const { exchange, entry } of fromHar(text).exchanges) {
    const key = cellKey({
      case: String(entry['_case']),
      api: String(entry['_api']),
      region: String(entry['_region']),
      model: String(entry['_model']),
    })
    cells.set(key, [...(cells.get(key) ?? []), exchange])
  }
  return cells
}

/** An exchange that another program recorded, with its credentials removed. */
export function withoutSecrets(exchange: Exchange, redactor: Redactor): Exchange {
  const { method, url, headers, body } = exchange.request
  const request = {
    method,
    url: redactor.text(url),
    headers: redactor.headers(headers),
    body: redactor.bytes(body),
  }
  const { leaks, ...outcome } = cleanOutcome(exchange, redactor)
  return { ...exchange, ...outcome, leaks: [...exchange.leaks, ...leaks], request }
}
