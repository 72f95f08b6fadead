/** The verdict of a run in words. */
import type { CheckResult, Report } from '../../model/report.ts'
import { boughtText } from '../text/bought.ts'
import { count } from '../text/describe.ts'

export interface Headline {
  /** In capitals, for example `NOT CONFORMANT`. */
  readonly verdict: string
  /** One sentence: the reason, and the exit code. */
  readonly sentence: string
  readonly tone: 'good' | 'bad' | 'open'
}

/** Verdict and reason of `report`, from its exit code and its counts. */
export function headlineOf(report: Report): Headline {
  const { verdict, why, tone } = judgementOf(report)
  const bought = boughtText(report)
  const asked = bought === undefined ? '' : `, in ${bought}`
  return { verdict, tone, sentence: `${why}${asked} (exit code ${report.exitCode}).` }
}

function judgementOf(report: Report): { verdict: string; why: string; tone: Headline['tone'] } {
  const { summary } = report
  const judged = judgedCount(report)
  switch (report.exitCode) {
    case 130:
      return {
        verdict: summary.fail > 0 ? 'INTERRUPTED, NOT CONFORMANT SO FAR' : 'INTERRUPTED',
        why: `The run was stopped; of ${count(summary.checks, 'check')}, ${judged} were judged and ${summary.fail} failed`,
        tone: summary.fail > 0 ? 'bad' : 'open',
      }
    case 2:
      return {
        verdict: 'NOT RUN',
        why: 'The command line or a file must be fixed first',
        tone: 'open',
      }
    case 3:
      return {
        verdict: 'NOTHING JUDGED',
        why: 'The target could not be reached or refused the credentials, so its conformance is unknown',
        tone: 'open',
      }
    case 70:
      return { verdict: 'NOT COMPLETED', why: whyFaulty(report), tone: 'bad' }
    case 5:
      return judged === 0 ? nothingJudged : undecided(report)
    case 1:
      return { verdict: whatNot(report), why: whyNot(report), tone: 'bad' }
    default:
      // A report with a failure is never headed as conformant, whatever its exit code.
      if (summary.fail > 0) return { verdict: 'NOT CONFORMANT', why: whyNot(report), tone: 'bad' }
      return judged === 0 ? nothingJudged : conformant(report)
  }
}

const nothingJudged = {
  verdict: 'NOTHING JUDGED',
  why: 'No check could be judged',
  tone: 'open',
} as const

/** The number of checks that were judged. */
function judgedCount({ summary }: Report): number {
  return summary.checks - summary.error - summary.inconclusive - summary.unsupported
}

function undecided({ summary, problems }: Report): ReturnType<typeof judgementOf> {
  // Parts, regions or entries that are not there are no checks: no count speaks of them.
  const gap = problems.find((problem) => problem.startsWith('Missing: '))
  const problem = gap ?? problems[0]
  if (problem !== undefined && (gap !== undefined || summary.inconclusive === 0)) {
    return { verdict: 'UNDECIDED', why: problem.replace(/\.$/, ''), tone: 'open' }
  }
  if (summary.inconclusive === 0) {
    return { verdict: 'UNDECIDED', why: 'No must check could be judged', tone: 'open' }
  }
  const why = `${summary.inconclusive} of ${count(summary.checks, 'check')} could not be judged, which is too many for a verdict`
  return { verdict: 'UNDECIDED', why, tone: 'open' }
}

/** A run that could not be completed, or a problem of the baseline, is not a violation. */
function whatNot({ summary }: Report): string {
  if (summary.fail > 0) return 'NOT CONFORMANT'
  return summary.error > 0 ? 'NOT COMPLETED' : 'NOT ACCEPTED'
}

function whyNot(report: Report): string {
  const { summary, problems } = report
  const { fail, error, warn, checks } = summary
  const parts = [
    fail > 0 ? `${fail} of ${count(checks, 'check')} failed` : undefined,
    error > 0 ? `${count(error, 'check')} could not be completed` : undefined,
  ].filter((part) => part !== undefined)
  if (parts.length > 0) return capitalised(parts.join(' and ')) + hangingClients(report)
  const but = problems.length > 0 ? count(problems.length, 'problem') : count(warn, 'warning')
  return `No check failed, but the run has ${but}, which is not accepted`
}

/** Bodies that do not end, which a person meets as a client that hangs. */
function hangingClients({ cells }: Report): string {
  const open = cells.filter(({ checks }) => checks.some(isLeftOpen)).length
  if (open === 0) return ''
  return `; in ${count(open, 'cell')} the body does not end after the answer, so that a client hangs which reads to its end (RFC 9112 section 8)`
}

function isLeftOpen({ finding, alsoFound = [] }: CheckResult): boolean {
  return [finding, ...alsoFound].some((found) => found?.code === 'http.left-open')
}

function whyFaulty({ cells, summary }: Report): string {
  const faults = cells.flatMap(({ checks }) => checks).filter(({ fault }) => fault).length
  const failed = summary.fail > 0 ? `; of the others ${summary.fail} failed` : ''
  return `A fault of bedrock-conformance itself left ${count(faults, 'check')} unjudged${failed}`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function conformant(report: Report): ReturnType<typeof judgementOf> {
  const { summary, exitCode } = report
  const except = [
    summary.warn > 0 ? count(summary.warn, 'warning') : undefined,
    summary.known > 0 ? count(summary.known, 'known deviation') : undefined,
  ].filter((part) => part !== undefined)
  const beside = except.length > 0 ? `, with ${except.join(' and ')}` : ''
  const why = `No must was violated outside the baseline in ${count(judgedCount(report), 'judged check')}${beside}`
  if (exitCode === 4) {
    const gone = `gone, to be removed from the baseline: ${count(summary.fixed, 'expected failure')}`
    const stale = `${why}; ${summary.fixed > 0 ? gone : 'the baseline has entries that expired or match nothing'}`
    return { verdict: `${conformantWords(report)}, STALE BASELINE`, why: stale, tone: 'open' }
  }
  if (exitCode !== 0)
    return { verdict: 'UNKNOWN', why: 'The report has an unknown exit code', tone: 'open' }
  return { verdict: conformantWords(report), why, tone: 'good' }
}

/** A run that a budget narrowed shows nothing about the rest. */
function conformantWords({ selection }: Report): string {
  return selection?.budget === undefined ? 'CONFORMANT' : 'CONFORMANT IN WHAT WAS ASKED'
}
