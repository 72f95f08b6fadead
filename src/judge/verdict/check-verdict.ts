/** From the findings of a check to its verdict. */
import type { Check } from '../../model/case.ts'
import type { Finding } from '../../model/findings/finding.ts'
import type { AnsweredId } from '../../model/findings/own-id.ts'
import type { CheckResult } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import type { Reason } from '../../model/names.ts'
import { expectedBy, type JudgedAt } from '../baseline/match.ts'
import { kindOf, otherKinds } from './finding-kinds.ts'
import { plainPass } from './plain-pass.ts'
import {
  describeInterval,
  interval,
  judgeInterval,
  judgeUnknown,
} from '../statistics/statistics.ts'

/** One look of a check at one exchange. */
export interface Look {
  readonly findings: readonly Finding[]
  readonly notes: readonly string[]
  /** Set when it could not be judged. */
  readonly inconclusive?: { readonly reason: Reason; readonly because: string }
  /** Set when no response came at all, or a fault of this program ended it. */
  readonly error?: string
  /** Set where the error is a fault of this program. */
  readonly fault?: true
  /** Index of the exchange among those of the cell. */
  readonly exchange?: number
  /** An id that no answer to another request of the run may have. */
  readonly ownId?: AnsweredId
}

export interface Standard {
  readonly at: JudgedAt
  readonly strict: boolean
  /** Deviations that the facts explain, then those of the baseline. */
  readonly expected: readonly BaselineEntry[]
}

type Judgement = Pick<CheckResult, 'verdict'> & Partial<CheckResult>

/** The verdict of `check` over every look it took. */
export function judgeCheck(check: Check, looks: readonly Look[], standard: Standard): CheckResult {
  if (check.kind !== 'behaviour' && looks.length > 0 && looks.every(isPlain)) {
    return plainPass(check)
  }
  const judgement = faultAmong(looks) ?? judgeUnfaulted(check, looks, standard)
  const { notes: noted = [] } = judgement
  const notes = [...new Set([...looks.flatMap((look) => look.notes), ...noted])]
  const exchange = exchangeShown(looks, judgement)
  return {
    id: check.id,
    level: check.level,
    kind: check.kind,
    rule: check.rule,
    source: check.source,
    ...judgement,
    ...(notes.length > 0 && { notes }),
    ...(exchange !== undefined && exchange > 0 && { exchange }),
  }
}

/** A check that this program failed at in one look has no verdict, whatever the others show. */
function faultAmong(looks: readonly Look[]): Judgement | undefined {
  const because = looks.find(({ fault }) => fault)?.error
  return because === undefined ? undefined : { verdict: 'error', because, fault: true }
}

function judgeUnfaulted(check: Check, looks: readonly Look[], standard: Standard): Judgement {
  return check.kind === 'behaviour'
    ? judgeBehaviour(check, looks, standard)
    : judgeProtocol(check, looks, standard)
}

/** The exchange that is shown: the finding's own, else the first with a finding. */
function exchangeShown(
  looks: readonly Look[],
  { verdict, finding }: Judgement,
): number | undefined {
  if (verdict === 'pass') return undefined
  const own = finding && looks.find(({ findings }) => findings.includes(finding))
  return (own ?? looks.find(({ findings }) => findings.length > 0))?.exchange
}

function judgeProtocol(check: Check, looks: readonly Look[], standard: Standard): Judgement {
  const findings = looks.flatMap((look) => look.findings)
  if (findings.length > 0) return judgeFindings(check, findings, standard)
  return unjudged(looks) ?? { verdict: 'pass' }
}

/** The reason why there is no verdict; nothing when there is one. */
function unjudged(looks: readonly Look[]): Judgement | undefined {
  const failed = looks.find((look) => look.error !== undefined)
  if (failed?.error !== undefined) return { verdict: 'error', because: failed.error }
  const open = looks.find((look) => look.inconclusive !== undefined)?.inconclusive
  if (open !== undefined) return { verdict: 'inconclusive', ...open }
  if (looks.length > 0) return undefined
  return { verdict: 'inconclusive', reason: 'not-run', because: 'Nothing was sent for it.' }
}

function judgeFindings(
  check: Check,
  findings: readonly Finding[],
  { at, strict, expected }: Standard,
): Judgement {
  const entries = findings.map((finding) => expectedBy(expected, at, check.id, kindOf(finding)))
  const unexpected = findings.filter((_, index) => entries[index] === undefined)
  const [finding = findings[0]] = unexpected
  const more = (unexpected.length || findings.length) - 1
  const alsoFound = finding === undefined ? [] : otherKinds(findings, finding)
  const seen = {
    ...(finding && { finding }),
    ...(more > 0 && { moreFindings: more }),
    ...(alsoFound.length > 0 && { alsoFound }),
  }
  if (unexpected.length === 0) {
    const { reason = '', link } = entries[0] ?? {}
    return { verdict: 'known', ...seen, known: { reason, ...(link !== undefined && { link }) } }
  }
  if (check.level === 'must' || (check.level === 'should' && strict)) {
    return { verdict: 'fail', ...seen }
  }
  return check.level === 'should' ? { verdict: 'warn', ...seen } : onlyNoted(unexpected)
}

/** A `may` is noted and never a failure. */
function onlyNoted(findings: readonly Finding[]): Judgement {
  return { verdict: 'pass', notes: findings.map((finding) => `${finding.message} (noted)`) }
}

/**
 * A behaviour is gated on the interval of how often it held. A look that could not be judged stays
 * in the denominator: it helps neither to pass nor to fail.
 */
function judgeBehaviour(check: Check, looks: readonly Look[], standard: Standard): Judgement {
  const failed = looks.filter((look) => look.findings.length > 0).length
  const held = looks.filter((look) => holds(look)).length
  if (failed + held === 0) return unjudged(looks) ?? { verdict: 'inconclusive', reason: 'not-run' }
  const statistics = interval(held, looks.length, check.floor)
  const outcome = judgeUnknown(held, looks.length - held - failed, looks.length, check.floor)
  if (outcome === 'pass') return { verdict: 'pass', statistics }
  const findings = mostFrequentFirst(looks.flatMap((look) => look.findings))
  const because = describeInterval(statistics)
  if (outcome === 'fail') {
    return { ...judgeFindings(check, findings.slice(0, 1), standard), statistics, because }
  }
  const [finding] = findings
  const open = judgeInterval(statistics) === 'straddles' ? '' : ', not counting what was not judged'
  return {
    verdict: 'inconclusive',
    reason: 'interval',
    because: `${because}: the interval straddles the floor${open}; more runs (--samples) may decide it.`,
    statistics,
    ...(finding && { finding }),
  }
}

/** One odd answer among many must not decide by which code a behaviour is known. */
function mostFrequentFirst(findings: readonly Finding[]): Finding[] {
  const number = (code: string): number => findings.filter((one) => one.code === code).length
  return findings.toSorted((one, other) => number(other.code) - number(one.code))
}

/** Whether a look found nothing and has nothing to say, as most do. */
function isPlain(look: Look): boolean {
  return holds(look) && look.notes.length === 0
}

function holds(look: Look): boolean {
  return look.findings.length === 0 && look.inconclusive === undefined && look.error === undefined
}
