/** The checks of a report that did not pass, each with what tells its root apart. */
import type { CellResult, CheckResult } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import { answerIn, comparable, wordsOf, type Answer } from './words.ts'

/** Verdicts that a cause can have, the worst first. */
export const causeVerdicts = ['fail', 'error', 'warn', 'inconclusive', 'known'] as const
export type CauseVerdict = (typeof causeVerdicts)[number]

/** A check that did not pass, in its cell. */
export interface Symptom {
  readonly cell: CellResult
  readonly check: CheckResult
  readonly verdict: CauseVerdict
  readonly code: string
  /** Equal for symptoms of one root. */
  readonly key: string
  /** The response that was not due, where it shows one. */
  readonly answer?: Answer
}

/** The symptoms of a cell, in the order of its checks. */
export function symptomsOf(cell: CellResult): Symptom[] {
  return cell.checks.flatMap((check) => {
    const { verdict } = check
    if (!isCauseVerdict(verdict)) return []
    const code = check.finding?.code ?? check.reason ?? verdict
    const answer = check.finding && answerIn(check.finding, cell)
    const key = keyOf(cell, check, code)
    return [{ cell, check, verdict, code, key, ...(answer && { answer }) }]
  })
}

function isCauseVerdict(verdict: Verdict): verdict is CauseVerdict {
  return causeVerdicts.some((known) => known === verdict)
}

/**
 * Symptoms with one code and comparable words have one root, whichever API shows it; the text that
 * a model chooses differs by what was asked, so there the rule counts too. A known failure never joins one
 * that is not known.
 */
function keyOf(cell: CellResult, check: CheckResult, code: string): string {
  const { finding, kind, rule, verdict, because = '' } = check
  const rank = verdict === 'known' ? 'known' : finding === undefined ? verdict : 'failing'
  const asked = kind === 'behaviour' && code.startsWith('text.') ? rule : ''
  if (finding === undefined) return JSON.stringify([rank, code, comparable(because, cell)])
  return JSON.stringify([rank, code, asked, wordsOf(finding, cell)])
}
