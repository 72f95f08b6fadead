/** Which model answers where, with the evidence of each answer. */
import type { PageRegion } from '../data.ts'
import { href } from './route.ts'

const marks: Readonly<Record<PageRegion['standing'], string>> = {
  'as-expected': '✓',
  'absent-as-expected': '-',
  other: '⚠',
  unknown: '?',
}

const legend =
  '✓ answers, as expected · - does not, as expected · ⚠ other than expected · ? no conclusion, or nothing is expected'

export function RegionMap({ regions }: { regions: readonly PageRegion[] }) {
  if (regions.length === 0) return null
  const names = distinct(regions.map(({ region }) => region))
  const calls = distinct(regions.map(callOf))
  // The more of the two go down: a page is higher than it is wide.
  const isTurned = calls.length > names.length
  const [rows, columns] = isTurned ? [calls, names] : [names, calls]
  const entryAt = (row: string, column: string): PageRegion | undefined => {
    const [region, call] = isTurned ? [column, row] : [row, column]
    return regions.find((one) => one.region === region && callOf(one) === call)
  }
  return (
    <section aria-labelledby="regions">
      <h2 id="regions">Regions</h2>
      <p class="legend">{legend}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Regions">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">{isTurned ? 'Model and API' : 'Region'}</th>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {columns.map((column) => (
                  <Entry key={column} entry={entryAt(row, column)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function callOf({ model, api }: PageRegion): string {
  return `${model} · ${api}`
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}

/** The class in the cell; the evidence opens below it. */
function Entry({ entry }: { entry: PageRegion | undefined }) {
  if (entry === undefined) return <td />
  const { found, standing, evidence, expected, before, cell } = entry
  return (
    <td class={`standing ${standing}`}>
      <details>
        <summary>
          <span aria-hidden="true">{marks[standing]}</span> {found}
        </summary>
        <dl>
          <dt>evidence</dt>
          <dd>{evidence === '' ? 'none' : evidence}</dd>
          <dt>expected</dt>
          <dd>{expected === '' ? 'unknown' : expected}</dd>
          {before !== undefined && (
            <>
              <dt>before</dt>
              <dd>{before}</dd>
            </>
          )}
        </dl>
        {cell !== undefined && <a href={href({ view: 'cell', cell })}>cell</a>}
      </details>
    </td>
  )
}
