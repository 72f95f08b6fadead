/** Announcements that hold what later events bring. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { dropped, edited, inStream, isTerminal, isType, remade } from './edits.ts'

type Events = readonly JsonObject[]

/** The first event of a type that belongs to the same item, and to the same part. */
function sibling(events: Events, { output_index, content_index }: JsonObject, type: string) {
  const found = events.find(
    (event) =>
      isType(type)(event) &&
      event['output_index'] === output_index &&
      event['content_index'] === content_index,
  )
  return asObject(found)
}

/** Events with the items of calls announced as they are in the end. */
function callsWhole(events: Events): Events {
  return edited('output_item.added', (event) => {
    const item = asObject(event['item'])
    if (item['type'] !== 'function_call') return event
    const done = asObject(sibling(events, event, 'output_item.done')['item'])
    return { ...event, item: { ...item, arguments: done['arguments'] } }
  })(events)
}

export const responsesBegun: readonly Deviation[] = [
  {
    id: 'responses-calls-announced-whole',
    kind: 'mutant',
    about: 'Calls are announced with all arguments, which deltas bring again.',
    seen: ['GoModel#200'],
    apis: apis.responsesStreams,
    kills: ['tools.named/items-begin-empty'],
    hooks: { chunks: inStream(callsWhole) },
  },
  {
    id: 'responses-parts-announced-begun',
    kind: 'mutant',
    about: 'Texts are announced with what their first delta brings again.',
    seen: ['llama-cpp-python#2285'],
    apis: apis.responsesStreams,
    kills: ['chat.simple/items-begin-empty'],
    hooks: {
      chunks: inStream((events) =>
        edited('content_part.added', (event) => {
          const { delta = '' } = sibling(events, event, 'output_text.delta')
          return { ...event, part: { ...asObject(event['part']), text: delta } }
        })(events),
      ),
    },
  },
  {
    id: 'responses-messages-announced-with-parts',
    kind: 'mutant',
    about: 'Messages are announced with an empty part, which is announced again after it.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['chat.simple/items-begin-empty'],
    hooks: {
      chunks: inStream(
        edited('output_item.added', (event) => {
          const item = asObject(event['item'])
          if (item['type'] !== 'message') return event
          const part = { type: 'output_text', text: '', annotations: [], logprobs: [] }
          return { ...event, item: { ...item, content: [part] } }
        }),
      ),
    },
  },
  {
    id: 'responses-created-with-output',
    kind: 'mutant',
    about:
      'response.created has the output of the end, as where the events are made of a whole answer.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['chat.simple/items-begin-empty'],
    hooks: {
      chunks: inStream((events) => {
        const { output } = asObject(events.find(isTerminal)?.['response'])
        return edited('created', (event) => ({
          ...event,
          response: { ...asObject(event['response']), output: asArray(output) },
        }))(events)
      }),
    },
  },
  {
    id: 'responses-calls-announced-whole-alone',
    kind: 'oddity',
    about: 'Calls are announced with all arguments, and no delta brings them again.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    sees: ['tools.named/items-begin-empty', 'tool-forced.named-responses/called'],
    hooks: {
      chunks: remade((events) => dropped('function_call_arguments.delta')(callsWhole(events))),
    },
  },
]
