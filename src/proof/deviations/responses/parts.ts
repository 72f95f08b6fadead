/** Parts and texts of a Responses stream are announced, joined or finished otherwise than they must be. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { responsesContents } from './contents.ts'
import { beside, dropped, edited, eachPart, inStream, isType, remade } from './edits.ts'

const whole = (event: Record<string, unknown>): string => String(event['delta'] ?? '')

export const responsesParts: readonly Deviation[] = [
  ...responsesContents,
  {
    id: 'responses-part-unannounced',
    kind: 'mutant',
    about: 'Parts are not announced.',
    seen: ['sub2api#2875'],
    apis: apis.responsesStreams,
    kills: ['*/parts'],
    hooks: { chunks: remade(dropped('content_part.added')) },
  },
  {
    id: 'responses-parts-absent',
    kind: 'mutant',
    about: 'Parts are neither announced nor done.',
    seen: ['sub2api#2875'],
    apis: apis.responsesStreams,
    kills: ['*/parts'],
    hooks: {
      chunks: remade((events) =>
        dropped('content_part.added')(dropped('content_part.done')(events)),
      ),
    },
  },
  {
    id: 'responses-part-done-missing',
    kind: 'mutant',
    about: 'Parts are never done.',
    seen: ['sub2api#2875'],
    apis: apis.responsesStreams,
    kills: ['*/parts'],
    hooks: { chunks: remade(dropped('content_part.done')) },
  },
  {
    id: 'responses-part-twice',
    kind: 'mutant',
    about: 'The first part is announced twice.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/parts'],
    hooks: { chunks: remade(beside('content_part.added', (event) => [event])) },
  },
  {
    id: 'responses-annotation-lost',
    kind: 'mutant',
    about: 'An annotation is added, and is not in the text that is done.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/parts'],
    hooks: {
      chunks: remade(
        beside(
          'output_text.done',
          ({ item_id: id, output_index: item, content_index: part }) => [
            {
              type: 'response.output_text.annotation.added',
              item_id: id,
              output_index: item,
              content_index: part,
              annotation_index: 0,
              annotation: {
                type: 'url_citation',
                url: 'https://example.com/',
                title: 'An example',
                start_index: 0,
                end_index: 1,
              },
            },
          ],
          false,
        ),
      ),
    },
  },
  {
    id: 'responses-text-done-missing',
    kind: 'mutant',
    about: 'response.output_text.done is never sent.',
    seen: ['ogx#5309'],
    apis: apis.responsesStreams,
    kills: ['*/parts'],
    hooks: { chunks: remade(dropped('output_text.done')) },
  },
  {
    id: 'responses-text-done-twice',
    kind: 'mutant',
    about: 'response.output_text.done is sent twice.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/parts'],
    hooks: { chunks: remade(beside('output_text.done', (event) => [event])) },
  },
  {
    id: 'responses-arguments-done-missing',
    kind: 'mutant',
    about: 'response.function_call_arguments.done is never sent.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['tools.named/parts'],
    hooks: { chunks: remade(dropped('function_call_arguments.done')) },
  },
  {
    id: 'responses-delta-empty',
    kind: 'mutant',
    about: 'Text deltas have no delta.',
    seen: ['sub2api#3253'],
    apis: apis.responsesStreams,
    kills: ['*/event-schema'],
    also: ['*/deltas-join', '*/bit-by-bit', '*/incremental'],
    hooks: {
      chunks: inStream(edited('output_text.delta', ({ delta: _, ...event }) => event)),
    },
  },
  {
    id: 'responses-delta-lost',
    kind: 'mutant',
    about: 'The last delta of a text is not sent.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/deltas-join'],
    also: ['*/answers', '*/names-*', '*/recall', '*/own-*'],
    hooks: {
      chunks: remade((events) =>
        events.toSpliced(events.findLastIndex(isType('output_text.delta')), 1),
      ),
    },
  },
  {
    id: 'responses-delta-repeated',
    kind: 'mutant',
    about: 'The first delta of a text is sent twice.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/deltas-join'],
    hooks: { chunks: remade(beside('output_text.delta', (event) => [event])) },
  },
  {
    id: 'responses-deltas-without-spaces',
    kind: 'mutant',
    about: 'Deltas lose the spaces at their beginning.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/deltas-join'],
    hooks: {
      chunks: inStream(
        edited('output_text.delta', (event) => ({ ...event, delta: whole(event).trimStart() })),
      ),
    },
  },
  {
    id: 'responses-deltas-cumulative',
    kind: 'mutant',
    about: 'Each delta repeats the text so far.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/deltas-join'],
    hooks: {
      chunks: inStream((events) => {
        let text = ''
        return edited('output_text.delta', (event) => {
          text += whole(event)
          return { ...event, delta: text }
        })(events)
      }),
    },
  },
  {
    id: 'responses-delta-changed',
    kind: 'mutant',
    about: 'One delta has another text than the model gave.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/deltas-join'],
    also: ['*/names-*', '*/recall', '*/own-*'],
    hooks: {
      chunks: inStream((events) => {
        const at = events.findIndex(isType('output_text.delta'))
        return events.map((event, index) => (index === at ? { ...event, delta: '?' } : event))
      }),
    },
  },
  {
    id: 'responses-text-done-empty',
    kind: 'mutant',
    about: 'response.output_text.done has an empty text.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/deltas-join'],
    hooks: { chunks: inStream(edited('output_text.done', (event) => ({ ...event, text: '' }))) },
  },
  {
    id: 'responses-part-done-empty',
    kind: 'mutant',
    about: 'response.content_part.done has the empty part that was announced.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/deltas-join'],
    hooks: {
      chunks: inStream(
        edited('content_part.done', (event) => ({
          ...event,
          part: { ...asObject(event['part']), text: '' },
        })),
      ),
    },
  },
  {
    id: 'responses-item-text-trimmed',
    kind: 'mutant',
    about: 'The item that is done has lost the end of its text.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/deltas-join'],
    also: ['*/final-output'],
    hooks: {
      chunks: inStream(
        edited('output_item.done', (event) => {
          const item = asObject(event['item'])
          if (item['type'] !== 'message') return event
          const cut = eachPart((part) => ({ ...part, text: String(part['text']).slice(0, -1) }))
          return { ...event, item: cut(item) }
        }),
      ),
    },
  },
  {
    id: 'responses-arguments-delta-lost',
    kind: 'mutant',
    about: 'The first delta of arguments is not sent.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['tools.named/deltas-join'],
    also: ['*/arguments-json', '*/tool-calls', '*/called', '*/two-calls'],
    hooks: {
      chunks: remade((events) => {
        const at = events.findIndex(isType('function_call_arguments.delta'))
        return at === -1 ? events : events.toSpliced(at, 1)
      }),
    },
  },
  {
    id: 'responses-arguments-done-other',
    kind: 'mutant',
    about: 'response.function_call_arguments.done has empty arguments.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['tools.named/deltas-join'],
    hooks: {
      chunks: inStream(
        edited('function_call_arguments.done', (event) => ({ ...event, arguments: '{}' })),
      ),
    },
  },
  {
    id: 'responses-reasoning-deltas-from-one',
    kind: 'mutant',
    about: 'Deltas of reasoning count the parts of their item from 1, and its end from 0.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['responses.items/parts'],
    also: ['*/parts', '*/deltas-join'],
    hooks: {
      chunks: inStream(edited('reasoning_text.delta', (event) => ({ ...event, content_index: 1 }))),
    },
  },
]
