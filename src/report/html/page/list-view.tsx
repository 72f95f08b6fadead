/** The cells behind one entry of the matrix. */
import { seenCells, type Filter } from './filter.ts'
import { columnOf, columnsOf, type Axis } from './matrix/axis.ts'
import { VerdictTag, ViewTitle } from './parts.tsx'
import { href, type Route } from './route.ts'
import { locationOf, type Run } from './run.ts'

interface ListProps {
  readonly run: Run
  readonly axis: Axis
  readonly filter: Filter
  readonly route: Extract<Route, { view: 'list' }>
}

export function ListView({ run, axis, filter, route }: ListProps) {
  const column = columnsOf(run.cells, axis)[route.column]
  const cells = seenCells(run.cells, filter).filter(
    ({ cell }) => cell.casePosition === route.case && columnOf(cell, axis) === column,
  )
  return (
    <main>
      <nav>
        <a href={href({ view: 'overview' })}>← Overview</a>
      </nav>
      <ViewTitle>{`${run.page.cases[route.case]?.id ?? 'No case'} · ${column ?? ''}`}</ViewTitle>
      <ul class="cells">
        {cells.map(({ cell, verdict, judged }) => (
          <li key={cell.index}>
            <VerdictTag verdict={verdict} />{' '}
            <a href={href({ view: 'cell', cell: cell.index })}>{locationOf(cell)}</a>{' '}
            {judged
              .filter(({ judgement }) => judgement.verdict === verdict)
              .slice(0, 3)
              .map(({ check }) => check.id)
              .join(', ')}
          </li>
        ))}
      </ul>
    </main>
  )
}
