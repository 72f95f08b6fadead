/** `report.md`: readable as a file, on a summary page of GitHub and in an issue. */
import { markdownTable } from 'markdown-table'
import type { Report } from '../../model/report.ts'
import { comparedCells } from './against.ts'
import { failureContext, type RenderOptions } from '../context.ts'
import { headlineOf } from '../headline.ts'
import { renderEntries } from './entries.ts'
import { deviations, slowest, stale } from './lists.ts'
import { renderMatrix } from './markdown-matrix.ts'
import { code, prose } from './markdown-text.ts'
import { unjudged } from '../unjudged.ts'
import { count, duration, verdictOrder, verdictWords } from '../text/words.ts'

/**
 * The report as GitHub-flavoured Markdown: verdict in words, totals, what was not judged, the
 * matrix, then failures, warnings, known deviations and the slowest cells.
 *
 * Whatever a server sent stands escaped in it; nothing of it is markup.
 */
export function renderMarkdown(report: Report, options: RenderOptions = {}): string {
  const context = failureContext(report, options)
  const sections = [
    head(report),
    ...totals(report),
    ...problems(report),
    ...notJudged(report),
    '## Matrix',
    ...renderMatrix(report.cells),
    ...renderEntries('Failures', report, ['fail'], context),
    ...renderEntries('Not completed', report, ['error'], context),
    ...renderEntries('Warnings', report, ['warn'], context),
    ...deviations(report),
    ...comparedCells(report),
    ...stale(report),
    ...slowest(report),
  ]
  return `${sections.join('\n\n')}\n`
}

function head(report: Report): string {
  const { target, summary } = report
  const { verdict, sentence, tone } = headlineOf(report)
  const symbol = { good: '✅', bad: '❌', open: '❔' }[tone]
  const retries = report.cells.reduce((sum, cell) => sum + cell.retries, 0)
  const version = target.version === undefined ? '' : `, version ${code(target.version)}`
  const facts = [
    `Target ${code(target.name)} at ${code(target.endpoint)}${version}`,
    count(summary.cells, 'cell'),
    count(summary.checks, 'check'),
    count(summary.requests, 'request'),
    ...(retries > 0 ? [`${count(retries, 'attempt')} repeated`] : []),
    duration(report.durationMs),
    `started ${code(report.startedAt)}`,
    `suite ${code(report.suiteVersion)}`,
  ]
  const title = `# ${symbol} ${verdict}: ${prose(target.name)}`
  const stopped =
    report.interrupted === true ? '\n\n**The run was interrupted: what follows is a part.**' : ''
  return `${title}\n\n**${prose(sentence)}**${stopped}\n\n${facts.join(' · ')}`
}

function totals({ summary }: Report): string[] {
  const rows = verdictOrder
    .filter((verdict) => verdict === 'fail' || verdict === 'pass' || summary[verdict] > 0)
    .map((verdict) => {
      const { symbol, meaning } = verdictWords[verdict]
      return [`${symbol} ${verdict}`, String(summary[verdict]), meaning]
    })
  const body = [...rows, ['all', String(summary.checks), '']]
  return [
    markdownTable([['Verdict', 'Checks', 'Meaning'], ...body], {
      align: ['l', 'r', 'l'],
      alignDelimiters: false,
    }),
  ]
}

function problems({ problems: all }: Report): string[] {
  if (all.length === 0) return []
  return ['## Problems', all.map((problem) => `- ${prose(problem)}`).join('\n')]
}

function notJudged(report: Report): string[] {
  const entries = unjudged(report)
  if (entries.length === 0) return []
  const total = entries.reduce((sum, entry) => sum + entry.checks, 0)
  const rows = entries.map(({ verdict, reason, because, checks, cases }) => [
    `${verdictWords[verdict].symbol} ${verdict}`,
    String(checks),
    [prose(reason), ...(because === undefined ? [] : [prose(because)])].join('<br>'),
    someCases(cases),
  ])
  const table = markdownTable([['Verdict', 'Checks', 'Why', 'Cases'], ...rows], {
    align: ['l', 'r', 'l', 'l'],
    alignDelimiters: false,
  })
  return [
    `## Not judged: ${count(total, 'check')}`,
    'Nothing is said about these, neither good nor bad.',
    table,
  ]
}

const namedCases = 5

function someCases(cases: readonly string[]): string {
  const named = cases.slice(0, namedCases).map(prose).join(', ')
  return cases.length > namedCases ? `${named} and ${cases.length - namedCases} more` : named
}
