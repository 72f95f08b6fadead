/** Failures of the last runs of the target. */
import type { PageRun } from '../data.ts'
import { Columns, Entries, VerdictTag } from './parts.tsx'

const height = 60
const barWidth = 14

export function Trend({ runs }: { runs: readonly PageRun[] }) {
  if (runs.length < 2) return null
  const most = Math.max(1, ...runs.map(({ fail, warn, known }) => fail + warn + known))
  const scale = (number: number): number => (number / most) * height
  return (
    <section aria-labelledby="trend">
      <h2 id="trend">Trend</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Trend">
        <svg
          class="trend"
          role="img"
          aria-label={`Failing checks of the last ${runs.length} runs; the table below has the numbers`}
          width={runs.length * barWidth}
          height={height + 2}
        >
          {runs.map(({ at, fail, warn, known, open }, index) => (
            <g key={at} transform={`translate(${index * barWidth} 0)`}>
              <title>{`${at}: ${fail} fail, ${warn} warn, ${known} known, ${open} not judged`}</title>
              <Bar className="fail" from={0} size={scale(fail)} />
              <Bar className="warn" from={scale(fail)} size={scale(warn)} />
              <Bar className="known" from={scale(fail + warn)} size={scale(known)} />
              <line
                x1="0"
                x2={barWidth - 3}
                y1={height + 1}
                y2={height + 1}
                class={open > 0 ? 'axis open' : 'axis'}
              />
            </g>
          ))}
        </svg>
      </div>
      <p class="legend">
        One bar for each run, the newest last: <VerdictTag verdict="fail" />,{' '}
        <VerdictTag verdict="warn" />, <VerdictTag verdict="known" />; a dashed line below it: some
        checks were not judged
      </p>
      <details>
        <summary>{runs.length} runs</summary>
        <TrendTable runs={runs} />
      </details>
    </section>
  )
}

function Bar({ className, from, size }: { className: string; from: number; size: number }) {
  return (
    <rect class={className} x="0" y={height - from - size} width={barWidth - 3} height={size} />
  )
}

function TrendTable({ runs }: { runs: readonly PageRun[] }) {
  return (
    <table>
      <Columns
        names={[
          'started',
          'version',
          'exit',
          'pass',
          'fail',
          'warn',
          'known',
          'open',
          'new',
          'fixed',
        ]}
      />
      <tbody>
        {runs.toReversed().map((run) => (
          <tr key={run.at}>
            <th scope="row">{run.at.slice(0, 16).replace('T', ' ')}</th>
            <Entries
              values={[
                run.version ?? '',
                run.exit,
                run.pass,
                run.fail,
                run.warn,
                run.known,
                run.open,
                run.newFailures,
                run.fixed,
              ]}
            />
          </tr>
        ))}
      </tbody>
    </table>
  )
}
