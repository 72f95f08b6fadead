import { describe, expect, it } from 'vitest'
import type { Reply } from '../../../model/observation.ts'
import { toTemplate } from '../../../suite/compile/template.ts'
import { fill, type Filled } from './fill.ts'
import { createValues, type Values } from './values.ts'

const cell = { model: { id: 'bedrock/openai.gpt-oss-20b-1:0' }, region: 'us-west-2' }

/** Fills what stands in YAML. */
function filled(value: unknown, { lookup }: Values): Filled {
  return fill(toTemplate(value), lookup)
}

const reply: Reply = {
  text: 'Hello',
  rawText: '<reasoning>r</reasoning>Hello',
  reasoning: 'r',
  toolCalls: [{ id: 'call-1', name: 'weather', arguments: '{"city":"Rome"}' }],
  choices: [],
  deltas: [],
}

describe('a text with templates', () => {
  it('keeps $${ as a plain ${', () => {
    const values = createValues(cell)
    expect(filled('price: $${model}', values)).toEqual({ value: 'price: ${model}' })
  })

  it('that is exactly one template keeps the type of the value', () => {
    const values = createValues(cell)
    values.save('limit', 5)
    values.save('none', null)
    expect(
      filled({ a: '${saved.limit}', b: 'at ${saved.limit}', c: '${saved.none}' }, values),
    ).toEqual({ value: { a: 5, b: 'at 5', c: null } })
  })

  it('names each template that has no value, once', () => {
    const values = createValues(cell)
    expect(filled(['${saved.x}', 'a ${saved.x} ${steps.one.text}'], values)).toEqual({
      missing: ['${saved.x}', '${steps.one.text}'],
    })
  })
})

describe('values', () => {
  it('have no text of an answer that cannot be quoted: APIs refuse an empty turn', () => {
    const values = createValues(cell)
    values.keep('ask', { ...reply, text: ' ', rawText: '' })
    expect(filled('${steps.ask.text} ${steps.ask.rawText}', values)).toEqual({
      missing: ['${steps.ask.text}', '${steps.ask.rawText}'],
    })
  })

  it('give the model, the model as a path segment, and the region', () => {
    const values = createValues(cell)
    expect(filled('${model} ${model.path} ${region}', values)).toEqual({
      value: 'bedrock/openai.gpt-oss-20b-1:0 bedrock%2Fopenai.gpt-oss-20b-1%3A0 us-west-2',
    })
  })

  it('give each repeat its entry of a list, and what stands in it', () => {
    const one = createValues(cell).fork({ question: 'Which?', answer: { word: 'This' } })
    expect(filled('${item.question} ${item.answer.word}', one)).toEqual({ value: 'Which? This' })
    expect(filled('${item.answer}', one)).toEqual({ value: { word: 'This' } })
    expect(filled('${item.reason}', one)).toEqual({ missing: ['${item.reason}'] })
    expect(filled('${item}', createValues(cell).fork('alone'))).toEqual({ value: 'alone' })
  })

  it('give a nonce that stays the same within a play and is new in the next', () => {
    const one = createValues(cell)
    const both = filled(['${nonce.name}', '${nonce.name}', '${nonce.other}'], one)
    const [first, again, other] = 'value' in both && Array.isArray(both.value) ? both.value : []
    expect(again).toBe(first)
    expect(other).not.toBe(first)
    expect(filled('${nonce.name}', createValues(cell))).not.toEqual({ value: first })
    expect(one.flat['nonce.name']).toBe(first)
  })

  it('give what an earlier reply said, and its tool calls as a turn repeats them', () => {
    const values = createValues(cell)
    values.keep('ask', reply)
    const texts = ['${steps.ask.text}', '${steps.ask.rawText}', '${steps.ask.toolCalls.0.id}']
    expect(filled(texts, values)).toEqual({
      value: ['Hello', '<reasoning>r</reasoning>Hello', 'call-1'],
    })
    expect(filled('${steps.ask.toolCalls}', values)).toEqual({
      value: [{ id: 'call-1', name: 'weather', arguments: { city: 'Rome' } }],
    })
    expect(filled('${steps.ask.toolCalls.1.id}', values)).toHaveProperty('missing')
    expect(filled('${steps.ask.toolCalls.constructor}', values)).toHaveProperty('missing')
  })

  it('give fillers that end alike where their sizes differ by 489 characters', () => {
    const textOf = (template: string) => {
      const result = filled(template, createValues(cell))
      return 'value' in result ? String(result.value) : ''
    }
    const shorter = textOf('${filler.1815}')
    expect(shorter).toHaveLength(1815)
    expect(textOf('${filler.2304}').endsWith(shorter)).toBe(true)
  })

  it('give a filler of exactly the given size, the same each time', () => {
    const long = filled('${filler.20480}', createValues(cell))
    expect('value' in long && Buffer.byteLength(String(long.value))).toBe(20_480)
    expect(filled('${filler.20480}', createValues(cell))).toEqual(long)
  })

  it('give a saved text in a path, percent-encoded', () => {
    const values = createValues({ model: { id: 'm' }, region: 'r' })
    values.save('arn', 'arn:aws:bedrock:r::x/y')
    expect(values.lookup({ name: 'encoded', key: 'arn' })).toBe(
      'arn%3Aaws%3Abedrock%3Ar%3A%3Ax%2Fy',
    )
    expect(values.lookup({ name: 'encoded', key: 'none' })).toBeUndefined()
  })
})

it('the arguments of a check are filled at any depth', () => {
  const values = createValues(cell)
  values.save('id', 'x1')
  expect(filled({ any: [{ contains: '${saved.id}' }] }, values)).toEqual({
    value: { any: [{ contains: 'x1' }] },
  })
  expect(filled('${saved.other}', values)).toEqual({ missing: ['${saved.other}'] })
})
