/** A response ends at another time, for another reason or with another item than it says. */
import type { Call } from '../../../reference/call.ts'
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import {
  eachItem,
  edited,
  everyItem,
  inBoth,
  inStream,
  inWhole,
  isTerminal,
  isType,
  remade,
} from './edits.ts'

/** Changes the time of completion where there is one. */
function completed(edit: (time: number) => number) {
  return inBoth((response) => {
    const { completed_at: time } = response
    return typeof time === 'number' ? { ...response, completed_at: edit(time) } : response
  })
}

const encrypted = [
  'responses.encrypted-reasoning/encrypted',
  'responses.encrypted-reasoning-streamed/encrypted',
]

const unfinished = eachItem('message', (item) => ({ ...item, status: 'incomplete' }))

/** As the limit would have cut it. */
function cut(response: JsonObject, call: Call): JsonObject {
  if (response['status'] !== 'completed') return response
  return {
    ...unfinished(response, call),
    status: 'incomplete',
    completed_at: null,
    incomplete_details: { reason: 'max_output_tokens' },
  }
}

function withReasoningLast(response: JsonObject): JsonObject {
  const [first, ...others] = asArray(response['output'])
  const isReasoning = asObject(first)['type'] === 'reasoning'
  return isReasoning ? { ...response, output: [...others, first] } : response
}

/** The events of the first item after those of all others. */
function reasonedLast(events: readonly JsonObject[]): readonly JsonObject[] {
  const ofItems = events.filter((event) => 'output_index' in event)
  const last = Number(ofItems.at(-1)?.['output_index'] ?? 0)
  if (last === 0 || asObject(ofItems[0]?.['item'])['type'] !== 'reasoning') return events
  const from = events.indexOf(ofItems[0] ?? {})
  const first = ofItems.filter((event) => event['output_index'] === 0)
  const others = ofItems.filter((event) => event['output_index'] !== 0)
  return [
    ...events.slice(0, from),
    ...others.map((event) => ({ ...event, output_index: Number(event['output_index']) - 1 })),
    ...first.map((event) => ({ ...event, output_index: last })),
    ...events
      .slice(from + ofItems.length)
      .map((event) =>
        isTerminal(event)
          ? { ...event, response: withReasoningLast(asObject(event['response'])) }
          : event,
      ),
  ]
}

export const responsesEnded: readonly Deviation[] = [
  {
    id: 'responses-completed-in-milliseconds',
    kind: 'mutant',
    about: 'completed_at is in milliseconds.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/completed-at'],
    hooks: completed((time) => time * 1000),
  },
  {
    id: 'responses-completed-before-created',
    kind: 'mutant',
    about: 'A response was completed a minute before it was created.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/completed-at'],
    hooks: completed((time) => time - 60),
  },
  {
    id: 'responses-incomplete-completed-at',
    kind: 'mutant',
    about: 'A response that the limit cut says when it was completed.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.small-budget/completed-at'],
    hooks: inBoth((response) =>
      response['status'] === 'incomplete'
        ? { ...response, completed_at: response['created_at'] }
        : response,
    ),
  },
  {
    id: 'responses-cut-always',
    kind: 'mutant',
    about: 'Every response says that its limit of tokens cut it.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.parameters/cut-at-limit'],
    also: ['*'],
    hooks: {
      body: inWhole(cut),
      chunks: inStream((events, call) =>
        events.map((event) =>
          isType('completed')(event)
            ? {
                ...event,
                type: 'response.incomplete',
                response: cut(asObject(event['response']), call),
              }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-reasoning-last',
    kind: 'mutant',
    about: 'Reasoning stands after all that it led to.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.items/reasoning-leads'],
    also: ['*/reasoning-leads'],
    hooks: {
      body: inWhole(withReasoningLast),
      chunks: remade(reasonedLast),
    },
  },
  {
    id: 'responses-encrypted-left-out',
    kind: 'mutant',
    about: 'Reasoning comes without its encrypted form, which was asked for.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: encrypted,
    hooks: everyItem('reasoning', ({ encrypted_content: _, ...item }) => item),
  },
  {
    id: 'responses-encrypted-at-the-end-alone',
    kind: 'mutant',
    about: 'Items of reasoning are done without their encrypted form, which the last event has.',
    seen: ['OpenAI Response'],
    apis: apis.responsesStreams,
    kills: ['responses.encrypted-reasoning-streamed/encrypted'],
    hooks: {
      chunks: inStream(
        edited('output_item.done', (event) => {
          const { encrypted_content: _, ...item } = asObject(event['item'])
          return { ...event, item }
        }),
      ),
    },
  },
  {
    id: 'responses-encrypted-none',
    kind: 'mutant',
    about: 'The encrypted form of reasoning is the text "None".',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: encrypted,
    hooks: everyItem('reasoning', (item) =>
      'encrypted_content' in item ? { ...item, encrypted_content: 'None' } : item,
    ),
  },
]
