import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { modelledErrors } from '../../assertions/aws/model.ts'
import { refusalRule } from '../../engine/judge/refusal.ts'
import { isWholeLedger, ledgerOf } from './ledger.ts'
import { loadSuite } from '../../engine/load-suite.ts'

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

const reference = new URL('../../../../shared/reference/', import.meta.url)
const shapesFile = new URL('bedrock-runtime.shapes.json', reference)
const openaiFile = new URL('openai-chat.schema.json', reference)

function json(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

interface Shape {
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
  readonly enum?: readonly string[]
  readonly error?: { readonly httpStatusCode: number }
}

interface Model {
  readonly operations: Readonly<Record<string, { readonly errors: readonly { shape: string }[] }>>
  readonly shapes: Readonly<Record<string, Shape>>
}

/** Names that a response is made of: every member, and every value of an enumeration. */
function namesBelow({ shapes }: Model, roots: readonly string[]): string[] {
  const seen = new Set<string>()
  const names: string[] = []
  const visit = (name: string): void => {
    const shape = shapes[name]
    if (shape === undefined || seen.has(name)) return
    seen.add(name)
    const members = Object.entries(shape.members ?? {})
    names.push(...members.map(([member]) => `${name}.${member}`))
    names.push(...(shape.enum ?? []).map((value) => `${name}.${value}`))
    for (const [, member] of members) visit(member.shape)
    if (shape.member) visit(shape.member.shape)
  }
  for (const root of roots) visit(root)
  return names
}

describe.skipIf(!existsSync(shapesFile))(
  'against ../shared/reference/bedrock-runtime.shapes.json',
  () => {
    const model = existsSync(shapesFile)
      ? (json(shapesFile) as Model)
      : { operations: {}, shapes: {} }
    const names = namesBelow(model, [
      'ConverseResponse',
      'ConverseStreamResponse',
      'InvokeModelResponse',
      'InvokeModelWithResponseStreamResponse',
    ])

    it('every member and enumeration value of a response has its rule', () => {
      expect(names.length).toBeGreaterThan(150)
      expect(names.filter((name) => !isCovered(name))).toEqual([])
    })

    it('every exception has a rule with the modelled status, and so has each of its members', () => {
      const thrown = Object.values(model.operations).flatMap(({ errors }) => errors)
      const exceptions = [...new Set(thrown.map(({ shape }) => shape))]
      expect(exceptions).toHaveLength(11)
      for (const name of exceptions) {
        expect(covered).toContain(name)
        const { error, members = {} } = model.shapes[name]!
        expect(modelledErrors).toHaveProperty(name, error?.httpStatusCode)
        for (const member of Object.keys(members)) expect(covered).toContain(`${name}.${member}`)
      }
    })

    it('no rule speaks for a name that does not exist', () => {
      const rules = [...catalogue.rules.values()]
      const claimed = rules
        .filter(({ id }) => id.startsWith('bedrock.model.'))
        .flatMap(({ covers = [] }) => covers)
      const shapes = new Set(names.map((name) => name.slice(0, name.lastIndexOf('.'))))
      const unknown = claimed.filter((name) =>
        name.endsWith('.*') ? !shapes.has(name.slice(0, -2)) : !names.includes(name),
      )
      expect(unknown).toEqual([])
    })
  },
)

interface Schema {
  readonly $ref?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

/** Required members, each under the name of the definition that it stands in. */
function requiredBelow(defs: Readonly<Record<string, Schema>>, roots: readonly string[]): string[] {
  const seen = new Set<string>()
  const names: string[] = []
  const visit = (schema: Schema, path: string): void => {
    if (schema.$ref !== undefined) return enter(schema.$ref.split('/').at(-1) ?? '')
    names.push(...(schema.required ?? []).map((member) => `${path}.${member}`))
    for (const [member, inner] of Object.entries(schema.properties ?? {})) {
      visit(inner, `${path}.${member}`)
    }
    for (const inner of [schema.items ?? [], schema.anyOf ?? [], schema.oneOf ?? []].flat()) {
      visit(inner, path)
    }
  }
  const enter = (name: string): void => {
    const schema = defs[name]
    if (schema === undefined || seen.has(name)) return
    seen.add(name)
    visit(schema, name)
  }
  for (const root of roots) enter(root)
  return names
}

it.skipIf(!existsSync(openaiFile))(
  'every required member of OpenAI’s objects in ../shared/reference/openai-chat.schema.json has its rule',
  () => {
    const { $defs } = json(openaiFile) as { $defs: Readonly<Record<string, Schema>> }
    const roots = ['CreateChatCompletionResponse', 'CreateChatCompletionStreamResponse']
    const names = requiredBelow($defs, [...roots, 'ListModelsResponse', 'ErrorResponse'])
    expect(names.length).toBeGreaterThan(40)
    expect(names.filter((name) => !isCovered(name))).toEqual([])
  },
)
