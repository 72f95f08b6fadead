/** Responses, whole and streamed, as replies. */
import { expect, it } from 'vitest'
import { items } from '../testing/build.ts'
import { readResponses } from './reply.ts'

const reasoning = {
  id: 'rs_1',
  type: 'reasoning',
  summary: [{ type: 'summary_text', text: 'Short.' }],
  content: [{ type: 'reasoning_text', text: 'Long.' }],
}
const message = {
  id: 'msg_1',
  type: 'message',
  content: [{ type: 'output_text', text: 'Hi' }],
}
const call = { id: 'fc_1', type: 'function_call', call_id: 'c', name: 'w', arguments: '{}' }
const response = (more: object = {}): object => ({
  id: 'resp_1',
  object: 'response',
  created_at: 5,
  model: 'm',
  status: 'completed',
  output: [reasoning, message],
  usage: { input_tokens: 2, output_tokens: 3, total_tokens: 5 },
  ...more,
})
const whole = (json: unknown) => readResponses({ json, items: [] })

it('reads text, reasoning, usage and identity', () => {
  expect(whole(response())).toMatchObject({
    text: 'Hi',
    reasoning: 'Long.',
    finish: 'completed',
    ending: 'stop',
    usage: { prompt: 2, completion: 3, total: 5 },
    id: 'resp_1',
    model: 'm',
    created: 5,
  })
})

it('reads a summary where the reasoning itself is hidden', () => {
  const hidden = { ...reasoning, content: undefined }
  expect(whole(response({ output: [hidden] }))?.reasoning).toBe('Short.')
})

it('reads a completed response with calls as one that ends in them', () => {
  const reply = whole(response({ output: [call] }))
  expect(reply).toMatchObject({ finish: 'completed', ending: 'tool' })
  expect(reply?.toolCalls).toEqual([{ id: 'c', name: 'w', arguments: '{}' }])
})

it('reads an answer that the model declines as one that was held back', () => {
  const content = [{ type: 'refusal', refusal: 'I cannot do that.' }]
  const reply = whole(response({ output: [{ type: 'message', content }] }))
  expect(reply).toMatchObject({ finish: 'completed', ending: 'filter' })
})

it('gives the reason of an incomplete response, also in the words of others', () => {
  const cut = (reason: string) =>
    whole(response({ status: 'incomplete', incomplete_details: { reason } }))
  expect(cut('max_output_tokens')).toMatchObject({ finish: 'max_output_tokens', ending: 'length' })
  expect(cut('length')).toMatchObject({ ending: 'length' })
  expect(cut('content_filter')).toMatchObject({ ending: 'filter' })
})

it('reads nothing from what is no response', () => {
  for (const json of [undefined, 5, {}, { object: 'list' }, { object: 'response', deleted: true }])
    expect(whole(json)).toBeUndefined()
  const error = items([{ type: 'error', message: 'No' }])
  expect(readResponses({ items: error })).toBeUndefined()
})

const streamed = (events: readonly object[]) => readResponses({ items: items(events) })
const begun = {
  type: 'response.created',
  response: response({ status: 'in_progress', output: [] }),
}
const ended = { type: 'response.completed', response: response() }
const added = (item: object, index: number) => ({
  type: 'response.output_item.added',
  output_index: index,
  item,
})

it('reads a stream from its deltas', () => {
  const at = { item_id: 'msg_1', output_index: 1 }
  const reply = streamed([
    begun,
    added({ ...reasoning, content: [] }, 0),
    { type: 'response.reasoning_text.delta', item_id: 'rs_1', output_index: 0, delta: 'Hm.' },
    added({ ...message, content: [] }, 1),
    { type: 'response.output_text.delta', ...at, delta: 'H' },
    { type: 'response.output_text.delta', ...at, delta: 'i!' },
    ended,
  ])
  expect(reply).toMatchObject({ text: 'Hi!', reasoning: 'Hm.', finish: 'completed' })
  expect(reply?.deltas.map(({ item, text }) => [item, text])).toEqual([
    [4, 'H'],
    [5, 'i!'],
  ])
})

it('joins the arguments of calls that share an output_index, by their ids', () => {
  const delta = (id: string, text: string) => ({
    type: 'response.function_call_arguments.delta',
    item_id: id,
    output_index: 0,
    delta: text,
  })
  const reply = streamed([
    begun,
    added({ ...call, arguments: '' }, 0),
    added({ ...call, id: 'fc_2', call_id: 'd', arguments: '' }, 0),
    delta('fc_1', '{"a":'),
    delta('fc_2', '{"b":2}'),
    delta('fc_1', '1}'),
    ended,
  ])
  expect(reply?.toolCalls.map(({ arguments: text }) => text)).toEqual(['{"a":1}', '{"b":2}'])
})

it('takes what came without a delta from the items, else from the end', () => {
  const done = { type: 'response.output_item.done', output_index: 0, item: message }
  expect(streamed([begun, done, ended])?.text).toBe('Hi')
  expect(streamed([begun, ended])?.text).toBe('Hi')
})

it('reads an item once whose events name it by other ids, or by its output_index alone', () => {
  const delta = (type: string, more: object) => ({ type, output_index: 0, ...more })
  const done = (item: object, index = 0) => ({
    type: 'response.output_item.done',
    output_index: index,
    item,
  })
  const text = 'response.output_text.delta'
  const renamed = streamed([
    begun,
    added({ ...message, id: 'msg_a', content: [] }, 0),
    delta(text, { item_id: 'msg_b', delta: 'H' }),
    delta(text, { delta: 'i' }),
    done({ ...message, id: 'msg_c' }),
    ended,
  ])
  expect(renamed?.text).toBe('Hi')
  const unnamed = streamed([
    begun,
    added({ ...message, content: [] }, 0),
    { type: text, delta: 'Hi' },
    done(message),
    ended,
  ])
  expect(unnamed?.text).toBe('Hi')
  const args = 'response.function_call_arguments.delta'
  const calls = streamed([
    begun,
    added({ ...call, id: 'fc_a', arguments: '' }, 0),
    delta(args, { item_id: 'c', delta: '{}' }),
    done({ ...call, id: 'fc_b' }),
    // a second item at the same index is one of its own
    done({ ...call, id: 'fc_d', call_id: 'd' }),
    ended,
  ])
  expect(calls?.toolCalls.map(({ id, arguments: json }) => [id, json])).toEqual([
    ['c', '{}'],
    ['d', '{}'],
  ])
})

it('reads calls of custom tools, whose input is a text', () => {
  const patch = { id: 'ctc_1', type: 'custom_tool_call', call_id: 'c', name: 'patch' }
  const expected = [{ id: 'c', name: 'patch', arguments: '+ a', isCustom: true }]
  const reply = whole(response({ output: [{ ...patch, input: '+ a' }] }))
  expect(reply).toMatchObject({ ending: 'tool', toolCalls: expected })
  const delta = { type: 'response.custom_tool_call_input.delta', item_id: 'ctc_1', output_index: 0 }
  const stream = streamed([
    begun,
    added({ ...patch, input: '' }, 0),
    { ...delta, delta: '+ ' },
    { ...delta, delta: 'a' },
    ended,
  ])
  expect(stream?.toolCalls).toEqual(expected)
})
