/** The ledger: which rules are checked, which are excluded and why, and which have no check. */
import type { Catalogue, Check, Rule } from '../../model/case.ts'

/** A check that is built into the program, in no suite file. */
export interface BuiltInCheck {
  readonly id: string
  readonly rule: string
}

interface LedgerEntry {
  readonly rule: Rule
  /** Checks that judge it, as `suite.case/check`, `protocol/file/check` or an id of the program's. */
  readonly checkedBy: readonly string[]
}

/** The rules of one file of `suites/rules`. */
interface LedgerSource {
  /** Path below the package root. */
  readonly file: string
  readonly rules: number
  readonly checked: number
  readonly excluded: readonly Rule[]
  /** Neither checked nor excluded. */
  readonly open: readonly Rule[]
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[]
  readonly sources: readonly LedgerSource[]
  /** Checked although the ledger excludes it. */
  readonly contradicted: readonly LedgerEntry[]
  /** Checks with a rule that no file has, as `check: rule`. */
  readonly ruleless: readonly string[]
  /** Names of a specification that two rules cover. */
  readonly claimedTwice: readonly string[]
}

interface Claim {
  readonly check: string
  readonly rule: string
}

function claimsOf(check: Pick<Check, 'id' | 'rule' | 'also'>, owner: string): Claim[] {
  const rules = [check.rule, ...(check.also ?? [])]
  return rules.map((rule) => ({ check: `${owner}/${check.id}`, rule }))
}

function packName(file: string): string {
  return file.replace('suites/', '').replace('.yaml', '')
}

function claimsIn({ cases, packs }: Catalogue, builtIn: readonly BuiltInCheck[]): Claim[] {
  return [
    ...cases.flatMap(({ id, checks }) => checks.flatMap((check) => claimsOf(check, id))),
    ...packs.flatMap(({ source, checks }) =>
      checks.flatMap((check) => claimsOf(check, packName(source.file))),
    ),
    ...builtIn.map(({ id, rule }) => ({ check: id, rule })),
  ]
}

function sourceOf(file: string, entries: readonly LedgerEntry[]): LedgerSource {
  const excluded = entries.filter(({ rule }) => rule.excluded !== undefined)
  const checked = entries.filter(({ checkedBy }) => checkedBy.length > 0)
  const open = entries.filter((entry) => !excluded.includes(entry) && !checked.includes(entry))
  return {
    file,
    rules: entries.length,
    checked: checked.length,
    excluded: excluded.map(({ rule }) => rule),
    open: open.map(({ rule }) => rule),
  }
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))]
}

/** Accounts for every rule of the catalogue. */
export function ledgerOf(catalogue: Catalogue, builtIn: readonly BuiltInCheck[] = []): Ledger {
  const claims = claimsIn(catalogue, builtIn)
  const rules = [...catalogue.rules.values()]
  const entries = rules.map((rule): LedgerEntry => {
    const checks = claims.filter((claim) => claim.rule === rule.id).map(({ check }) => check)
    return { rule, checkedBy: [...new Set(checks)] }
  })
  const files = [...new Set(rules.map(({ source }) => source.file))].toSorted()
  return {
    entries,
    sources: files.map((file) =>
      sourceOf(
        file,
        entries.filter(({ rule }) => rule.source.file === file),
      ),
    ),
    contradicted: entries.filter(
      ({ rule, checkedBy }) => rule.excluded !== undefined && checkedBy.length > 0,
    ),
    ruleless: claims
      .filter(({ rule }) => !catalogue.rules.has(rule))
      .map(({ check, rule }) => `${check}: ${rule}`),
    claimedTwice: repeated(rules.flatMap(({ covers = [] }) => covers)),
  }
}

/** Whether every rule is checked or excluded, and every check has a rule. */
export function isWholeLedger(ledger: Ledger): boolean {
  const { sources, contradicted, ruleless, claimedTwice } = ledger
  const faults = [...contradicted, ...ruleless, ...claimedTwice]
  return faults.length === 0 && sources.every(({ open }) => open.length === 0)
}
