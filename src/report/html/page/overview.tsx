/** First screen: verdict and causes; below, where. */
import { useMemo } from 'preact/hooks'
import { count } from '../../text/describe.ts'
import { seenCells, type Filter } from './filter.ts'
import type { Axis } from './matrix/axis.ts'
import { Filters } from './matrix/filters.tsx'
import { Matrix } from './matrix/matrix.tsx'
import { Causes } from './causes.tsx'
import { Head, VerdictTag } from './parts.tsx'
import { RegionMap } from './region-map.tsx'
import type { Run } from './run.ts'
import { Trend } from './trend.tsx'

interface OverviewProps {
  readonly run: Run
  readonly filter: Filter
  readonly setFilter: (filter: Filter) => void
  readonly axis: Axis
  readonly setAxis: (axis: Axis) => void
}

export function Overview({ run, filter, setFilter, axis, setAxis }: OverviewProps) {
  const { page } = run
  const seen = useMemo(() => seenCells(run.cells, filter), [run, filter])
  return (
    <>
      <Head head={page.head} />
      <main>
        <p class="counts">
          {page.counts.map(([verdict, checks]) => (
            <button
              type="button"
              key={verdict}
              aria-pressed={filter.verdict === verdict}
              onClick={() =>
                setFilter({ ...filter, verdict: filter.verdict === verdict ? '' : verdict })
              }
            >
              <VerdictTag verdict={verdict} number={checks} />
            </button>
          ))}
        </p>
        <Causes run={run} />
        <Trend runs={page.trend} />
        <RegionMap regions={page.regions} />
        <section aria-labelledby="matrix">
          <h2 id="matrix">
            Matrix <small aria-live="polite">{`${seen.length} of ${run.cells.length} cells`}</small>
          </h2>
          <Filters {...{ page, filter, setFilter, axis, setAxis }} />
          <Matrix {...{ run, seen, axis }} />
        </section>
        <Unjudged run={run} />
        <p class="keys">
          Keys: <kbd>n</kbd> next failure, <kbd>p</kbd> previous failure, <kbd>o</kbd> overview,{' '}
          <kbd>/</kbd> text filter.
        </p>
      </main>
    </>
  )
}

function Unjudged({ run: { page } }: { run: Run }) {
  if (page.unjudged.length === 0) return null
  return (
    <section aria-labelledby="unjudged">
      <h2 id="unjudged">Not judged</h2>
      <ul class="unjudged">
        {page.unjudged.map(({ verdict, reason, checks, cases, casesLeft }, index) => (
          <li key={index}>
            <VerdictTag verdict={verdict} number={checks} /> {reason}
            <details>
              <summary>{count(cases.length + casesLeft, 'case')}</summary>
              {cases.join(', ')}
              {casesLeft > 0 && ` and ${casesLeft} more`}
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}
