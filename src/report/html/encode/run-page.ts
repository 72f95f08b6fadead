/** A report as the data of a page, bounded whatever the server sent. */
import type { CellEvidence } from '../../../model/findings/evidence.ts'
import type { TrendRow } from '../../../model/run/history.ts'
import type { CellResult } from '../../../model/report.ts'
import { repeatCommand } from '../../failure/failure.ts'
import type { ReportModel } from '../../model/model.ts'
import type { RenderOptions } from '../../render-options.ts'
import { partText } from '../../text/part.ts'
import { count, duration, verdictDescriptions, verdictOrder } from '../../text/describe.ts'
import type { PageDifference, PageHead, PageRule, PageRun, RunPage } from '../data.ts'
import { encodeCauses } from './causes.ts'
import { encodeCells, urgentFirst, type Encoded } from './cells.ts'
import { collectJudgements } from './judgements.ts'
import { encodeRegions } from './regions.ts'
import { fitting, sizeOf } from './size.ts'
import { shownBy, type Shown } from './texts.ts'

/** Bytes of the data: style and script come to it. */
const mostOfPage = 2_900_000
/** Bytes of each of the smaller parts. */
const mostBytes = 120_000
/** Characters of a command, which is copied and run: only a very long one is cut. */
const longestCommand = 4000
/** Cases of a reason that are named. */
const namedCases = 30
/** Earlier runs in the trend. */
const mostRuns = 60

/** Everything that the page of a run shows; of the exchanges, what the other parts leave room for. */
export function runPage(model: ReportModel, options: RenderOptions): RunPage {
  const { report } = model
  const shown = shownBy(options.clean ?? ((text) => text))
  const judgements = collectJudgements(model, options, shown)
  const { positionOf, ...cells } = encodeCells(report.cells, judgements, shown)
  const byPosition = <T>(valueOf: (cell: CellResult) => T | undefined): Record<number, T> =>
    recordOf(report.cells, positionOf, valueOf)
  const causes = encodeCauses(model, { positionOf }, shown)
  const unjudged = encodeUnjudged(model, shown)
  const left = [
    leftOut(report.cells.length - cells.cells.length, 'cell'),
    leftOut(model.causes.length - causes.length, 'cause'),
    leftOut(
      model.unjudged.length - unjudged.length,
      'entry of “Not judged”',
      'entries of “Not judged”',
    ),
  ].flat()
  const page: Omit<RunPage, 'evidence'> = {
    kind: 'run',
    head: headOf(model, left, shown),
    counts: verdictOrder
      .map(
        (verdict) =>
          [verdict, report.summary[verdict], verdictDescriptions[verdict].meaning] as const,
      )
      .filter(([, number]) => number > 0),
    causes,
    trend: (options.trend ?? []).slice(-mostRuns).map(runOf),
    regions: fitting(encodeRegions(model, { positionOf }, shown), mostBytes),
    unjudged,
    ...(report.against && { against: shown(report.against.name, 60) }),
    ...cells,
    judgements: judgements.all,
    rules: rulesOf(cells, model),
    differences: byPosition((cell) => differencesOf(cell, shown)),
    commands: byPosition((cell) =>
      cell.verdict === 'pass'
        ? undefined
        : shown(repeatCommand(cell, model, options), longestCommand),
    ),
    wire: byPosition(({ wire }) => (wire === undefined ? undefined : shown(wire, 200))),
  }
  const evidence = movedEvidence(options.evidence?.() ?? [], report.cells, positionOf)
  return { ...page, evidence: fitting(evidence, mostOfPage - sizeOf(page)) }
}

function encodeUnjudged({ unjudged }: ReportModel, shown: Shown): RunPage['unjudged'] {
  const entries = unjudged.map(({ verdict, reason, because, checks, cases }) => ({
    verdict,
    reason: shown([reason, because].filter((part) => part !== undefined).join(': '), 400),
    checks,
    cases: cases.slice(0, namedCases).map((id) => shown(id, 120)),
    casesLeft: Math.max(0, cases.length - namedCases),
  }))
  return fitting(entries, mostBytes / 2)
}

/** The sentence that says how many of a part do not fit; none where all do. */
function leftOut(number: number, noun: string, plural = `${noun}s`): string[] {
  if (number <= 0) return []
  return [`${count(number, noun, plural)} did not fit into this page; report.json has all.`]
}

function headOf(
  { report, headline, retries }: ReportModel,
  left: readonly string[],
  shown: Shown,
): PageHead {
  const { target, against, summary, startedAt, durationMs, suiteVersion, problems } = report
  const version = target.version === undefined ? '' : ` ${target.version}`
  const part = partText(report)
  const facts: [string, string][] = [
    ['target', `${target.name}${version}`],
    ['endpoint', target.endpoint],
    ...(against
      ? [['compared with', `${against.name} at ${against.endpoint}`] as [string, string]]
      : []),
    ...(part === undefined ? [] : [['only', part] as [string, string]]),
    ['started', startedAt],
    ['duration', duration(durationMs)],
    [
      'size',
      `${count(summary.cells, 'cell')}, ${count(summary.checks, 'check')}, ${count(summary.requests, 'request')}`,
    ],
    ...(retries > 0 ? [['repeated', count(retries, 'attempt')] as [string, string]] : []),
    ['suite', suiteVersion],
  ]
  return {
    title: shown(target.name, 100),
    ...headline,
    sentence: shown(headline.sentence, 400),
    facts: facts.map(([label, value]) => [label, shown(value, 300)]),
    notes: [
      ...problems.slice(0, 20).map((problem) => shown(problem, 400)),
      ...(problems.length > 20
        ? [`${problems.length - 20} more problems are in report.json.`]
        : []),
      ...left,
    ],
  }
}

function runOf({ entry, newFailures, fixed }: TrendRow): PageRun {
  const { at, exit, verdicts, version } = entry
  const { fail = 0, warn = 0, known = 0, pass = 0, error = 0, inconclusive = 0 } = verdicts
  return {
    at,
    exit,
    fail,
    warn,
    known,
    pass,
    open: error + inconclusive,
    newFailures: newFailures.length,
    fixed: fixed.length,
    ...(version !== undefined && { version }),
  }
}

/** Of each cell of the page the value that it has, as far as they fit. */
function recordOf<T>(
  cells: readonly CellResult[],
  positionOf: Encoded['positionOf'],
  valueOf: (cell: CellResult) => T | undefined,
): Record<number, T> {
  function* entries(): Generator<readonly [number, T]> {
    for (const cell of urgentFirst(cells)) {
      const position = positionOf(cell)
      const value = position === undefined ? undefined : valueOf(cell)
      if (position !== undefined && value !== undefined) yield [position, value]
    }
  }
  return Object.fromEntries(fitting(entries(), mostBytes))
}

function differencesOf({ against }: CellResult, shown: Shown): PageDifference[] | undefined {
  if (against === undefined || against.differences.length === 0) return undefined
  return against.differences.map(({ what, at, here, there, blame }) => ({
    what,
    at: shown(at, 200),
    here: shown(here, 300),
    there: shown(there, 300),
    blame: shown(blame, 60),
  }))
}

/** The rules that the checks of the page name. */
function rulesOf(
  { ruleNames }: Pick<Encoded, 'ruleNames'>,
  { rules }: ReportModel,
): Record<string, PageRule> {
  return Object.fromEntries(
    ruleNames.flatMap((name) => {
      const rule = rules.get(name)
      if (rule === undefined) return []
      const { text, url, read, remedy } = rule
      const known = Object.entries({ url, read, remedy }).filter(([, value]) => value !== undefined)
      return [[name, { text, ...Object.fromEntries(known) }]]
    }),
  )
}

/** The evidence of the cells that the page has, by their positions there. */
function movedEvidence(
  evidence: readonly CellEvidence[],
  cells: readonly CellResult[],
  positionOf: Encoded['positionOf'],
): CellEvidence[] {
  return evidence.flatMap((one) => {
    const cell = cells[one.cell]
    const position = cell === undefined ? undefined : positionOf(cell)
    return position === undefined ? [] : [{ ...one, cell: position }]
  })
}
