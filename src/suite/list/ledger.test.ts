import { describe, expect, it } from 'vitest'
import type { Catalogue, Check, Rule } from '../../model/case.ts'
import { isWholeLedger, ledgerOf } from './ledger.ts'

const source = { file: 'suites/rules/a.yaml', line: 3 }

function ruleOf(id: string, more: Partial<Rule> = {}): [string, Rule] {
  const url = 'https://example.com/'
  return [id, { id, level: 'must', text: 'A rule.', url, read: '2026-01-31', source, ...more }]
}

function checkOf(id: string, rule: string, also?: readonly string[]): Check {
  return {
    id,
    rule,
    ...(also && { also }),
    level: 'must',
    kind: 'protocol',
    assert: 'status',
    args: 200,
    step: 'main',
    needs: [],
    source: { file: 'suites/protocol/p.yaml', line: 5 },
  }
}

function catalogueOf(rules: readonly [string, Rule][], checks: readonly Check[]): Catalogue {
  const pack = {
    apis: ['converse'],
    outcome: 'always',
    families: [],
    endpoints: [],
    checks,
    source: { file: 'suites/protocol/p.yaml', line: 1 },
  } as const
  return { cases: [], packs: [pack], rules: new Map(rules) }
}

describe('the ledger', () => {
  it('counts a rule as checked by the check that names it, first or also, or by the program', () => {
    const rules = ['a.b', 'a.c', 'a.d'].map((id) => ruleOf(id))
    const ledger = ledgerOf(catalogueOf(rules, [checkOf('one', 'a.b', ['a.c'])]), [
      { id: 'built-in', rule: 'a.d' },
    ])
    expect(ledger.entries.map(({ checkedBy }) => checkedBy)).toEqual([
      ['protocol/p/one'],
      ['protocol/p/one'],
      ['built-in'],
    ])
    expect(ledger.sources).toEqual([
      { file: source.file, rules: 3, checked: 3, excluded: [], open: [] },
    ])
    expect(isWholeLedger(ledger)).toBe(true)
  })

  it('accepts a rule that nothing checks only with a reason', () => {
    const excluded = ruleOf('a.c', { excluded: 'Nobody asks for it.' })
    const whole = ledgerOf(catalogueOf([excluded], []))
    expect(whole.sources[0]).toMatchObject({ checked: 0, excluded: [excluded[1]], open: [] })
    expect(isWholeLedger(whole)).toBe(true)
    const open = ledgerOf(catalogueOf([excluded, ruleOf('a.b')], []))
    expect(open.sources[0]?.open.map(({ id }) => id)).toEqual(['a.b'])
    expect(isWholeLedger(open)).toBe(false)
  })

  it('refuses a rule that is excluded and checked all the same', () => {
    const excluded = ruleOf('a.b', { excluded: 'Nobody asks for it.' })
    const ledger = ledgerOf(catalogueOf([excluded], [checkOf('one', 'a.b')]))
    expect(ledger.contradicted).toMatchObject([{ checkedBy: ['protocol/p/one'] }])
    expect(isWholeLedger(ledger)).toBe(false)
  })

  it('refuses a check whose rule no file has', () => {
    const ledger = ledgerOf(catalogueOf([], [checkOf('one', 'a.b')]))
    expect(ledger.ruleless).toEqual(['protocol/p/one: a.b'])
    expect(isWholeLedger(ledger)).toBe(false)
  })

  it('refuses two rules that speak for the same name of a specification', () => {
    const both = ['a.b', 'a.c'].map((id) => ruleOf(id, { covers: ['Usage.total'] }))
    const checks = [checkOf('one', 'a.b', ['a.c'])]
    const ledger = ledgerOf(catalogueOf(both, checks))
    expect(ledger.claimedTwice).toEqual(['Usage.total'])
    expect(isWholeLedger(ledger)).toBe(false)
  })
})
