/** Members that are fixed when a response is created change, or belong to another API. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { edited, everywhere, inBoth, inEnd, inStream, inWhole } from './edits.ts'

export const responsesIdentity: readonly Deviation[] = [
  {
    id: 'responses-id-changes-at-end',
    kind: 'mutant',
    about: 'The terminal event names another response than response.created.',
    seen: ['litellm#32310'],
    apis: apis.responsesStreams,
    kills: ['*/one-response'],
    hooks: { chunks: inEnd((response) => ({ ...response, id: `resp_x${response['id']}` })) },
  },
  {
    id: 'responses-id-per-event',
    kind: 'mutant',
    about: 'Every event of the response carries an id of its own.',
    seen: ['litellm#19125'],
    apis: apis.responsesStreams,
    kills: ['*/one-response'],
    hooks: {
      chunks: inStream((events) =>
        events.map((event, at) =>
          event['response'] === undefined
            ? event
            : { ...event, response: { ...Object(event['response']), id: `resp_${at}` } },
        ),
      ),
    },
  },
  {
    id: 'responses-created-at-changes',
    kind: 'mutant',
    about: 'The terminal event has the time at which it was made.',
    seen: ['OpenAI Response'],
    apis: apis.responsesStreams,
    kills: ['*/one-response'],
    also: ['*/completed-at'],
    hooks: {
      chunks: inEnd((response) => ({
        ...response,
        created_at: Number(response['created_at']) + 2,
      })),
    },
  },
  {
    id: 'responses-model-changes',
    kind: 'mutant',
    about: 'The terminal event names the model of the provider.',
    seen: ['OpenAI Response'],
    apis: apis.responsesStreams,
    kills: ['*/one-response'],
    also: ['*/model'],
    hooks: { chunks: inEnd((response) => ({ ...response, model: 'gpt-4o-mini' })) },
  },
  {
    id: 'responses-foreign-event',
    kind: 'mutant',
    about: 'Events of items name another response.',
    seen: ['ogx 1.5.0 responses'],
    apis: apis.responsesStreams,
    kills: ['*/one-response'],
    hooks: {
      chunks: inStream((events) =>
        events.map((event) => ('item' in event ? { ...event, response_id: 'resp_0' } : event)),
      ),
    },
  },
  {
    id: 'responses-model-other',
    kind: 'mutant',
    about: 'The response names another model than the one asked for.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/model'],
    hooks: everywhere((response) => ({ ...response, model: 'gpt-4o-mini' })),
  },
  {
    id: 'responses-created-at-in-ms',
    kind: 'mutant',
    about: 'created_at is in milliseconds.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/created-in-seconds'],
    also: ['*/completed-at', '*/created-now'],
    hooks: everywhere((response) => ({
      ...response,
      created_at: Number(response['created_at']) * 1000,
    })),
  },
  {
    id: 'responses-created-at-zero',
    kind: 'mutant',
    about: 'created_at is 0.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/created-now'],
    hooks: everywhere((response) => ({ ...response, created_at: 0 })),
  },
  {
    id: 'responses-object-missing',
    kind: 'mutant',
    about: 'The response does not name its object.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*'],
    hooks: everywhere(({ object: _, ...response }) => response),
  },
  {
    id: 'responses-object-of-chat',
    kind: 'mutant',
    about: 'A whole response calls itself a chat completion.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    kills: ['*/response-schema'],
    also: ['*'],
    hooks: { body: inWhole((response) => ({ ...response, object: 'chat.completion' })) },
  },
  {
    id: 'responses-required-missing',
    kind: 'mutant',
    about: 'Members that may be null are left out.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    hooks: everywhere(({ error: _, incomplete_details: __, instructions: ___, ...response }) => ({
      ...response,
    })),
  },
  {
    id: 'responses-metadata-lost',
    kind: 'mutant',
    about: 'metadata of the request is not repeated.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.parameters/state-echo'],
    hooks: everywhere((response) => ({ ...response, metadata: null })),
  },
  {
    id: 'responses-instructions-lost',
    kind: 'mutant',
    about: 'instructions of the request are not repeated.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.parameters/echo'],
    hooks: everywhere((response) => ({ ...response, instructions: null })),
  },
  {
    id: 'responses-tool-choice-default',
    kind: 'mutant',
    about: 'The response always has tool_choice auto and no tools.',
    seen: ['aws-samples responses'],
    apis: apis.responses,
    kills: ['responses.parameters/echo'],
    hooks: everywhere((response) => ({ ...response, tool_choice: 'auto', tools: [] })),
  },
  {
    id: 'responses-parameters-default',
    kind: 'mutant',
    about: 'The response repeats defaults in place of the parameters of the request.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/echo'],
    also: ['*/sampling-echo'],
    hooks: everywhere((response) => ({
      ...response,
      max_output_tokens: 4096,
      parallel_tool_calls: true,
      reasoning: { effort: 'medium', summary: null },
      text: { format: { type: 'text' } },
      temperature: 0.7,
    })),
  },
  {
    id: 'responses-previous-lost',
    kind: 'mutant',
    about: 'The response names another one than it continues.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.continue/state-echo'],
    also: ['responses-state.*'],
    hooks: inBoth((response) =>
      response['previous_response_id'] === null
        ? response
        : { ...response, previous_response_id: 'resp_other' },
    ),
  },
  {
    id: 'responses-arguments-done-other-name',
    kind: 'mutant',
    about: 'response.function_call_arguments.done names its tool with the prefix of a namespace.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['tools.named/items', 'tool-choice.two-cities/items'],
    also: ['*/items'],
    hooks: {
      chunks: inStream(
        edited('function_call_arguments.done', (event) => ({
          ...event,
          name: `functions.${String(event['name'])}`,
        })),
      ),
    },
  },
  {
    id: 'responses-arguments-done-empty-name',
    kind: 'oddity',
    about: 'response.function_call_arguments.done has an empty name.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    sees: ['tools.named/*'],
    hooks: {
      chunks: inStream(edited('function_call_arguments.done', (event) => ({ ...event, name: '' }))),
    },
  },
]
