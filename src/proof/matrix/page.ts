/** The kill matrix as a page. */
import type { PageSection } from '../../report/html/data.ts'
import { renderTables } from '../../report/html/tables.ts'
import type { CheckRow, Matrix, Row } from './matrix.ts'
import { headLines, howPlayed } from './render.ts'

/** `kill-matrix.html`. */
export function renderMatrixHtml(matrix: Matrix): string {
  const { problems, rows, checks, hostile, partial } = matrix
  const isGood = problems.length === 0
  const head = {
    title: 'kill matrix',
    verdict: isGood ? 'PROVEN' : 'NOT PROVEN',
    tone: isGood ? ('good' as const) : ('bad' as const),
    sentence: isGood ? 'Each deviation was judged as expected.' : `${problems.length} problems.`,
    facts: headLines(matrix).map(factOf),
    notes: [howPlayed(matrix)],
  }
  const sections: PageSection[] = [
    section(
      'Problems',
      ['Problem'],
      problems.map((problem) => [problem]),
      'bad',
    ),
    section(
      'Stub servers',
      ['The server that …', 'Not green in', 'Headline'],
      hostile.map(({ about, red, cells, of, headline }) => [
        about,
        `${red} / ${cells} ${of}`,
        headline,
      ]),
    ),
    deviations('Mutants', 'mutant', rows),
    deviations('Oddities', 'oddity', rows),
    section(
      'Checks',
      ['Check', 'Level', 'Passes', 'Kills', 'Mutants'],
      partial ? [] : checks.map(checkRow),
    ),
  ]
  return renderTables(
    head,
    sections.filter((one) => one.rows.length > 0),
  )
}

/** `mutants killed   12 / 12` as label and value. */
function factOf(line: string): [string, string] {
  const [label = '', value = ''] = line.split(/ {2,}/)
  return [label, value]
}

function section(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  tone: PageSection['tone'] = 'open',
): PageSection {
  return { title, tone, columns, rows }
}

function deviations(title: string, kind: Row['kind'], rows: readonly Row[]): PageSection {
  const own = rows.filter((row) => row.kind === kind)
  return section(
    title,
    ['Id', 'Verdict', 'What it does', 'Seen', 'Killed by', 'Cells'],
    own.map(({ id, verdict, about, seen, by, cells }) => [
      id,
      verdict,
      about,
      seen.join(', '),
      by.join(', '),
      String(cells),
    ]),
  )
}

function checkRow({ identity, level, passes, kills }: CheckRow): string[] {
  return [identity, level, passes ? 'yes' : 'no', String(kills.length), kills.join(', ')]
}
