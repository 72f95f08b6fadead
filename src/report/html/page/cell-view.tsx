/** One cell: its failures first, then the other checks. */
import { useEffect } from 'preact/hooks'
import { duration } from '../../text/describe.ts'
import type { PageDifference } from '../data.ts'
import { Judgement } from './judgement.tsx'
import { Columns, Copyable, Entries, VerdictTag, ViewTitle } from './parts.tsx'
import { href } from './route.ts'
import { locationOf, type Cell, type Run } from './run.ts'

interface CellProps {
  readonly run: Run
  readonly cell: Cell
  readonly check: string | undefined
}

export function CellView({ run, cell, check }: CellProps) {
  useEffect(() => {
    if (check === undefined) return
    const found = document.getElementById(`check-${check}`)
    found?.scrollIntoView()
    found?.focus({ preventScroll: true })
  }, [check])
  const { page } = run
  const command = page.commands[cell.index]
  const passed = cell.checks.filter((one) => !cell.judged.some((judged) => judged.check === one))
  return (
    <main>
      <CellNav run={run} cell={cell} />
      <ViewTitle>
        <VerdictTag verdict={cell.verdict} /> {cell.case.id}
      </ViewTitle>
      <p class="sentence">{cell.case.title}</p>
      <p class="extent">
        {[locationOf(cell), duration(cell.durationMs), cell.case.source].join(' · ')}
      </p>
      <ExchangeLinks run={run} cell={cell} />
      {command !== undefined && (
        <Copyable text={command} label="Command that runs this cell again" />
      )}
      {cell.judged.map((judged) => (
        <Judgement key={judged.check.id} {...{ run, cell, judged }} />
      ))}
      <Differences page={page} rows={page.differences[cell.index] ?? []} />
      <details class="passed">
        <summary>
          {passed.length} of {cell.checks.length} checks passed
        </summary>
        <ul>
          {passed.map(({ id, level, rule }) => (
            <li key={id}>
              <VerdictTag verdict="pass" /> {id} <span class="level">{level}</span>{' '}
              <code>{rule}</code>
            </li>
          ))}
        </ul>
      </details>
    </main>
  )
}

function CellNav({ run: { wrong }, cell }: Omit<CellProps, 'check'>) {
  const at = wrong.indexOf(cell)
  const [before, after] = at === -1 ? [] : [wrong[at - 1], wrong[at + 1]]
  return (
    <nav>
      <a href={href({ view: 'overview' })}>← Overview</a>
      {before !== undefined && (
        <a href={href({ view: 'cell', cell: before.index })}>Previous failure</a>
      )}
      {after !== undefined && <a href={href({ view: 'cell', cell: after.index })}>Next failure</a>}
    </nav>
  )
}

/** Links to the exchanges; where they are not in the page, to the recording beside it. */
function ExchangeLinks({ run: { page, evidence }, cell }: Omit<CellProps, 'check'>) {
  const shown = evidence.get(cell.index)
  const wire = page.wire[cell.index]
  if (shown === undefined && wire === undefined) return null
  return (
    <p class="exchanges">
      {shown?.exchanges.map(({ method, response }, exchange) => (
        <a key={exchange} href={href({ view: 'exchange', cell: cell.index, exchange })}>
          {`Exchange ${exchange + 1}: ${method}, ${response?.status ?? 'no response'}`}
        </a>
      ))}
      {shown !== undefined && shown.omitted > 0 && (
        <span>{shown.omitted} more in the recording</span>
      )}
      {wire !== undefined && <a href={wire}>{wire}</a>}
    </p>
  )
}

function Differences({ page, rows }: { page: Run['page']; rows: readonly PageDifference[] }) {
  if (rows.length === 0) return null
  return (
    <section>
      <h2>Differences of the two targets</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Differences">
        <table>
          <Columns
            names={['what', 'where', page.head.title, page.against ?? 'other target', 'at fault']}
          />
          <tbody>
            {rows.map(({ what, at, here, there, blame }, index) => (
              <tr key={index}>
                <Entries values={[what, at, here, there, blame]} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
