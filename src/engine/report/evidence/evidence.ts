/** Which cells of a report are shown with their exchanges, and these exchanges. */
import type { CurlFacts, Exchange } from '../../../model/exchange.ts'
import type { CellEvidence } from '../../../model/findings/evidence.ts'
import type { CellResult } from '../../../model/report.ts'
import type { ReportModel } from '../../../report/model/model.ts'
import { toCurl } from '../../../wire/curl/curl.ts'
import { bodyPath } from '../body-file.ts'
import { shownExchange } from './show-exchange.ts'

export interface RecordedCell {
  readonly exchanges: readonly Exchange[]
  /** Those with the target of `--against`, in the same order. */
  readonly against?: readonly Exchange[]
  /** For commands to copy. */
  readonly curl?: CurlFacts
}

/** Gives the exchanges of a cell, without secrets; nothing where they are not recorded. */
export type ExchangesOf = (cell: CellResult) => RecordedCell | undefined

/** Bytes of JSON of all evidence together: a page with it stays below 3 MB. */
const mostBytes = 900_000
/** After as many cells that do not fit, the others are not tried: each is read and encoded for it. */
const mostMisses = 40
/** Exchanges of one cell. */
const mostExchanges = 12

/**
 * The exchanges of the cells in which something is wrong: the example of each cause, the first cell
 * of each kind of failure, then the others in the order of the report, as far as 900 kB go.
 */
export function evidenceOf(
  { report, groups, causes }: ReportModel,
  exchangesOf: ExchangesOf,
): CellEvidence[] {
  const position = new Map(report.cells.map((cell, index) => [cell, index]))
  const wrong = report.cells.filter(({ wire, verdict }) => wire !== undefined || verdict !== 'pass')
  const examples = causes.flatMap(({ shown }) => shown?.cell ?? [])
  const cells = new Set([...examples, ...groups.map(({ cell }) => cell), ...wrong])
  const evidence: CellEvidence[] = []
  let bytes = 0
  let misses = 0
  for (const cell of cells) {
    if (misses > mostMisses) break
    const recorded = exchangesOf(cell)
    if (recorded === undefined || recorded.exchanges.length === 0) continue
    const shown = evidenceOfCell(position.get(cell) ?? 0, cell, recorded)
    const size = Buffer.byteLength(JSON.stringify(shown))
    if (bytes + size > mostBytes) {
      misses += 1
      continue
    }
    bytes += size
    evidence.push(shown)
  }
  return evidence
}

/** The first exchanges of a cell. */
function evidenceOfCell(
  index: number,
  cell: CellResult,
  { exchanges, against = [], curl: facts }: RecordedCell,
): CellEvidence {
  const shown = exchanges.slice(0, mostExchanges).map((exchange, at) => {
    const file = bodyPath(cell.case, exchange.request)
    const curl = toCurl(exchange.request, { ...facts, bodyFile: file })
    return shownExchange({ exchange, at, curl }, cell)
  })
  // Findings point into the exchanges of the judged target alone.
  const unjudged = { ...cell, checks: [] }
  const theirs = against
    .slice(0, shown.length)
    .map((exchange, at) => shownExchange({ exchange, at, curl: '' }, unjudged))
  return {
    cell: index,
    exchanges: shown,
    ...(theirs.length > 0 && { against: theirs }),
    omitted: exchanges.length - shown.length,
  }
}
