/** Cases down, the values of one axis across. */
import { useMemo } from 'preact/hooks'
import type { Verdict } from '../../../../model/names.ts'
import { mostUrgent, type SeenCell } from '../filter.ts'
import { VerdictTag } from '../parts.tsx'
import { href } from '../route.ts'
import type { Cell, Run } from '../run.ts'
import { columnOf, columnsOf, type Axis } from './axis.ts'

interface MatrixProps {
  readonly run: Run
  readonly seen: readonly SeenCell[]
  readonly axis: Axis
}

/** A table with the worst verdict of each case in each column, which leads to the cells. */
export function Matrix({ run, seen, axis }: MatrixProps) {
  const columns = useMemo(() => columnsOf(run.cells, axis), [run, axis])
  const used = useMemo(() => {
    const names = new Set(seen.map(({ cell }) => columnOf(cell, axis)))
    return columns.flatMap((name, position) => (names.has(name) ? [{ name, position }] : []))
  }, [seen, columns, axis])
  const suites = useMemo(() => bySuite(seen), [seen])
  if (seen.length === 0) return <p class="none">No cell matches the filter.</p>
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Matrix">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">Case</th>
            {used.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {[...suites].map(([suite, rows]) => (
          <tbody key={suite}>
            <tr class="suite">
              <th scope="rowgroup" colSpan={used.length + 1}>
                {suite}
              </th>
            </tr>
            {[...rows].map(([position, cells]) => (
              <Row key={position} {...{ cells, axis, used }} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

interface RowProps {
  readonly cells: readonly SeenCell[]
  readonly axis: Axis
  readonly used: readonly { readonly name: string; readonly position: number }[]
}

function Row({ cells, axis, used }: RowProps) {
  const [first] = cells
  if (first === undefined) return null
  return (
    <tr>
      <th scope="row" title={first.cell.case.title}>
        {first.cell.case.id}
      </th>
      {used.map(({ name, position }) => (
        <Entry
          key={name}
          column={position}
          cells={cells.filter(({ cell }) => columnOf(cell, axis) === name)}
        />
      ))}
    </tr>
  )
}

function Entry({ cells, column }: { cells: readonly SeenCell[]; column: number }) {
  const [first] = cells
  if (first === undefined) return <td />
  const verdict = mostUrgent(cells.map((seen) => seen.verdict))
  const target = cells.length === 1 ? cellHref(first.cell) : listHref(first.cell, column)
  return (
    <td class={verdict}>
      <a href={target} aria-label={`${first.cell.case.id}: ${numberOf(cells, verdict)} ${verdict}`}>
        <VerdictTag verdict={verdict} number={numberOf(cells, verdict)} />
      </a>
    </td>
  )
}

/** `3/13` where several cells are behind the entry, else the number of checks, where that is not 1. */
function numberOf(cells: readonly SeenCell[], verdict: Verdict): string {
  const [only] = cells
  if (cells.length === 1 && only !== undefined) {
    const checks = only.judged.filter(({ judgement }) => judgement.verdict === verdict).length
    return checks > 1 ? String(checks) : ''
  }
  const same = cells.filter((seen) => seen.verdict === verdict).length
  return same === cells.length ? `×${same}` : `${same}/${cells.length}`
}

function cellHref({ index }: Cell): string {
  return href({ view: 'cell', cell: index })
}

function listHref({ casePosition }: Cell, column: number): string {
  return href({ view: 'list', case: casePosition, column })
}

function bySuite(seen: readonly SeenCell[]): Map<string, Map<number, SeenCell[]>> {
  const suites = new Map<string, Map<number, SeenCell[]>>()
  for (const one of seen) {
    const { suite } = one.cell.case
    const rows = suites.get(suite) ?? new Map<number, SeenCell[]>()
    const row = rows.get(one.cell.casePosition)
    if (row === undefined) rows.set(one.cell.casePosition, [one])
    else row.push(one)
    suites.set(suite, rows)
  }
  return suites
}
