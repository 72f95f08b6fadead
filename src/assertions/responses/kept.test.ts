/** What a server answers about a response that it keeps. */
import { describe, expect, it } from 'vitest'
import type { Json } from '../testing/completion.ts'
import { verdict } from '../testing/judge.ts'
import { answered } from '../testing/observation.ts'
import { response, whole } from './testing/response.ts'

const api = 'openai-responses'
const main = whole(response({ id: 'resp_1' }), { asked: { input: 'Say hello.' } })
const more = { steps: new Map([['main', [main]]]) }
const judged = (name: string, json: unknown, status = 200) =>
  verdict(name, { of: 'main' }, answered(json, { api, status }), more)

describe('response-stored with parameters', () => {
  it.each<[string, Json, Json, string]>([
    ['the same', { max_output_tokens: 9 }, { max_output_tokens: 9 }, 'pass'],
    ['a limit that is lost', { max_output_tokens: 9 }, { max_output_tokens: null }, 'differs'],
    [
      'a limit that is left out',
      { max_output_tokens: 9 },
      { max_output_tokens: undefined },
      'pass',
    ],
    ['storage denied', { store: true }, { store: false }, 'differs'],
    ['what was off filled in', { background: false }, { background: null }, 'pass'],
    ['what was null filled in', { store: null }, { store: true }, 'pass'],
    ['instructions that are lost', { instructions: 'Hm.' }, { instructions: null }, 'differs'],
    [
      'an effort filled in',
      { reasoning: { effort: null } },
      { reasoning: { effort: 'low' } },
      'pass',
    ],
    ['tools filled in', { tools: [] }, { tools: [{ type: 'web_search' }] }, 'pass'],
    ['another text of the answer', {}, { output: [] }, 'pass'],
  ])('judges %s', (_, given, stored, wanted) => {
    const steps = new Map([['main', [whole(response(given))]]])
    const args = { as: 'main', parameters: true }
    const code = wanted === 'pass' ? wanted : 'responses.stored-differs'
    expect(verdict('response-stored', args, whole(response(stored)), { steps })).toBe(code)
  })
})

describe('response-deleted', () => {
  it.each<[string, unknown, string]>([
    ['a confirmation', { id: 'resp_1', object: 'response', deleted: true }, 'pass'],
    ['an object without members', {}, 'pass'],
    ['a denial', { id: 'resp_1', deleted: false }, 'responses.deleted'],
    ['another id', { id: 'resp_2', deleted: true }, 'responses.kept-id'],
  ])('judges %s', (_, json, wanted) => {
    expect(judged('response-deleted', json)).toBe(wanted)
  })

  it('leaves answers without JSON alone', () => {
    expect(judged('response-deleted', undefined, 204)).toBe('pass')
  })
})

describe('response-cancelled', () => {
  it.each<[string, unknown, string]>([
    ['the response, cancelled', response({ status: 'cancelled' }), 'pass'],
    ['the response, ended before', response({ status: 'completed' }), 'pass'],
    ['one that goes on', response({ status: 'in_progress' }), 'responses.cancelled'],
    ['another', response({ id: 'resp_2', status: 'cancelled' }), 'responses.kept-id'],
    ['an object without members', {}, 'responses.kept-id responses.cancelled'],
  ])('judges %s', (_, json, wanted) => {
    expect(judged('response-cancelled', json)).toBe(wanted)
  })

  it('leaves refusals alone', () => {
    expect(judged('response-cancelled', { error: { message: 'It is finished.' } }, 409)).toBe(
      'pass',
    )
  })
})

describe('response-input-items', () => {
  const item = {
    id: 'msg_0',
    type: 'message',
    role: 'user',
    content: [{ type: 'input_text', text: 'Say hello.' }],
  }
  const list = (items: readonly Json[], members: Json = {}): Json => ({
    object: 'list',
    data: items,
    first_id: items[0]?.['id'],
    last_id: items.at(-1)?.['id'],
    has_more: false,
    ...members,
  })

  it.each<[string, unknown, string]>([
    ['the input', list([item]), 'pass'],
    ['a list without its ends', { object: 'list', data: [item] }, 'pass'],
    ['null as its ends', list([item], { first_id: null, last_id: null }), 'pass'],
    ['no item', list([]), 'responses.input-items'],
    ['a list without an object around it', [item], 'responses.input-items'],
    ['another text', list([{ ...item, content: [{ text: 'Hm.' }] }]), 'responses.input-items'],
    ['an item without an id', list([{ ...item, id: undefined }]), 'responses.input-items'],
    ['a text as content', list([{ ...item, content: 'Say hello.' }]), 'responses.input-items'],
    ['the answer', list([item, { ...item, role: 'assistant' }]), 'responses.input-items'],
    ['an item without a role', list([{ ...item, role: null }]), 'responses.input-items'],
    [
      'a part without a type',
      list([{ ...item, content: [{ text: 'Say hello.' }] }]),
      'responses.input-items',
    ],
    ['an entry that is no item', list([item, null as unknown as Json]), 'responses.input-items'],
    ['an item twice', list([item, item]), 'responses.input-items'],
    ['more pages', list([item], { has_more: true }), 'responses.input-items'],
    ['another first id', list([item], { first_id: 'msg_9' }), 'responses.input-items'],
  ])('judges %s', (_, json, wanted) => {
    expect(judged('response-input-items', json)).toBe(wanted)
  })

  it('leaves a list that is not served alone', () => {
    expect(judged('response-input-items', { error: { message: 'No.' } }, 404)).toBe('pass')
  })
})
