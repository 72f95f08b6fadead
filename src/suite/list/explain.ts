/** What a case, a check or a rule requires, as data. */
import type { Case, Catalogue, Check, Rule } from '../../model/case.ts'
import { findingCodes, isFindingCode } from '../../model/findings/finding-codes.ts'
import type { ApiName, Level } from '../../model/names.ts'
import { refusalRule } from '../compile/refusal.ts'
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

function checksNamed({ cases, packs }: Catalogue, id: string): Omit<Check, 'step'>[] {
  const [caseId, checkId = caseId] = id.split('/')
  const own = cases.filter((one) => one.id === caseId).flatMap(({ checks }) => checks)
  const name = checkId?.split('.').at(-1)
  return [...own, ...packs.flatMap(({ checks }) => checks)].filter(
    (check) => check.id === checkId || check.id === name,
  )
}

function explainCheck(check: Omit<Check, 'step'>, { rules }: Catalogue): ExplainedCheck {
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
    ...rules.keys(),
  ]
}
