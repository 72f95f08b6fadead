/** The checks of a report that did not pass, each with what tells its root apart. */
import type { CellResult, CheckResult } from '../../model/report.ts'
import { areUnjudgedAlike } from '../../model/run/unjudged.ts'
import type { Verdict } from '../../model/names.ts'
import {
  answerIn,
  comparable,
  isAnswer,
  isGranted,
  wordsOf,
  wordsOfForeign,
  type Answer,
} from './words.ts'

/** Verdicts that a cause can have, the worst first. */
export const causeVerdicts = ['fail', 'error', 'warn', 'inconclusive', 'known'] as const
type CauseVerdict = (typeof causeVerdicts)[number]

/** A check that did not pass, in its cell. */
export interface Symptom {
  readonly cell: CellResult
  readonly check: CheckResult
  /** All checks of the cell, where none was judged, for one and the same reason; absent: `check` alone. */
  readonly checks?: readonly CheckResult[]
  readonly verdict: CauseVerdict
  readonly code: string
  /** Equal for symptoms of one root, known or not. */
  readonly root: string
  /** Equal for symptoms of one root that count the same. */
  readonly key: string
  /** The response that was not due, where it shows one. */
  readonly answer?: Answer
}

/** By key, the symptoms that have it. */
export type Groups = ReadonlyMap<string, readonly Symptom[]>

/** The checks that say what `symptom` says. */
export function checksIn({ check, checks }: Symptom): readonly CheckResult[] {
  return checks ?? [check]
}

/** How many checks say what `symptoms` say. */
export function countOf(symptoms: readonly Symptom[]): number {
  return symptoms.reduce((sum, { checks }) => sum + (checks?.length ?? 1), 0)
}

/** The symptoms of a cell, in the order of its checks; a cell that was not sent has one. */
export function symptomsOf(cell: CellResult): Symptom[] {
  const [check] = cell.checks
  if (check === undefined || !areUnjudgedAlike(cell.checks)) return symptomsOfChecks(cell)
  const { verdict, reason } = check
  if (!isCauseVerdict(verdict)) return []
  const code = reason ?? verdict
  return [{ cell, check, checks: cell.checks, verdict, code, ...keysOf(cell, check, code) }]
}

function symptomsOfChecks(cell: CellResult): Symptom[] {
  /** Of what was not judged: many checks of a cell may say the same. */
  const unjudged = new Map<string, Pick<Symptom, 'root' | 'key'>>()
  return cell.checks.flatMap((check) => {
    const { verdict, finding, because = '' } = check
    if (!isCauseVerdict(verdict)) return []
    const code = finding?.code ?? check.reason ?? verdict
    if (finding !== undefined) {
      const answer = answerIn(finding, cell)
      const keys = keysOf(cell, check, code)
      return [{ cell, check, verdict, code, ...keys, ...(answer && { answer }) }]
    }
    const reason = `${verdict} ${code} ${because}`
    const keys = unjudged.get(reason) ?? keysOf(cell, check, code)
    unjudged.set(reason, keys)
    return [{ cell, check, verdict, code, ...keys }]
  })
}

function keysOf(cell: CellResult, check: CheckResult, code: string): Pick<Symptom, 'root' | 'key'> {
  const root = rootOf(cell, check, code)
  return { root, key: `${rankOf(check)} ${root}` }
}

/** What a failing check read instead of an answer of the API; undefined where it read one. */
export function foreignIn(
  { foreign }: CellResult,
  { finding, exchange = 0 }: CheckResult,
): string | undefined {
  return finding !== undefined && exchange === 0 ? foreign : undefined
}

function isCauseVerdict(verdict: Verdict): verdict is CauseVerdict {
  return causeVerdicts.some((known) => known === verdict)
}

/** A known failure never joins one that is not known, nor a failure what could not be judged. */
function rankOf({ finding, verdict }: CheckResult): string {
  if (verdict === 'known') return verdict
  return finding === undefined ? verdict : 'failing'
}

/** Codes about a text that depend on what was asked; an empty text never fits. */
const ofWhatWasAsked = /^text\.(?!empty)/

/**
 * Symptoms with one code and comparable words have one root, whichever API shows it; the text that
 * a model chooses, and what is granted, differ by what was asked, so there the rule counts too.
 */
function rootOf(cell: CellResult, check: CheckResult, code: string): string {
  const { finding, kind, rule, because = '' } = check
  const foreign = foreignIn(cell, check)
  if (foreign !== undefined) return JSON.stringify(['foreign', wordsOfForeign(foreign, cell)])
  if (finding === undefined) return JSON.stringify([code, comparable(because, cell)])
  const isOfRule =
    (kind === 'behaviour' && ofWhatWasAsked.test(code)) ||
    (isAnswer(code) && isGranted(answerIn(finding, cell)))
  const asked = isOfRule ? rule : ''
  return JSON.stringify([code, asked, wordsOf(finding, cell)])
}
