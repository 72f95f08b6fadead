/** The cells of a report as short tuples, within a budget. */
import type { CellResult, CheckResult } from '../../../model/report.ts'
import { sum } from '../../../model/lists/lists.ts'
import { checksOf } from '../../model/checks.ts'
import { verdictOrder } from '../../text/describe.ts'
import type { PageCase, PageCell, PageCheck } from '../data.ts'
import { interned } from './interned.ts'
import type { Judgements } from './judgements.ts'
import { sizeOf } from './size.ts'
import type { Shown } from './texts.ts'

/** Bytes of all cells together, with the names that they hold by position. */
const mostBytes = 1_400_000
/** Characters of a name that a server gave. */
const longestName = 120

interface PageCells {
  readonly cases: readonly PageCase[]
  readonly apis: readonly string[]
  readonly regionNames: readonly string[]
  readonly models: readonly string[]
  readonly ruleNames: readonly string[]
  readonly files: readonly string[]
  readonly checks: readonly PageCheck[]
  readonly shapes: readonly (readonly number[])[]
  readonly cells: readonly PageCell[]
}

export interface Encoded extends PageCells {
  /** Position in the page of a cell of the report; undefined where it is left out. */
  readonly positionOf: (cell: CellResult) => number | undefined
}

/** Encodes as many cells as fit into 1.4 MB, the most urgent verdict first, in the report's order. */
export function encodeCells(
  cells: readonly CellResult[],
  judgements: Judgements,
  shown: Shown,
): Encoded {
  const [apis, regionNames, models] = [interned<string>(), interned<string>(), interned<string>()]
  const [ruleNames, files] = [interned<string>(), interned<string>()]
  const cases = interned<PageCase>()
  const checks = interned<PageCheck>()
  const shapes = interned<readonly number[]>()
  const lists = [apis, regionNames, models, ruleNames, files, cases, checks, shapes]
  const checkOf = ({ id, level, rule, source }: CheckResult): PageCheck => {
    const head = [id, level, ruleNames.positionOf(rule)] as const
    return source === undefined ? head : [...head, files.positionOf(source.file), source.line]
  }
  const encode = (cell: CellResult): PageCell => {
    const all = checksOf(cell)
    const wrong = all.flatMap((check, at) =>
      check.verdict === 'pass' ? [] : [[at, judgements.positionOf(cell, check)] as const],
    )
    const head = [
      cases.positionOf(caseOf(cell, shown)),
      apis.positionOf(cell.api),
      regionNames.positionOf(shown(cell.region, longestName)),
      models.positionOf(shown(cell.model, longestName)),
      cell.verdict,
      shapes.positionOf(all.map((check) => checks.positionOf(checkOf(check)))),
      cell.durationMs,
    ] as const
    return wrong.length === 0 ? head : [...head, wrong]
  }
  const kept = keptCells(cells, encode, () => sum(lists.map(({ bytes }) => bytes())))
  const positions = new Map([...kept.keys()].map((cell, position) => [cell, position]))
  return {
    cases: cases.all,
    apis: apis.all,
    regionNames: regionNames.all,
    models: models.all,
    ruleNames: ruleNames.all,
    files: files.all,
    checks: checks.all,
    shapes: shapes.all,
    cells: [...kept.values()],
    positionOf: (cell) => positions.get(cell),
  }
}

function keptCells(
  cells: readonly CellResult[],
  encode: (cell: CellResult) => PageCell,
  bytesOfNames: () => number,
): Map<CellResult, PageCell> {
  const encoded = new Map<CellResult, PageCell>()
  let bytes = 0
  for (const cell of urgentFirst(cells)) {
    if (bytes + bytesOfNames() >= mostBytes) break
    const tuple = encode(cell)
    bytes += sizeOf(tuple) + 1
    encoded.set(cell, tuple)
  }
  const inOrder = cells.flatMap((cell) => {
    const tuple = encoded.get(cell)
    return tuple === undefined ? [] : [[cell, tuple] as const]
  })
  return new Map(inOrder)
}

/** `cells`, the most urgent verdict first: what does not fit is what says least. */
export function urgentFirst(cells: readonly CellResult[]): CellResult[] {
  const rank = ({ verdict }: CellResult): number => verdictOrder.indexOf(verdict)
  return cells.toSorted((one, other) => rank(one) - rank(other))
}

function caseOf({ case: id, suite, title, source }: CellResult, shown: Shown): PageCase {
  return {
    id: shown(id, longestName),
    suite: shown(suite, longestName),
    title: shown(title, longestName),
    source: shown(`${source.file}:${source.line}`, longestName),
  }
}
