import { describe, expect, it } from 'vitest'
import type { Reply } from '../../model/observation.ts'
import type { Step } from '../../model/case.ts'
import { fill, parseTemplate } from './placeholder.ts'
import { fillArgs, fillStep } from './template.ts'
import { createValues } from './values.ts'

const cell = { model: { id: 'bedrock/openai.gpt-oss-20b-1:0' }, region: 'us-west-2' }

function say(more: object): Pick<Step, 'request'> {
  return { request: { say: { turns: [], options: {}, tools: [], ...more } } }
}

function send(more: object): Pick<Step, 'request'> {
  return { request: { send: { headers: {}, ...more } } }
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
  it('is taken apart into text and variables', () => {
    expect(parseTemplate('a ${model} b').map(({ kind }) => kind)).toEqual([
      'text',
      'variable',
      'text',
    ])
  })

  it('keeps $${ as a plain ${', () => {
    const values = createValues(cell)
    expect(fill('price: $${model}', values.lookup)).toEqual({ value: 'price: ${model}' })
  })

  it('that is exactly one template keeps the type of the value', () => {
    const values = createValues(cell)
    values.save('limit', 5)
    values.save('none', null)
    expect(
      fill({ a: '${saved.limit}', b: 'at ${saved.limit}', c: '${saved.none}' }, values.lookup),
    ).toEqual({ value: { a: 5, b: 'at 5', c: null } })
  })

  it('names each template that has no value, once', () => {
    const values = createValues(cell)
    expect(fill(['${saved.x}', 'a ${saved.x} ${steps.one.text}'], values.lookup)).toEqual({
      missing: ['${saved.x}', '${steps.one.text}'],
    })
  })
})

describe('values', () => {
  it('give the model, the model as a path segment, and the region', () => {
    const values = createValues(cell)
    expect(fill('${model} ${model.path} ${region}', values.lookup)).toEqual({
      value: 'bedrock/openai.gpt-oss-20b-1:0 bedrock%2Fopenai.gpt-oss-20b-1%3A0 us-west-2',
    })
  })

  it('give a nonce that stays the same within a play and is new in the next', () => {
    const one = createValues(cell)
    const both = fill(['${nonce.name}', '${nonce.name}', '${nonce.other}'], one.lookup)
    const [first, again, other] = 'value' in both && Array.isArray(both.value) ? both.value : []
    expect(again).toBe(first)
    expect(other).not.toBe(first)
    expect(fill('${nonce.name}', createValues(cell).lookup)).not.toEqual({ value: first })
    expect(one.flat['nonce.name']).toBe(first)
  })

  it('give what an earlier reply said, and its tool calls as a turn repeats them', () => {
    const values = createValues(cell)
    values.keep('ask', reply)
    const texts = ['${steps.ask.text}', '${steps.ask.rawText}', '${steps.ask.toolCalls.0.id}']
    expect(fill(texts, values.lookup)).toEqual({
      value: ['Hello', '<reasoning>r</reasoning>Hello', 'call-1'],
    })
    expect(fill('${steps.ask.toolCalls}', values.lookup)).toEqual({
      value: [{ id: 'call-1', name: 'weather', arguments: { city: 'Rome' } }],
    })
    expect(fill('${steps.ask.toolCalls.1.id}', values.lookup)).toHaveProperty('missing')
    expect(fill('${steps.ask.toolCalls.constructor}', values.lookup)).toHaveProperty('missing')
  })

  it('give a filler of exactly so many bytes, the same each time', () => {
    const long = fill('${filler.20480}', createValues(cell).lookup)
    expect('value' in long && Buffer.byteLength(String(long.value))).toBe(20_480)
    expect(fill('${filler.20480}', createValues(cell).lookup)).toEqual(long)
  })

  it('say which value a step still lacks', () => {
    const values = createValues(cell)
    const step = send({ path: '/models/${saved.id}' })
    expect(values.missingFor(step)).toBe('saved.id')
    values.save('id', 'x')
    expect(values.missingFor(step)).toBeUndefined()
  })
})

describe('a filled conversation', () => {
  it('is checked again, with numbers as numbers and texts as texts', () => {
    const values = createValues(cell)
    values.save('limit', 5)
    const turns = [{ role: 'user', text: '${saved.limit}' }]
    expect(fillStep(say({ turns, options: { maxTokens: '${saved.limit}' } }), values)).toEqual({
      say: { turns: [{ role: 'user', text: '5' }], options: { maxTokens: 5 }, tools: [] },
    })
  })

  it('repeats tool calls of an earlier reply', () => {
    const values = createValues(cell)
    values.keep('ask', reply)
    const turns = [
      { role: 'assistant', toolCalls: '${steps.ask.toolCalls}' },
      { role: 'tool', toolCallId: '${steps.ask.toolCalls.0.id}', result: 'sunny' },
    ]
    expect(fillStep(say({ turns }), values)).toHaveProperty('say.turns', [
      {
        role: 'assistant',
        toolCalls: [{ id: 'call-1', name: 'weather', arguments: { city: 'Rome' } }],
      },
      { role: 'tool', toolCallId: 'call-1', result: 'sunny' },
    ])
  })

  it('is a problem, not a crash, when a reply gave nothing or the wrong thing', () => {
    const values = createValues(cell)
    const step = say({ options: { maxTokens: '${saved.limit}' } })
    expect(fillStep(step, values)).toEqual({
      problem: 'An earlier reply gave no value for ${saved.limit}.',
    })
    values.save('limit', 'many')
    expect(fillStep(step, values)).toEqual({
      problem:
        'A value of an earlier reply does not fit: options.maxTokens: expected a number, found "many".',
    })
  })
})

describe('a filled raw request', () => {
  const values = createValues(cell)
  const sent = (more: object) => {
    const filled = fillStep(send(more), values)
    if (!('send' in filled)) throw new Error('expected a request')
    const { body, ...rest } = filled.send
    return { ...rest, ...(body && { body: Buffer.from(body).toString('latin1') }) }
  }

  it('sends text as it stands, bytes as bytes, and anything else as JSON', () => {
    const headers = { 'content-type': 'application/json' }
    expect(sent({ body: '{"a": ' })).toEqual({ headers, body: '{"a": ' })
    expect(sent({ body: Buffer.from([0xff, 0x41]) })).toEqual({ headers, body: '\u00FFA' })
    expect(sent({ body: { region: '${region}' } })).toEqual({
      headers,
      body: '{"region":"us-west-2"}',
    })
    expect(sent({ body: null })).toEqual({ headers, body: 'null' })
    expect(sent({ body: '' })).toHaveProperty('headers', headers)
  })

  it('has no body and no content type unless it is given', () => {
    expect(sent({ method: 'GET', path: '/models/${model.path}' })).toEqual({
      method: 'GET',
      path: '/models/bedrock%2Fopenai.gpt-oss-20b-1%3A0',
      headers: {},
    })
  })

  it('may name another content type, or none', () => {
    expect(sent({ body: 'x', headers: { 'Content-Type': 'text/plain' } }).headers).toEqual({
      'Content-Type': 'text/plain',
    })
    expect(sent({ body: 'x', headers: { 'content-type': '' } }).headers).toEqual({})
  })
})

it('the arguments of a check are filled at any depth', () => {
  const values = createValues(cell)
  values.save('id', 'x1')
  expect(fillArgs({ any: [{ contains: '${saved.id}' }] }, values)).toEqual({
    value: { any: [{ contains: 'x1' }] },
  })
  expect(fillArgs('${saved.other}', values)).toEqual({ missing: ['${saved.other}'] })
})
