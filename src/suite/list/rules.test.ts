import { describe, expect, it } from 'vitest'
import { modelledErrors } from '../../assertions/aws/model.ts'
import {
  exceptionNames,
  namesBelow,
  structureNamed,
} from '../../assertions/aws/testing/service-model.ts'
import { refusalRule } from '../compile/refusal.ts'
import { isWholeLedger, ledgerOf } from './ledger.ts'
import { loadSuite } from '../load-suite.ts'

const catalogue = loadSuite()
const covered = [...catalogue.rules.values()].flatMap(({ covers = [] }) => covers)

/** Exactly, or by `Shape.*`. */
function isCovered(name: string): boolean {
  const shape = name.slice(0, name.lastIndexOf('.'))
  return covered.includes(name) || covered.includes(`${shape}.*`)
}

describe('the ledger of rules', () => {
  it('accounts for every rule: checked, or excluded with a reason', () => {
    const ledger = ledgerOf(catalogue, [refusalRule])
    expect(ledger.sources.flatMap(({ open }) => open.map(({ id }) => id))).toEqual([])
    expect(ledger.contradicted.map(({ rule }) => rule.id)).toEqual([])
    expect(ledger.ruleless).toEqual([])
    expect(ledger.claimedTwice).toEqual([])
    expect(isWholeLedger(ledger)).toBe(true)
  })

  it('has a rule for every modelled exception, with its status', () => {
    const texts = [...catalogue.rules.values()]
      .filter(({ id }) => id.startsWith('bedrock.exception.'))
      .map(({ text }) => text)
    for (const [name, status] of Object.entries(modelledErrors)) {
      expect(texts.filter((text) => text.startsWith(`${name} has status ${status}:`))).toHaveLength(
        1,
      )
    }
    expect(texts).toHaveLength(Object.keys(modelledErrors).length)
  })
})

describe('the service model in AWS’s own client', () => {
  const names = namesBelow([
    'ConverseResponse',
    'ConverseStreamResponse',
    'InvokeModelResponse',
    'InvokeModelWithResponseStreamResponse',
  ])

  it('has no member or enumeration value of a response without a rule', () => {
    expect(names.length).toBeGreaterThan(150)
    expect(names.filter((name) => !isCovered(name))).toEqual([])
  })

  it('has no exception without a rule, nor any member of one', () => {
    expect(exceptionNames).toHaveLength(11)
    for (const name of exceptionNames) {
      expect(covered).toContain(name)
      const { httpStatus, members } = structureNamed(name)
      expect(modelledErrors).toHaveProperty(name, httpStatus)
      for (const member of members.keys()) expect(covered).toContain(`${name}.${member}`)
    }
  })

  it('has every name that a rule claims to cover', () => {
    const claimed = [...catalogue.rules.values()]
      .filter(({ id }) => id.startsWith('bedrock.model.'))
      .flatMap(({ covers = [] }) => covers)
    const shapes = new Set(names.map((name) => name.slice(0, name.lastIndexOf('.'))))
    const unknown = claimed.filter((name) =>
      name.endsWith('.*') ? !shapes.has(name.slice(0, -2)) : !names.includes(name),
    )
    expect(unknown).toEqual([])
  })
})
