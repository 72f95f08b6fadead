/** What a case, a check or a rule requires, as data. */
import type { Case, Catalogue, Check, Rule } from '../../model/case.ts'
import { findingCodes, isFindingCode } from '../../model/findings/finding-codes.ts'
import { apiFacts } from '../../model/apis.ts'
import type { ApiName, Level } from '../../model/names.ts'
import { runReplies } from '../../model/report.ts'
import { repliesCheck } from '../../model/run/replies-check.ts'
import { refusable, refusalCheck, refusalRule } from '../compile/refusal.ts'
import { joins } from '../load/joins.ts'
import { checkIdIn } from '../load/step-id.ts'
import { ledgerOf } from './ledger.ts'

export interface ExplainedRule {
  readonly id: string
  readonly level: Level
  readonly text: string
  readonly url: string
  /** ISO date on which it was read there. */
  readonly read: string
  readonly covers: readonly string[]
  readonly remedy?: string
  /** Who changes it. */
  readonly owner: string
  /** Checks that judge it; empty where it is excluded. */
  readonly checks: readonly string[]
  readonly excluded?: string
  /** `file:line`. */
  readonly source: string
}

export interface ExplainedCheck {
  readonly id: string
  readonly level: Level
  /** The name of the assertion, and its arguments. */
  readonly assert: string
  readonly args: unknown
  readonly rule: Pick<Rule, 'id' | 'text' | 'url'> | { readonly id: string }
  readonly source: string
}

export interface ExplainedCase {
  readonly id: string
  readonly title: string
  readonly from: readonly string[]
  readonly covers: readonly string[]
  readonly apis: readonly ApiName[]
  /** Its own, beside the protocol checks of each API. */
  readonly checks: readonly ExplainedCheck[]
  readonly source: string
}

/** What an id names; a check without its case may be one of several. */
export type Explanation =
  | { readonly case: ExplainedCase }
  | { readonly rule: ExplainedRule }
  | { readonly checks: readonly ExplainedCheck[] }
  | { readonly finding: ExplainedFinding }

/** What checks of any rule may find. */
export interface ExplainedFinding {
  readonly code: string
  readonly meaning: string
}

/** What `id` (a case, `case/check`, a check of the protocol packs, a rule, or the code of a finding) means. */
export function explanationOf(catalogue: Catalogue, id: string): Explanation | undefined {
  const found = catalogue.cases.find((one) => one.id === id)
  if (found !== undefined) return { case: explainCase(found, catalogue) }
  const rule = explainRule(catalogue, id)
  if (rule !== undefined) return { rule }
  const checks = checksNamed(catalogue, id).map((check) => explainCheck(check, catalogue))
  if (checks.length > 0) return { checks }
  return isFindingCode(id) ? { finding: { code: id, meaning: findingCodes[id] } } : undefined
}

function explainCase(found: Case, catalogue: Catalogue): ExplainedCase {
  const { id, title, from, covers, apis } = found
  const checks = found.checks.map((check) => explainCheck(check, catalogue))
  return { id, title, from, covers, apis, checks, source: location(found) }
}

type Named = Omit<Check, 'step'>

function checksNamed(catalogue: Catalogue, id: string): Named[] {
  const [caseId = '', checkId] = id.split('/')
  if (checkId !== undefined) return checksOfCase(catalogue, caseId, checkId)
  if (caseId === runReplies) return [repliesCheck]
  const name = id.split('.').at(-1)
  const { cases, packs } = catalogue
  const refusals = cases.filter(mayLack).slice(0, 1).map(refusalCheck)
  const all: readonly Named[] = [...refusals, ...packs.flatMap(({ checks }) => checks)]
  return all.filter((check) => check.id === id || check.id === name)
}

/** The checks of a case with that id: its own, or those that may join a step of it. */
function checksOfCase({ cases, packs }: Catalogue, caseId: string, checkId: string): Named[] {
  if (caseId === runReplies) return checkId === repliesCheck.id ? [repliesCheck] : []
  const asked = cases.find((one) => one.id === caseId)
  if (asked === undefined) return []
  const refusals = mayLack(asked) ? [refusalCheck(asked)] : []
  const own = [...asked.checks, ...refusals].filter((check) => check.id === checkId)
  const steps = asked.steps.map((step) =>
    asked.apis.reduce((one, api) => refusable(one, step.api ?? api), step),
  )
  const joined = steps.flatMap(({ id }) =>
    packs
      .filter((pack) => joins(pack, { ...asked, steps }, id))
      .flatMap(({ checks }) => checks.filter((check) => checkIdIn(id, check.id) === checkId)),
  )
  return [...own, ...new Set(joined)]
}

/** Whether a target may lack what a case needs, and must then refuse it cleanly. */
function mayLack({ capability, apis }: Case): boolean {
  return capability !== undefined || apis.some((api) => apiFacts[api].capability !== undefined)
}

function explainCheck(check: Named, { rules }: Catalogue): ExplainedCheck {
  const { id, level, assert, args } = check
  const rule = rules.get(check.rule)
  return {
    id,
    level,
    assert,
    args,
    rule: rule === undefined ? { id: check.rule } : { id: rule.id, text: rule.text, url: rule.url },
    source: location(check),
  }
}

function explainRule(catalogue: Catalogue, id: string): ExplainedRule | undefined {
  const { entries } = ledgerOf(catalogue, [refusalRule])
  const found = entries.find(({ rule }) => rule.id === id)
  if (found === undefined) return undefined
  const { level, text, url, read, covers = [], remedy, owner = 'server', excluded } = found.rule
  return {
    id,
    level,
    text,
    url,
    read,
    covers,
    ...(remedy !== undefined && { remedy }),
    owner,
    checks: found.checkedBy,
    ...(excluded !== undefined && { excluded }),
    source: location(found.rule),
  }
}

function location({ source }: Pick<Case, 'source'>): string {
  return `${source.file}:${source.line}`
}

/** Every id that can be explained. */
export function explainableIds({ cases, packs, rules }: Catalogue): string[] {
  return [
    ...cases.map((one) => one.id),
    ...cases.flatMap((one) => one.checks.map((check) => `${one.id}/${check.id}`)),
    ...packs.flatMap(({ checks }) => checks.map((check) => check.id)),
    refusalRule.id,
    `${runReplies}/${repliesCheck.id}`,
    ...rules.keys(),
  ]
}
