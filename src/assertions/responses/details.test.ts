/** What a response repeats, when and why it ended, and its reasoning. */
import { describe, expect, it } from 'vitest'
import type { Json } from '../testing/completion.ts'
import { verdict } from '../testing/judge.ts'
import { now } from '../testing/observation.ts'
import {
  call,
  changed,
  events,
  incomplete,
  message,
  numbered,
  reasoning,
  response,
  streamed,
  whole,
} from './testing/response.ts'

const tool = (...names: readonly string[]): Json => ({
  type: 'function',
  name: 'weather',
  parameters: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) },
})
const person = (schema?: Json): Json => ({
  format: { type: 'json_schema', name: 'person', ...(schema && { schema }) },
})
const developer = (text: string, role = 'developer'): Json => ({
  type: 'message',
  role,
  content: [{ type: 'input_text', text }],
})

describe('response-echo', () => {
  it.each<[string, string, unknown, unknown, string]>([
    ['a nearer effort', 'reasoning', { effort: 'minimal' }, { effort: 'low' }, 'pass'],
    ['the highest effort', 'reasoning', { effort: 'max' }, { effort: 'high' }, 'pass'],
    ['no effort', 'reasoning', { effort: 'none' }, { effort: null }, 'pass'],
    ['an effort where none was asked', 'reasoning', { summary: 'auto' }, { effort: 'low' }, 'pass'],
    ['a farther effort', 'reasoning', { effort: 'minimal' }, { effort: 'high' }, 'responses.echo'],
    ['less effort', 'reasoning', { effort: 'high' }, { effort: 'low' }, 'responses.echo'],
    ['instructions as items', 'instructions', 'Be brief.', [developer('Be brief.')], 'pass'],
    [
      'instructions as a text of the user',
      'instructions',
      'Be brief.',
      [developer('Be brief.', 'user')],
      'responses.echo',
    ],
    ['other instructions', 'instructions', 'Be brief.', [developer('Hm.')], 'responses.echo'],
    ['no instructions', 'instructions', undefined, [], 'pass'],
    ['null for an empty text of instructions', 'instructions', '', null, 'pass'],
    ['null for instructions', 'instructions', 'Be brief.', null, 'responses.echo-missing'],
    ['storage where it was declined', 'store', false, true, 'responses.echo'],
    ['no storage where it was asked for', 'store', true, false, 'pass'],
    ['storage by default', 'store', undefined, true, 'pass'],
    ['properties in another order', 'tools', [tool('a', 'b')], [tool('b', 'a')], 'pass'],
    ['a tool without its properties', 'tools', [tool('a', 'b')], [tool()], 'responses.echo'],
    ['a function that was not offered', 'tools', undefined, [tool()], 'responses.echo-unasked'],
    [
      'a schema with more',
      'text',
      person({ type: 'object' }),
      person({ type: 'object', title: 'P' }),
      'pass',
    ],
    ['a format without its schema', 'text', person({ type: 'object' }), person(), 'responses.echo'],
    ['a tool of the server', 'tools', undefined, [{ type: 'web_search' }], 'pass'],
  ])('judges %s', (_, name, asked, given, wanted) => {
    const observation = whole(response({ [name]: given }), { asked: { [name]: asked } })
    expect(verdict('response-echo', { members: [name] }, observation)).toBe(wanted)
  })

  it.each<[string, unknown, string]>([
    ['lacks', null, 'responses.echo-missing'],
    ['changes', 'Answer as a pirate.', 'responses.echo'],
    ['repeats', 'Be brief.', 'pass'],
  ])('judges a first event that %s the instructions', (_, given, wanted) => {
    const instructions = 'Be brief.'
    const list = numbered([...events().slice(0, -1), end({ instructions })])
    const begun = changed(list, 'created', (event) => ({
      ...event,
      response: { ...(event['response'] as Json), instructions: given },
    }))
    const observation = streamed(begun, { asked: { instructions } })
    expect(verdict('response-echo', { members: ['instructions'] }, observation)).toBe(wanted)
  })
})

function end(more: Json): Json {
  return { type: 'response.completed', response: response(more) }
}

describe('response-completed-at', () => {
  it.each<[string, Json, string]>([
    ['a time after its creation', { completed_at: now + 9 }, 'pass'],
    ['no time', { completed_at: null }, 'pass'],
    ['another clock by a second', { completed_at: now - 1 }, 'pass'],
    ['a fraction that is cut off', { created_at: now + 0.5, completed_at: now }, 'pass'],
    ['a time before its creation', { completed_at: now - 60 }, 'responses.completed-at'],
    ['milliseconds', { completed_at: now * 1000 }, 'responses.completed-at'],
    [
      'a time in an incomplete response',
      { ...incomplete, completed_at: now },
      'responses.completed-at',
    ],
  ])('judges %s', (_, more, wanted) => {
    const date = new Date(now * 1000).toUTCString()
    const observation = whole(response(more), { headers: [['date', date]] })
    expect(verdict('response-completed-at', true, observation)).toBe(wanted)
  })
})

describe('response-cut-at-limit', () => {
  it.each<[string, Json, number | undefined, string]>([
    ['at its limit', incomplete, 9, 'pass'],
    ['at half of it', incomplete, 18, 'pass'],
    ['long before it', incomplete, 40_000, 'usage.under-limit'],
    ['without a limit of the request', incomplete, undefined, 'pass'],
    ['by itself', {}, 400, 'pass'],
    [
      'by a filter',
      { ...incomplete, incomplete_details: { reason: 'content_filter' } },
      400,
      'pass',
    ],
    ['without a count', { ...incomplete, usage: null }, 400, 'pass'],
  ])('judges a response that ended %s', (_, more, limit, wanted) => {
    const observation = whole(response(more), { asked: { max_output_tokens: limit } })
    expect(verdict('response-cut-at-limit', true, observation)).toBe(wanted)
  })
})

describe('response-reasoning-leads', () => {
  it.each<[string, Json, string]>([
    ['reasoning before the answer', { output: [reasoning, message] }, 'pass'],
    ['reasoning between calls', { output: [call, reasoning, call] }, 'pass'],
    ['reasoning alone', { output: [reasoning] }, 'pass'],
    ['a cut in the reasoning', { ...incomplete, output: [message, reasoning] }, 'pass'],
    ['reasoning after the answer', { output: [message, reasoning] }, 'responses.reasoning-last'],
    ['reasoning after a call', { output: [call, reasoning] }, 'responses.reasoning-last'],
  ])('judges %s', (_, more, wanted) => {
    expect(verdict('response-reasoning-leads', true, whole(response(more)))).toBe(wanted)
  })
})

describe('response-encrypted-reasoning', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'gAAAAB', 'pass'],
    ['none', undefined, 'responses.encrypted'],
    ['null', null, 'responses.encrypted'],
    ['the text None', 'None', 'responses.encrypted'],
    ['an empty text', ' ', 'responses.encrypted'],
    ['a list', ['gAAAAB'], 'responses.encrypted'],
  ])('judges reasoning with %s', (_, content, wanted) => {
    const item = { ...reasoning, encrypted_content: content }
    const observation = whole(response({ output: [item, message] }))
    expect(verdict('response-encrypted-reasoning', true, observation)).toBe(wanted)
  })

  it('looks at the item as it is done in a stream, too', () => {
    const item = { ...reasoning, encrypted_content: 'gAAAAB' }
    const encrypted = (done: Json) =>
      streamed(
        numbered(
          changed(
            events().map((event) =>
              event['type'] === 'response.output_item.done' && event['output_index'] === 0
                ? { ...event, item: done }
                : event,
            ),
            'completed',
            (event) => ({ ...event, response: response({ output: [item, message, call] }) }),
          ),
        ),
      )
    const of = (done: Json) => verdict('response-encrypted-reasoning', true, encrypted(done))
    expect(of({ ...item, encrypted_content: 'gAAAAC' })).toBe('pass')
    expect(of(reasoning)).toBe('responses.encrypted')
  })

  it('needs no reasoning', () => {
    const observation = whole(response({ output: [message] }))
    expect(verdict('response-encrypted-reasoning', true, observation)).toBe('pass')
  })
})
