/** `report.md`: readable as a file, on a summary page of GitHub and in an issue. */
import type { Report } from '../../model/report.ts'
import { comparedCells } from './compared.ts'
import type { ReportModel } from '../model/model.ts'
import type { RenderOptions } from '../render-options.ts'
import { renderCauses } from './causes.ts'
import { renderEntries } from './entries.ts'
import { deviations, slowest, stale } from './lists.ts'
import { renderMatrix } from './markdown-matrix.ts'
import { code, prose } from './markdown-text.ts'
import { table } from './table.ts'
import { partText } from '../text/part.ts'
import { count, duration, verdictOrder, verdictDescriptions } from '../text/describe.ts'

/**
 * The report as GitHub-flavoured Markdown: verdict in words, causes, totals, the matrix,
 * then failures, warnings, what was not judged, known deviations and the slowest cells.
 *
 * Text of the server is escaped: none of it is read as markup.
 */
export function renderMarkdown(model: ReportModel, options: RenderOptions = {}): string {
  const { report } = model
  const sections = [
    head(model),
    ...renderCauses(model),
    ...totals(report),
    ...problems(report),
    '## Matrix',
    ...renderMatrix(model),
    ...renderEntries('Failures', ['fail'], model, options),
    ...renderEntries('Not completed', ['error'], model, options),
    ...renderEntries('Warnings', ['warn'], model, options),
    ...notJudged(model),
    ...deviations(model),
    ...comparedCells(report),
    ...stale(model),
    ...slowest(report),
  ]
  return `${sections.join('\n\n')}\n`
}

function head({ report, headline, retries }: ReportModel): string {
  const { target, summary } = report
  const { verdict, sentence, tone } = headline
  const symbol = { good: '✅', bad: '❌', open: '❔' }[tone]
  const version = target.version === undefined ? '' : `, version ${code(target.version)}`
  const part = partText(report)
  const facts = [
    `Target ${code(target.name)} at ${code(target.endpoint)}${version}`,
    ...(part === undefined ? [] : [`only ${code(part)}`]),
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
    report.interrupted === true ? '\n\n**The run was interrupted: these are partial results.**' : ''
  return `${title}\n\n**${prose(sentence)}**${stopped}\n\n${facts.join(' · ')}`
}

function totals({ summary }: Report): string[] {
  const rows = verdictOrder
    .filter((verdict) => verdict === 'fail' || verdict === 'pass' || summary[verdict] > 0)
    .map((verdict) => {
      const { symbol, meaning } = verdictDescriptions[verdict]
      return [`${symbol} ${verdict}`, String(summary[verdict]), meaning]
    })
  const body = [...rows, ['all', String(summary.checks), '']]
  return [table(['Verdict', 'Checks', 'Meaning'], body, ['l', 'r', 'l'])]
}

function problems({ problems: all }: Report): string[] {
  if (all.length === 0) return []
  return ['## Problems', all.map((problem) => `- ${prose(problem)}`).join('\n')]
}

function notJudged({ unjudged: entries }: ReportModel): string[] {
  if (entries.length === 0) return []
  const total = entries.reduce((sum, entry) => sum + entry.checks, 0)
  const rows = entries.map(({ verdict, reason, because, checks, cases }) => [
    `${verdictDescriptions[verdict].symbol} ${verdict}`,
    String(checks),
    [prose(reason), ...(because === undefined ? [] : [prose(because)])].join('<br>'),
    someCases(cases),
  ])
  const columns = ['Verdict', 'Checks', 'Why', 'Cases']
  return [
    `## Not judged: ${count(total, 'check')}`,
    'Whether these hold is unknown.',
    table(columns, rows, ['l', 'r', 'l', 'l']),
  ]
}

const namedCases = 5

function someCases(cases: readonly string[]): string {
  const named = cases.slice(0, namedCases).map(prose).join(', ')
  return cases.length > namedCases ? `${named} and ${cases.length - namedCases} more` : named
}
