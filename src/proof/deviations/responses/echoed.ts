/** Parameters that a response repeats are those of another request, or have no permitted value. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { edited, everyItem, inBoth, inStream } from './edits.ts'

const schemas = ['*/response-schema', '*/event-schema']

interface Repeated {
  readonly id: string
  readonly about: string
  /** Of the specification where nothing else is named. */
  readonly seen?: string
  readonly kills?: readonly string[]
  readonly also?: readonly string[]
  readonly edit: (response: JsonObject) => JsonObject
}

/** The response of another request is remembered where this one has none. */
function instead(name: string, value: string): Repeated['edit'] {
  return (response) => ({ ...response, [name]: response[name] ?? value })
}

const stranger = {
  type: 'function',
  name: 'of_another_client',
  parameters: { type: 'object', properties: {} },
  strict: false,
}

function repeated({ id, about, seen = 'OpenAI Response', kills, also, edit }: Repeated): Deviation {
  return {
    id,
    kind: 'mutant',
    about,
    seen: [seen],
    apis: apis.responses,
    kills: kills ?? schemas,
    ...(also && { also }),
    hooks: inBoth(edit),
  }
}

export const responsesEchoed: readonly Deviation[] = [
  ...[
    {
      id: 'responses-instructions-unasked',
      about: 'A response to a request without instructions has those of another client.',
      seen: 'ogx#3924',
      kills: ['*/echo'],
      edit: instead('instructions', 'Answer as a pirate.'),
    },
    {
      id: 'responses-previous-unasked',
      about: 'A response that continues none names another as the previous one.',
      seen: 'ogx#3924',
      kills: ['*/state-echo'],
      edit: instead('previous_response_id', 'resp_of_another_client'),
    },
    {
      id: 'responses-effort-number',
      about: 'The effort that a response repeats is a number.',
      also: ['*/echo'],
      edit: (response: JsonObject) => ({
        ...response,
        reasoning: { ...asObject(response['reasoning']), effort: 2 },
      }),
    },
    {
      id: 'responses-tool-choice-unknown',
      about: 'The tool_choice that a response repeats is "any", as another API spells it.',
      also: ['*/echo'],
      edit: (response: JsonObject) => ({ ...response, tool_choice: 'any' }),
    },
    {
      id: 'responses-tools-without-properties',
      about: 'The tools that a response repeats have lost the properties of their parameters.',
      kills: ['responses.parameters/echo'],
      edit: (response: JsonObject) => ({
        ...response,
        tools: asArray(response['tools']).map((tool) => ({
          ...asObject(tool),
          parameters: { type: 'object' },
        })),
      }),
    },
    {
      id: 'responses-format-without-schema',
      about: 'The format that a response repeats has its schema under another name.',
      kills: ['responses.json-schema/echo'],
      edit: (response: JsonObject) => {
        const text = asObject(response['text'])
        const { schema, ...format } = asObject(text['format'])
        return schema === undefined
          ? response
          : { ...response, text: { ...text, format: { ...format, schema_: schema } } }
      },
    },
    {
      id: 'responses-tools-unasked',
      about: 'A response to a request without tools has those of another client.',
      kills: ['*/echo'],
      edit: (response: JsonObject) => ({
        ...response,
        tools: asArray(response['tools']).length > 0 ? response['tools'] : [stranger],
      }),
    },
    {
      id: 'responses-store-always',
      about: 'A response that is not stored says that it is.',
      kills: ['responses-state.not-stored/echo'],
      edit: (response: JsonObject) => ({ ...response, store: true }),
    },
    {
      id: 'responses-store-text',
      about: 'A response says "true" of store, as text.',
      edit: (response: JsonObject) => ({ ...response, store: 'true' }),
    },
    {
      id: 'responses-top-logprobs-beyond',
      about: 'A response says that it has 100 alternatives for each token, of at most 20.',
      edit: (response: JsonObject) => ({ ...response, top_logprobs: 100 }),
    },
    {
      id: 'responses-completed-before-1970',
      about: 'The time at which a response was completed is below zero.',
      also: ['*/completed-at'],
      edit: (response: JsonObject) => ({ ...response, completed_at: -1 }),
    },
  ].map(repeated),
  {
    id: 'responses-created-with-defaults',
    kind: 'mutant',
    about: 'The response of the first event has none of the parameters of the request.',
    seen: ['OpenAI Response'],
    apis: apis.responsesStreams,
    kills: ['responses.parameters/echo', 'responses.parameters/state-echo'],
    also: ['*/echo', '*/state-echo'],
    hooks: {
      chunks: inStream(
        edited('created', (event) => ({
          ...event,
          response: {
            ...asObject(event['response']),
            instructions: null,
            max_output_tokens: null,
            metadata: {},
            previous_response_id: null,
            tools: [],
          },
        })),
      ),
    },
  },
  {
    id: 'responses-call-status-unknown',
    kind: 'mutant',
    about: 'The status of a call is success.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['tools.named/response-schema', 'tools.named/event-schema'],
    also: ['*/item-status', 'tool*', 'responses*'],
    hooks: everyItem('function_call', (item) => ({ ...item, status: 'success' })),
  },
]
