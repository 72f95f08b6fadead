/** Counts the replies of a run and those among them that are empty, and judges the rate. */
import { apiFacts, isConversational } from '../../model/apis.ts'
import { finding } from '../../model/findings/finding.ts'
import { endedByUs } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { runReplies, type CellResult, type ReplyCounts } from '../../model/report.ts'
import { repliesCheck } from '../../model/run/replies-check.ts'
import { interval } from '../statistics/statistics.ts'
import { cellVerdict } from './cell-verdict.ts'
import { judgeCheck } from './check-verdict.ts'
import { hasOtherContent } from './other-content.ts'

/** Fewer replies say nothing about a rate. */
const fewest = 20

/** A server that answers may rarely have nothing to say. */
const floor = 0.99

/** Successful replies among exchanges; undefined where there is none. */
export function countReplies(observations: readonly Observation[]): ReplyCounts | undefined {
  const replies = observations.filter(isCounted)
  if (replies.length === 0) return undefined
  return { count: replies.length, empty: replies.filter(isEmpty).length }
}

/** Families of APIs that answer with vectors, scores or counts too. */
const speechless: ReadonlySet<string> = new Set(['invoke', 'embeddings', 'count'])

function isCounted({ api, exchange, error, reply }: Observation): boolean {
  const { status = 0 } = exchange.response ?? {}
  if (!isConversational(api) || status < 200 || status >= 300 || endedByUs(exchange)) return false
  if (speechless.has(apiFacts[api].family) && reply?.choices.length === 0) return false
  // A reply that cannot be read is the finding of a check of its own.
  return error === undefined && reply !== undefined
}

/**
 * No text, no reasoning, no call and nothing else, though the reply says that it is complete. What a limit, a filter
 * or a stop sequence cut may be empty.
 */
function isEmpty(observation: Observation): boolean {
  const { api, exchange, reply } = observation
  if (reply === undefined || reply.ending === 'length' || reply.ending === 'filter') return false
  if (hasOtherContent(observation)) return false
  // A response in the background that is queued, in progress or cancelled.
  if (apiFacts[api].family === 'responses' && reply.ending === 'other') return false
  const asked = Buffer.from(exchange.request.body).toString('utf8')
  if (/"stop(?:Sequences|_sequences)?"\s*:/u.test(asked)) return false
  return reply.choices.every(
    ({ rawText, reasoning, toolCalls }) =>
      rawText.trim() === '' && reasoning.trim() === '' && toolCalls.length === 0,
  )
}

interface ReplyStandard {
  readonly strict: boolean
  readonly baseline: readonly BaselineEntry[]
}

/** One row for each API with enough replies: whether too many of them are empty. */
export function judgeReplies(cells: readonly CellResult[], standard: ReplyStandard): CellResult[] {
  const counted = cells.filter(({ replies }) => replies !== undefined)
  const apis = [...new Set(counted.map(({ api }) => api))]
  return apis.flatMap((api) =>
    rowOf(
      counted.filter((cell) => cell.api === api),
      standard,
    ),
  )
}

function rowOf(cells: readonly CellResult[], { strict, baseline }: ReplyStandard): CellResult[] {
  const [first] = cells
  const count = sum(cells, 'count')
  if (first === undefined || count < fewest) return []
  const at = { case: runReplies, api: first.api, region: '-', model: '-' }
  const look = { notes: [], ...lookAt(cells, count) }
  const checks = [judgeCheck(repliesCheck, [look], { at, strict, expected: baseline })]
  return [
    {
      ...at,
      suite: 'run',
      title: 'Replies of the whole run are not empty',
      from: [],
      verdict: cellVerdict(checks),
      durationMs: 0,
      requests: 0,
      retries: 0,
      requestIds: [],
      checks,
      source: repliesCheck.source,
    },
  ]
}

function lookAt(cells: readonly CellResult[], count: number) {
  const empty = sum(cells, 'empty')
  if (empty === 0) return { findings: [] }
  const { low, high } = interval(empty, count)
  const percent = (rate: number): string => `${(rate * 100).toFixed(0)} %`
  const where = [...new Set(cells.filter(({ replies }) => replies?.empty).map((cell) => cell.case))]
  const received = `${empty} of ${count} (95 % interval ${percent(low)} to ${percent(high)}), first in ${where.slice(0, 3).join(', ')}`
  if (low <= 1 - floor) {
    const because = `Empty replies: ${received}; more replies may decide whether that is too many.`
    return { findings: [], inconclusive: { reason: 'interval', because } as const }
  }
  const message = 'Complete replies have no text, no reasoning and no tool call.'
  const expected = `at most ${percent(1 - floor)} of the replies`
  return { findings: [finding('text.empty-rate', message, expected, received)] }
}

function sum(cells: readonly CellResult[], name: keyof ReplyCounts): number {
  return cells.reduce((total, { replies }) => total + (replies?.[name] ?? 0), 0)
}
