/** The cells in which the target and the one of `--against` differ, as a table. */
import type { CellResult, Difference, Report } from '../../model/report.ts'
import { code, prose, tableCode } from './markdown-text.ts'
import { table } from './table.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'
import { count, verdictDescriptions } from '../text/describe.ts'

/** A longer table is not read; `report.json` has every row. */
const mostRows = 100
const shownDifferences = 3
const longestDifference = 160

/** The cells in which the two targets differ or deviate, with who is at fault; nothing without a second target. */
export function comparedCells(report: Report): string[] {
  const { against, target, cells } = report
  if (against === undefined) return []
  const compared = cells.filter((cell) => cell.against !== undefined)
  const rows = compared.flatMap((cell) => rowOf(cell, target.name))
  const where = against.version === undefined ? '' : `, version ${code(against.version)}`
  const asked = `${count(compared.length, 'cell')} of ${cells.length} are on both`
  const head = `Against ${code(against.name)} at ${code(against.endpoint)}${where}: ${asked}, ${count(against.requests, 'more request')}.`
  const title = `## Compared with ${prose(against.name)}`
  if (rows.length === 0) return [title, head, 'There are no differences and no deviations.']
  const columns = ['Case', 'API', prose(target.name), prose(against.name), 'Who', 'What']
  const shown = table(columns, rows.slice(0, mostRows))
  const more = rows.length > mostRows ? [`${rows.length - mostRows} more are in report.json.`] : []
  return [title, head, legend(target.name), shown, ...more]
}

function legend(target: string): string {
  const judged = prose(target)
  return `**upstream**: both deviate in the same way · **${judged}**, **bedrock** or another name: only that one · **model**: it varies from one reply to the next`
}

function rowOf(cell: CellResult, target: string): string[][] {
  const { against } = cell
  if (against?.blame === undefined) return []
  return [
    [
      tableCode(cell.case),
      tableCode(cell.api),
      verdictDescriptions[cell.verdict].symbol,
      verdictDescriptions[against.verdict].symbol,
      prose(against.blame),
      whatOf(cell, against.blame, against.differences, target),
    ],
  ]
}

/** The checks with that blame, then the first differences. */
function whatOf(
  cell: CellResult,
  blame: string,
  differences: readonly Difference[],
  target: string,
): string {
  const checks = cell.checks
    .filter((check) => check.against?.blame === blame)
    .map(({ id, finding }) => tableCode(finding === undefined ? id : `${id} (${finding.code})`))
  const own = differences.filter((difference) => difference.blame === blame)
  // Of two APIs of one target, the name of the target would tell neither.
  const here = blame === cell.api ? cell.api : target
  const shown = own.slice(0, shownDifferences).map((one) => tableCode(differenceText(one, here)))
  const more =
    own.length > shownDifferences ? [`and ${own.length - shownDifferences} more differences`] : []
  return [...checks, ...shown, ...more].join('<br>')
}

function differenceText({ what, at, here, there }: Difference, target: string): string {
  const location = at === '' ? what : `${what} ${at}`
  return elide(visible(`${location}: ${here} (${target}), ${there}`), longestDifference)
}
