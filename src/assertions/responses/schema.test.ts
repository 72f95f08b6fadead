/** The schemas of the Responses API against the types of OpenAI's own client. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { validatorNamed } from '../json/schema/files.ts'

const types = readFileSync(
  new URL('../../../node_modules/openai/resources/responses/responses.d.ts', import.meta.url),
  'utf8',
)

interface Declared {
  readonly name: string
  /** The literal of its member `type`. */
  readonly type: string
  readonly required: readonly string[]
}

/** Interfaces with a literal `type`, and the members that they do not mark as optional. */
const declared = [...types.matchAll(/^export interface (\w+) \{\n([^]*?)^\}/gmu)].flatMap(
  ([, name = '', body = '']): Declared[] => {
    const type = /^ {4}type: '([^']+)';/mu.exec(body)?.[1]
    const required = [...body.matchAll(/^ {4}(\w+): /gmu)].map(([, member = '']) => member)
    return type === undefined ? [] : [{ name, type, required }]
  },
)
const events = declared.filter(({ required }) => required.includes('sequence_number'))

/** Members that no schema demands, with the servers that leave them out. */
const leftOut: Readonly<Record<string, string>> = {
  'response.output_text.delta logprobs': 'LM Studio',
  'response.output_text.done logprobs': 'bedrock-mantle, OGX',
  'response.function_call_arguments.done name': 'bedrock-mantle, OGX',
}

/** Members that the schema misses in an object that has nothing but its type. */
function demanded(schema: string, type: string): readonly string[] {
  const validate = validatorNamed(schema)
  validate({ type })
  const missing = (validate.errors ?? []).filter(({ keyword }) => keyword === 'required')
  return ['type', ...missing.map(({ params }) => String(params['missingProperty']))].toSorted()
}

describe('openai.response-event', () => {
  it('knows every event of the client', () => {
    expect(events.length).toBeGreaterThan(45)
    const unknown = events.filter(
      ({ type }) => demanded('openai.response-event', type).length === 1,
    )
    expect(unknown.map(({ name }) => name)).toEqual([])
  })

  it.each(events)(
    'demands what $name requires, or names who leaves it out',
    ({ type, required }) => {
      const due = required.filter((member) => leftOut[`${type} ${member}`] === undefined)
      // the specification also requires response_id in events of audio
      expect(demanded('openai.response-event', type)).toEqual(expect.arrayContaining(due))
    },
  )
})

describe('openai.response-item', () => {
  const names = [
    'ResponseOutputMessage',
    'ResponseReasoningItem',
    'ResponseFunctionToolCall',
    'ResponseFunctionWebSearch',
    'ResponseFileSearchToolCall',
    'ResponseCustomToolCall',
  ]
  const items = declared.filter(({ name }) => names.includes(name))

  it.each(items)('demands what $name requires', ({ type, required }) => {
    expect(demanded('openai.response-item', type)).toEqual(required.toSorted())
  })

  it('is compared at all', () => {
    expect(items).toHaveLength(names.length)
  })
})

describe('openai.response', () => {
  const body = /^export interface Response \{\n([^]*?)^\}/mu.exec(types)?.[1] ?? ''
  const required = [...body.matchAll(/^ {4}(\w+): /gmu)].map(([, member = '']) => member)

  it('demands what Response requires', () => {
    const validate = validatorNamed('openai.response')
    validate({})
    const missing = (validate.errors ?? []).flatMap(({ keyword, params }) =>
      keyword === 'required' ? [String(params['missingProperty'])] : [],
    )
    // output_text is made by the client and is not on the wire
    expect(missing.toSorted()).toEqual(required.filter((name) => name !== 'output_text').toSorted())
  })
})
