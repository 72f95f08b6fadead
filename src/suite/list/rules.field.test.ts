/** Against OpenAI's published schemas in `../shared/reference`; see the project `field` in vitest.config.ts. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadSuite } from '../load-suite.ts'

const openai = definitionsOf('openai-chat')
const responses = definitionsOf('openai-responses')
const catalogue = loadSuite()
const covered = [...catalogue.rules.values()].flatMap(({ covers = [] }) => covers)

/** Exactly, or by `Shape.*`. */
function isCovered(name: string): boolean {
  const shape = name.slice(0, name.lastIndexOf('.'))
  return covered.includes(name) || covered.includes(`${shape}.*`)
}

type Definitions = Readonly<Record<string, Schema>>

function definitionsOf(name: string): Definitions {
  const file = new URL(`../../../../shared/reference/${name}.schema.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { $defs: Definitions }).$defs
}

interface Schema {
  readonly $ref?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

/** Required members, each under the name of the definition that it stands in. */
function requiredBelow(defs: Definitions, roots: readonly string[]): string[] {
  const seen = new Set<string>()
  const names: string[] = []
  const visit = (schema: Schema, path: string): void => {
    if (schema.$ref !== undefined) return enter(schema.$ref.split('/').at(-1) ?? '')
    names.push(...(schema.required ?? []).map((member) => `${path}.${member}`))
    for (const [member, inner] of Object.entries(schema.properties ?? {})) {
      visit(inner, `${path}.${member}`)
    }
    const { items = [], anyOf = [], oneOf = [], allOf = [] } = schema
    for (const inner of [items, anyOf, oneOf, allOf].flat()) {
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

it('OpenAI’s schema of chat completions requires no member without a rule', () => {
  const roots = ['CreateChatCompletionResponse', 'CreateChatCompletionStreamResponse']
  const names = requiredBelow(openai, [...roots, 'ListModelsResponse', 'ErrorResponse'])
  expect(names.length).toBeGreaterThan(40)
  expect(names.filter((name) => !isCovered(name))).toEqual([])
})

it('OpenAI’s schema of responses requires no member without a rule', () => {
  const names = requiredBelow(responses, ['Response', 'ErrorResponse', 'ResponseItemList'])
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter((name) => !isCovered(name))).toEqual([])
})

it('OpenAI’s schema of responses has no event with a required member without a rule', () => {
  const events = Object.keys(responses).filter((name) => /^Response.+(?<!Stream)Event$/u.test(name))
  expect(events.length).toBeGreaterThan(50)
  const names = events.flatMap((name) =>
    (responses[name]?.required ?? []).map((member) => `${name}.${member}`),
  )
  expect(names.filter((name) => !isCovered(name))).toEqual([])
})
