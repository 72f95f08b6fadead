/** What a report says of the second target: in a failure's `compare` line, and as a table. */
import { markdownTable } from 'markdown-table'
import type { CellResult, CheckResult, Difference, Report } from '../../model/report.ts'
import { code, prose, tableCode } from './markdown-text.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'
import { count, verdictWords } from '../text/words.ts'

/** More rows than these are read by nobody; `report.json` has them all. */
const mostRows = 100
const shownDifferences = 3
const longestDifference = 160

/** One line: what the second target does with the check, and who is therefore at fault. */
export function compareLine({ target, against }: Report, check: CheckResult): string | undefined {
  if (against === undefined || check.against === undefined) return undefined
  const { verdict, findings = [], blame } = check.against
  const seen = findings.length === 0 ? verdict : `${verdict} (${findings.join(', ')})`
  const said = `${against.name} ${seen}`
  return blame === undefined
    ? `${said}: nothing can be said`
    : `${said} → ${sentence(blame, target.name)}`
}

function sentence(blame: string, target: string): string {
  if (blame === 'upstream') return 'upstream: both deviate alike'
  if (blame === 'model') return 'model: the behaviour varies'
  return blame === target ? `introduced by ${blame}` : `${blame}: only it deviates`
}

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
  if (rows.length === 0) return [title, head, 'Nothing differs and nothing deviates.']
  const table = markdownTable(
    [
      ['Case', 'API', prose(target.name), prose(against.name), 'Who', 'What'],
      ...rows.slice(0, mostRows),
    ],
    { alignDelimiters: false },
  )
  const more = rows.length > mostRows ? [`${rows.length - mostRows} more are in report.json.`] : []
  return [title, head, legend(target.name), table, ...more]
}

function legend(target: string): string {
  const front = prose(target)
  return `**upstream**: both deviate alike · **${front}**, **bedrock** or another name: only that one · **model**: it varies from one reply to the next`
}

function rowOf(cell: CellResult, target: string): string[][] {
  const { against } = cell
  if (against?.blame === undefined) return []
  return [
    [
      tableCode(cell.case),
      tableCode(cell.api),
      verdictWords[cell.verdict].symbol,
      verdictWords[against.verdict].symbol,
      prose(against.blame),
      whatOf(cell, against.blame, against.differences, target),
    ],
  ]
}

/** The checks of that word, then the first differences, however many there are. */
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
  const shown = own.slice(0, shownDifferences).map((one) => tableCode(differenceText(one, target)))
  const more =
    own.length > shownDifferences ? [`and ${own.length - shownDifferences} more differences`] : []
  return [...checks, ...shown, ...more].join('<br>')
}

function differenceText({ what, at, here, there }: Difference, target: string): string {
  const place = at === '' ? what : `${what} ${at}`
  return elide(visible(`${place}: ${here} (${target}), ${there}`), longestDifference)
}
