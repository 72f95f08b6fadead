/** Against OpenAI's published schema in `../shared/reference`; see the project `field` in vitest.config.ts. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadSuite } from '../load-suite.ts'

const openai = new URL('../../../../shared/reference/openai-chat.schema.json', import.meta.url)
const catalogue = loadSuite()
const covered = [...catalogue.rules.values()].flatMap(({ covers = [] }) => covers)

/** Exactly, or by `Shape.*`. */
function isCovered(name: string): boolean {
  const shape = name.slice(0, name.lastIndexOf('.'))
  return covered.includes(name) || covered.includes(`${shape}.*`)
}

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

it('OpenAI’s schema of chat completions requires no member without a rule', () => {
  const { $defs } = JSON.parse(readFileSync(openai, 'utf8')) as {
    $defs: Readonly<Record<string, Schema>>
  }
  const roots = ['CreateChatCompletionResponse', 'CreateChatCompletionStreamResponse']
  const names = requiredBelow($defs, [...roots, 'ListModelsResponse', 'ErrorResponse'])
  expect(names.length).toBeGreaterThan(40)
  expect(names.filter((name) => !isCovered(name))).toEqual([])
})
