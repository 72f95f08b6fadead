/** The pack of streamed responses is red on defects, each by its code. */
import { describe, expect, it } from 'vitest'
import type { Event, Json } from '../../testing/completion.ts'
import { judgePacks } from '../../testing/judge.ts'
import { now, type Situation } from '../../testing/observation.ts'
import {
  added,
  before,
  call,
  changed,
  done,
  events,
  indexOf,
  message,
  numbered,
  reasoning,
  response,
  streamed,
  without,
} from '../testing/response.ts'

const ofStream = (list: readonly Event[], more?: Situation) =>
  judgePacks(['http', 'openai-responses-stream'], streamed(list, more))

const text = (message['content'] as Json[])[0]!
const part = { item_id: 'msg_1', output_index: 1, content_index: 0 }
const delta = { type: 'response.output_text.delta', ...part, delta: '!', logprobs: [] }

/** The final response changed. */
const ending = (more: Json, type = 'completed') =>
  changed(events(), 'completed', () => ({
    type: `response.${type}`,
    response: response({ status: type, ...more }),
  }))

const flat = { type: 'error', code: null, message: 'No.', param: null }

describe('a stream is red', () => {
  const rest = events()
  const edit = (type: string, more: Json) => changed(rest, type, (event) => ({ ...event, ...more }))
  const head = rest.slice(0, 2)

  it.each<[string, Json[], string, string]>([
    ['without response.created', without(rest, 'created'), 'created-first', 'created-missing'],
    [
      'with two of them',
      before(rest, 'in_progress', rest[0]!),
      'created-first',
      'created-repeated',
    ],
    [
      'without response.in_progress',
      without(rest, 'in_progress'),
      'in-progress',
      'in-progress-missing',
    ],
    [
      'with response.in_progress in its midst',
      before(without(rest, 'in_progress'), 'output_text.delta', rest[1]!),
      'in-progress',
      'in-progress-late',
    ],
    ['without its end', without(rest, 'completed'), 'terminal-last', 'terminal-missing'],
    ['with two ends', [...rest, rest.at(-1)!], 'terminal-last', 'terminal-repeated'],
    ['that goes on after its end', [...rest, delta], 'terminal-last', 'after-terminal'],
    ['with another id at its end', ending({ id: 'resp_2' }), 'one-response', 'id-changed'],
    [
      'with events of another response',
      edit('output_text.delta', { response_id: 'resp_2' }),
      'one-response',
      'id-changed',
    ],
    [
      'with another time at its end',
      ending({ created_at: now + 9 }),
      'one-response',
      'created-at-changed',
    ],
    ['with another model at its end', ending({ model: 'm' }), 'one-response', 'model-changed'],
    [
      'with an item that begins at 1',
      [...head, added(1, message), done(1, message), rest.at(-1)!],
      'items',
      'item-index',
    ],
    [
      'with two items at one index',
      changed(rest, 'output_item.added', (event) => event).map((event) =>
        event['output_index'] === 1 ? { ...event, output_index: 0 } : event,
      ),
      'items',
      'item-repeated',
    ],
    [
      'with a delta of no item',
      edit('output_text.delta', { output_index: 7 }),
      'items',
      'item-unannounced',
    ],
    [
      'with a delta of a finished item',
      [...rest.slice(0, -1), delta, rest.at(-1)!],
      'items',
      'item-after-done',
    ],
    [
      'with an item that is done twice',
      [...rest.slice(0, -1), done(2, call), rest.at(-1)!],
      'items',
      'item-after-done',
    ],
    [
      'with a delta that names another id',
      edit('output_text.delta', { item_id: 'msg_2' }),
      'items',
      'item-id-differs',
    ],
    [
      'with two items of one id',
      rest.map((event) =>
        event['type'] === 'response.output_item.added' && event['output_index'] === 2
          ? { ...event, item: { ...call, status: 'in_progress', id: 'msg_1' } }
          : event,
      ),
      'items',
      'item-id-repeated',
    ],
    [
      'with another call_id at the end of a call',
      rest.map((event) =>
        event['type'] === 'response.output_item.done' && event['output_index'] === 2
          ? done(2, { ...call, call_id: 'call_2' })
          : event,
      ),
      'items',
      'item-changed',
    ],
    [
      'with arguments of another function at their end',
      edit('function_call_arguments.done', { name: 'time' }),
      'items',
      'item-changed',
    ],
    [
      'with an item that is never done',
      without(rest, 'output_item.done'),
      'items',
      'item-not-done',
    ],
    [
      'with a message that is announced as completed',
      rest.map((event) =>
        event['type'] === 'response.output_item.added' && event['output_index'] === 1
          ? added(1, { ...message, content: [] })
          : event,
      ),
      'items',
      'item-status',
    ],
    [
      'with text of a call',
      edit('output_text.delta', { output_index: 0, item_id: 'rs_1' }),
      'items',
      'item-after-done',
    ],
    [
      'with arguments of a message',
      before(rest, 'output_text.delta', {
        type: 'response.function_call_arguments.delta',
        ...part,
        delta: '{}',
      }),
      'items',
      'event-kind',
    ],
    [
      'without the announcement of a part',
      rest.filter(
        ({ type, output_index: at }) => !(type === 'response.content_part.added' && at === 1),
      ),
      'parts',
      'part-unannounced',
    ],
    [
      'with a part that is announced twice',
      before(rest, 'output_text.delta', {
        type: 'response.content_part.added',
        ...part,
        part: { ...text, text: '' },
      }),
      'parts',
      'part-repeated',
    ],
    [
      'with a delta of a finished part',
      rest.toSpliced(
        rest.findLastIndex(({ type }) => type === 'response.content_part.done') + 1,
        0,
        delta,
      ),
      'parts',
      'part-after-done',
    ],
    [
      'with a part that is never done',
      rest.filter(
        ({ type, output_index: at }) => !(type === 'response.content_part.done' && at === 1),
      ),
      'parts',
      'part-not-done',
    ],
    [
      'with an annotation that its part lost',
      before(rest, 'output_text.done', {
        type: 'response.output_text.annotation.added',
        ...part,
        annotation_index: 0,
        annotation: {
          type: 'url_citation',
          url: 'https://a.b',
          title: 'A',
          start_index: 0,
          end_index: 1,
        },
      }),
      'parts',
      'annotations-lost',
    ],
    ['without output_text.done', without(rest, 'output_text.done'), 'parts', 'text-not-done'],
    [
      'without function_call_arguments.done',
      without(rest, 'function_call_arguments.done'),
      'parts',
      'text-not-done',
    ],
    [
      'with output_text.done twice',
      before(rest, 'output_text.done', rest[indexOf(rest, 'output_text.done')]!),
      'parts',
      'text-done-repeated',
    ],
    [
      'with deltas of reasoning for another part than its end',
      rest.map((event) =>
        event['type'] === 'response.reasoning_text.delta' ? { ...event, content_index: 1 } : event,
      ),
      'parts',
      'text-not-done',
    ],
    [
      'with a delta after output_text.done',
      rest.toSpliced(indexOf(rest, 'output_text.done') + 1, 0, delta),
      'parts',
      'delta-after-text-done',
    ],
    ['with a delta too few', without(rest, 'output_text.delta'), 'deltas-join', 'text-differs'],
    [
      'with another text in output_text.done',
      edit('output_text.done', { text: 'Mars.' }),
      'deltas-join',
      'text-differs',
    ],
    [
      'with arguments too few',
      without(rest, 'function_call_arguments.delta'),
      'deltas-join',
      'arguments-differ',
    ],
    ['with an empty output at its end', ending({ output: [] }), 'final-output', 'final-count'],
    [
      'with another order at its end',
      ending({ output: [message, reasoning, call] }),
      'final-output',
      'final-differs',
    ],
    [
      'with another text at its end',
      ending({ output: [reasoning, { ...message, content: [{ ...text, text: 'Mars' }] }, call] }),
      'final-output',
      'final-differs',
    ],
    [
      'with another status than its end has',
      ending({ status: 'in_progress' }),
      'status-agrees',
      'status-event',
    ],
    [
      'with a first event that is completed',
      edit('created', { response: response({ usage: null }) }),
      'status-agrees',
      'status-event',
    ],
    [
      'with an error event without a message',
      [...rest.slice(0, 4), { type: 'error', code: 'x', param: null }],
      'error-event',
      'error-shape',
    ],
    [
      'that goes on after an error event',
      before(rest, 'output_text.delta', flat),
      'error-event',
      'after-error',
    ],
  ])('%s', (_, list, check, code) => {
    expect(ofStream(numbered(list))[check]).toContain(`responses.${code}`)
  })
})
