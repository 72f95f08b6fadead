import { describe, expect, it } from 'vitest'
import type { Reply } from '../../../model/observation.ts'
import { toTemplate } from '../../../suite/compile/template.ts'
import { fillRequest, type FilledStep } from './fill-request.ts'
import { createValues, type Values } from '../values/values.ts'

const cell = { model: { id: 'bedrock/openai.gpt-oss-20b-1:0' }, region: 'us-west-2' }

function say(more: object, { lookup }: Values): FilledStep {
  const request = { say: toTemplate({ turns: [], options: {}, tools: [], ...more }) }
  return fillRequest(request, lookup)
}

function send(more: object, { lookup }: Values): FilledStep {
  return fillRequest({ send: toTemplate({ headers: {}, ...more }) }, lookup)
}

const reply: Reply = {
  text: 'Hello',
  rawText: '<reasoning>r</reasoning>Hello',
  reasoning: 'r',
  toolCalls: [{ id: 'call-1', name: 'weather', arguments: '{"city":"Rome"}' }],
  choices: [],
  deltas: [],
}

describe('a filled conversation', () => {
  it('is checked again, with numbers as numbers and texts as texts', () => {
    const values = createValues(cell)
    values.save('limit', 5)
    const turns = [{ role: 'user', text: '${saved.limit}' }]
    expect(say({ turns, options: { maxTokens: '${saved.limit}' } }, values)).toEqual({
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
    expect(say({ turns }, values)).toHaveProperty('say.turns', [
      {
        role: 'assistant',
        toolCalls: [{ id: 'call-1', name: 'weather', arguments: { city: 'Rome' } }],
      },
      { role: 'tool', toolCallId: 'call-1', result: 'sunny' },
    ])
  })

  it('is a problem, not a crash, when a reply gave nothing or the wrong thing', () => {
    const values = createValues(cell)
    const step = { options: { maxTokens: '${saved.limit}' } }
    expect(say(step, values)).toEqual({
      problem: 'An earlier reply gave no value for ${saved.limit}.',
    })
    values.save('limit', 'many')
    expect(say(step, values)).toEqual({
      problem:
        'A value of an earlier reply does not fit: options.maxTokens: expected a number, found "many".',
    })
  })
})

describe('a filled raw request', () => {
  const values = createValues(cell)
  const sent = (more: object) => {
    const filled = send(more, values)
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
