/** The kill matrix as Markdown and as JSON. */
import { markdownTable } from 'markdown-table'
import type { CheckRow, Matrix, Row, Share } from './matrix.ts'

/** The four totals of the matrix, one a line. */
export function headLines({ head, partial, everywhere, rows }: Matrix): string[] {
  const lines = [
    `mutants killed   ${fraction(head.mutantsKilled)}`,
    `oddities green   ${fraction(head.odditiesGreen)}`,
    ...(everywhere ? [`cells judged     ${fraction(cellsJudged(rows))}`] : []),
  ]
  if (partial) return lines
  return [
    ...lines,
    `checks proven    ${fraction(head.checksProven)}`,
    `rules covered    ${fraction(head.rulesCovered)}`,
  ]
}

/** Cells on which each deviation was judged as it must be, over all deviations. */
function cellsJudged(rows: readonly Row[]): Share {
  const cellsOf = (list: readonly Row[]): number => list.reduce((sum, row) => sum + row.cells, 0)
  const right = rows.filter(({ verdict }) => verdict === 'green' || verdict === 'killed')
  return { count: cellsOf(right), of: cellsOf(rows) }
}

function fraction({ count, of }: Share): string {
  return `${count} / ${of}`
}

/** `kill-matrix.json`. */
export function renderMatrixJson(matrix: Matrix): string {
  return `${JSON.stringify({ schemaVersion: 1, ...matrix }, null, 2)}\n`
}

/** `kill-matrix.md`. */
export function renderMatrixMarkdown(matrix: Matrix): string {
  const { rows, checks, hostile, problems } = matrix
  const sections = [
    '# Kill matrix',
    '```\n' + headLines(matrix).join('\n') + '\n```',
    howPlayed(matrix),
    problems.length === 0
      ? ''
      : ['## What is wrong', ...problems.map((problem) => `- ${problem}`)].join('\n'),
    hostile.length === 0 ? '' : `## Stub servers\n\n${hostileTable(matrix)}`,
    `## Mutants\n\n${mutantTable(rows.filter(({ kind }) => kind === 'mutant'))}`,
    `## Oddities\n\n${oddityTable(rows.filter(({ kind }) => kind === 'oddity'))}`,
    matrix.partial ? '' : `## Checks\n\n${checkTable(checks)}`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** How the numbers were measured. */
export function howPlayed({ cost, rows, partial, everywhere }: Matrix): string {
  const cells = rows.reduce((sum, row) => sum + row.cells, 0)
  if (everywhere) {
    return `Played in ${cost.requests} requests. Each is judged on every cell that it can change, ${cells} in all; cells in which several act at once and one is not green are played again with each alone.`
  }
  const mean = rows.length === 0 ? 0 : Math.round(cells / rows.length)
  return [
    `Played in ${cost.requests} requests. The reference without a deviation is judged on ${partial ? 'the same cells' : 'every cell of the suite'}.`,
    `A mutant is judged on the cells whose checks it is expected to break and, to find false alarms, on the cheapest cell of each API, of an endpoint and a model family that depend on its id, with a reply and, where it may change one, with a refusal: ${mean} cells on average.`,
    'An oddity is judged on three such cells of each. Behaviours are played only where a mutant is expected to break them, four times each, six where that does not decide.',
  ].join(' ')
}

function hostileTable({ hostile }: Matrix): string {
  return markdownTable([
    ['The server that …', 'is not green in', 'at least', 'headline'],
    ...hostile.map(({ about, red, cells, of, floor, headline }) => [
      about,
      `${red} / ${cells} ${of}`,
      `${(floor * 100).toFixed(0)} %`,
      headline,
    ]),
  ])
}

function mutantTable(rows: readonly Row[]): string {
  return markdownTable([
    ['mutant', 'what it does', 'seen', '', 'killed by'],
    ...rows.map(({ id, about, seen, verdict, by }) => [
      `\`${id}\``,
      cell(about),
      seen.join(', '),
      verdict,
      some(by, 4),
    ]),
  ])
}

function oddityTable(rows: readonly Row[]): string {
  return markdownTable([
    ['oddity', 'what it does', 'seen', '', 'cells'],
    ...rows.map(({ id, about, seen, verdict, cells }) => [
      `\`${id}\``,
      cell(about),
      seen.join(', '),
      verdict,
      String(cells),
    ]),
  ])
}

function checkTable(checks: readonly CheckRow[]): string {
  return markdownTable([
    ['check', 'level', 'passes', 'kills', 'mutants'],
    ...checks.map(({ identity, level, passes, kills }) => [
      `\`${identity}\``,
      level,
      passes ? 'yes' : 'no',
      String(kills.length),
      some(kills, 3),
    ]),
  ])
}

function some(names: readonly string[], most: number): string {
  const rest = names.length - most
  const shown = names.slice(0, most).map((name) => `\`${name}\``)
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ')
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`)
}
