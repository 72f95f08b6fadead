/** The pack of streamed responses is green on legal habits. */
import { describe, expect, it } from 'vitest'
import { done as terminator, type Event, type Json } from '../../testing/completion.ts'
import { judgePacks } from '../../testing/judge.ts'
import type { Situation } from '../../testing/observation.ts'
import {
  added,
  before,
  call,
  changed,
  done,
  events,
  failed,
  incomplete,
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

const part = { item_id: 'msg_1', output_index: 1, content_index: 0 }

const nested = { type: 'error', error: { message: 'No quota.', type: 'insufficient_quota' } }
const flat = { type: 'error', code: null, message: 'No.', param: null }

describe('a stream is green', () => {
  const inner = (list: readonly Json[], more: (event: Json) => Event): Event[] => list.map(more)
  const all = numbered(events())

  it.each<[string, readonly Event[]]>([
    ['as the specification shows it', all],
    ['with [DONE] at its end', [...all, terminator]],
    [
      'with event lines before the data',
      inner(all, (json) => ({
        raw: `event: ${String(json['type'])}\ndata: ${JSON.stringify(json)}\n\n`,
      })),
    ],
    [
      'with event lines after the data',
      inner(all, (json) => ({
        raw: `data: ${JSON.stringify(json)}\nevent: ${String(json['type'])}\n\n`,
      })),
    ],
    ['with padding', inner(all, (json) => ({ ...json, obfuscation: '' }))],
    ['with unknown events', numbered(before(events(), 'output_text.delta', { type: 'codex.x' }))],
    ['with keep-alives without a number', [...all, { type: 'keepalive' }]],
    [
      'that was queued first',
      numbered(
        before(
          changed(events(), 'created', (event) => ({
            ...event,
            response: response({ status: 'queued', output: [], usage: null, tool_choice: null }),
          })),
          'in_progress',
          {
            type: 'response.queued',
            response: response({ status: 'queued', output: [], usage: null }),
          },
        ),
      ),
    ],
    [
      'with arguments that come whole',
      numbered(events().filter(({ type }) => type !== 'response.function_call_arguments.delta')),
    ],
    [
      'with arguments that are done without a name',
      numbered(
        changed(events(), 'function_call_arguments.done', (event) => ({
          ...event,
          name: undefined,
        })),
      ),
    ],
    [
      'with reasoning that is hidden',
      numbered([
        ...events().slice(0, 2),
        added(0, { ...reasoning, content: undefined }),
        done(0, { ...reasoning, content: undefined, encrypted_content: 'a' }),
        {
          type: 'response.completed',
          response: response({
            output: [{ ...reasoning, content: undefined, encrypted_content: 'b' }],
          }),
        },
      ]),
    ],
    [
      'with the only part of a message counted as 1',
      numbered(
        events().map((event) =>
          event['output_index'] === 1 && 'content_index' in event
            ? { ...event, content_index: 1 }
            : event,
        ),
      ),
    ],
    [
      'with reasoning parts by another name',
      numbered(
        events().map((event) =>
          event['output_index'] === 0 && String(event['type']).startsWith('response.content_part')
            ? { ...event, type: String(event['type']).replace('content_part', 'reasoning_part') }
            : event,
        ),
      ),
    ],
    [
      'with events that clients ignore, of no item',
      numbered(
        before(events(), 'output_item.added', {
          type: 'response.reasoning.delta',
          item_id: 'rs_9',
          output_index: 9,
          delta: 'Hm.',
        }),
      ),
    ],
    [
      'with deltas of a vendor beside those that are due',
      numbered(
        before(events(), 'output_text.done', {
          type: 'response.text.delta',
          ...part,
          delta: 'Humans live on Earth.',
        }),
      ),
    ],
    [
      'with a call that has an item_id in place of an id',
      numbered(
        events().map((event) => {
          const item = event['item'] as Json | undefined
          const other = item?.['type'] === 'function_call'
          return other ? { ...event, item: { ...item, id: undefined, item_id: 'fc_1' } } : event
        }),
      ).map((event) =>
        event['type'] === 'response.completed'
          ? {
              ...event,
              response: response({
                output: [reasoning, message, { ...call, id: undefined, item_id: 'fc_1' }],
              }),
            }
          : event,
      ),
    ],
    [
      'with items whose deltas interleave',
      numbered(
        before(
          without(events(), 'output_item.done'),
          'function_call_arguments.done',
          done(0, reasoning),
        ),
      ),
    ],
    [
      'that ends at its token limit',
      numbered(
        events()
          .slice(0, indexOf(events(), 'output_item.added') + 7)
          .concat({
            type: 'response.incomplete',
            response: response({ ...incomplete, output: [reasoning] }),
          }),
      ),
    ],
    [
      'with a refusal',
      numbered([
        ...events().slice(0, 2),
        added(0, { ...message, status: 'in_progress', content: [] }),
        {
          type: 'response.content_part.added',
          ...part,
          output_index: 0,
          part: { type: 'refusal', refusal: '' },
        },
        { type: 'response.refusal.delta', ...part, output_index: 0, delta: 'No.' },
        { type: 'response.refusal.done', ...part, output_index: 0, refusal: 'No.' },
        {
          type: 'response.content_part.done',
          ...part,
          output_index: 0,
          part: { type: 'refusal', refusal: 'No.' },
        },
        done(0, { ...message, content: [{ type: 'refusal', refusal: 'No.' }] }),
        {
          type: 'response.completed',
          response: response({
            output: [{ ...message, content: [{ type: 'refusal', refusal: 'No.' }] }],
          }),
        },
      ]),
    ],
  ])('%s', (_, list) => {
    expect(ofStream(list)).toEqual({})
  })

  it.each<[string, readonly Json[]]>([
    [
      'error, then response.failed',
      [nested, { type: 'response.failed', response: response(failed) }],
    ],
    [
      'response.failed, then error',
      [{ type: 'response.failed', response: response(failed) }, flat],
    ],
    ['a flat error alone', [flat]],
  ])('but for its answer where it fails with %s', (_, end) => {
    expect(Object.keys(ofStream(numbered([...events().slice(0, 4), ...end])))).toEqual(['answered'])
  })
})
