import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { assertions } from '../../assertions/registry.ts'
import {
  generateSchemas,
  protocolJsonSchema,
  rulesJsonSchema,
  suiteJsonSchema,
} from './json-schema.ts'
import { fewAssertions, rulesFile } from '../testing/load-texts.ts'

// It keeps what it compiled of each schema: compiling takes longer than all the rest here.
// Each schema is used a few times: what makes its code quicker takes longer than that.
const ajv = new Ajv({ strict: false, code: { optimize: false } })

function accepts(schema: object, text: string): boolean {
  return ajv.validate(schema, parse(text))
}

const suite = (check: string): string => `suite: chat
about: C
cases:
  - id: a
    title: T
    apis: [openai-chat]
    say: [{ user: Hi }, { assistant: { toolCalls: '\${steps.x.toolCalls}' } }]
    options: { maxTokens: '\${saved.n}' }
    control: { drop: [0], options: { maxTokens: null } }
    checks: [{ id: a, rule: test.rule, ${check} }]
`

describe('the JSON Schema of a suite file', () => {
  const schema = suiteJsonSchema(fewAssertions)

  it('accepts what the loader accepts', () => {
    expect(accepts(schema, suite('status: 200'))).toBe(true)
    expect(accepts(schema, suite('status: [200, 400], level: should, needs: []'))).toBe(true)
  })

  it.each([
    ['an unknown key', suite('statsu: 200')],
    ['a check without an assertion', suite('level: must')],
    ['a check with two', suite('status: 200, answer: { contains: x }')],
    ['wrong arguments', suite('status: ok')],
    ['an unknown API', suite('status: 200').replace('openai-chat', 'openai-caht')],
    ['a missing title', suite('status: 200').replace('    title: T\n', '')],
  ])('refuses %s', (_, text) => {
    expect(accepts(schema, text)).toBe(false)
  })

  it('tells the editor what each assertion demands', () => {
    expect(JSON.stringify(schema)).toContain('The status is one of these.')
  })
})

it('the JSON Schemas of packs and rules accept and refuse as the loader does', () => {
  const pack =
    'about: P\napis: [converse]\noutcome: reply\nchecks: [{ id: a, rule: a.b, status: 200 }]\n'
  const packs = protocolJsonSchema(fewAssertions)
  expect(accepts(packs, pack)).toBe(true)
  expect(accepts(packs, pack.replace('id: a', 'id: a, step: x'))).toBe(false)
  const rules = rulesJsonSchema()
  expect(accepts(rules, rulesFile)).toBe(true)
  expect(accepts(rules, rulesFile.replace('level: must', 'level: maybe'))).toBe(false)
})

describe('a generated file in fixtures/schemas is up to date (else: npm run schemas)', () => {
  it.each([...generateSchemas(assertions)])('%s', (name, text) => {
    const file = new URL(`../../../fixtures/schemas/${name}`, import.meta.url)
    expect(existsSync(file)).toBe(true)
    expect(readFileSync(file, 'utf8') === text).toBe(true)
  })
})
