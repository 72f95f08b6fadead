/** The status of a response contradicts the rest of it. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { everywhere, inBoth, inEnd, inStream, inWhole, isTerminal, isType } from './edits.ts'

const failure = { code: 'server_error', message: 'The model failed.' }

export const responsesStatus: readonly Deviation[] = [
  {
    id: 'responses-error-in-success',
    kind: 'mutant',
    about: 'A completed response has an error.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/status-agrees'],
    hooks: inBoth((response) => ({ ...response, error: failure })),
  },
  {
    id: 'responses-failed-without-error',
    kind: 'mutant',
    about: 'Every request fails, without a reason.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/answered', '*/status-agrees'],
    also: ['*'],
    hooks: {
      body: inWhole((response) => ({ ...response, status: 'failed', output: [], usage: null })),
      chunks: inStream((events) =>
        events.map((event) =>
          isTerminal(event)
            ? {
                ...event,
                type: 'response.failed',
                response: { ...asObject(event['response']), status: 'failed', usage: null },
              }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-failed-always',
    kind: 'mutant',
    about: 'Every request fails with status 200.',
    seen: ['codex#27185'],
    apis: apis.responses,
    kills: ['*/answered'],
    also: ['*'],
    hooks: {
      body: inWhole((response) => ({
        ...response,
        status: 'failed',
        error: failure,
        output: [],
        usage: null,
      })),
      chunks: inStream((events) =>
        events.map((event) =>
          isTerminal(event)
            ? {
                ...event,
                type: 'response.failed',
                response: {
                  ...asObject(event['response']),
                  status: 'failed',
                  error: failure,
                  usage: null,
                },
              }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-incomplete-without-reason',
    kind: 'mutant',
    about: 'An incomplete response does not say why.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.small-budget/status-agrees'],
    also: ['*/says-length'],
    hooks: inBoth((response) => ({ ...response, incomplete_details: null })),
  },
  {
    id: 'responses-incomplete-reason-of-chat',
    kind: 'mutant',
    about: 'A response is incomplete for the reason length.',
    seen: ['ogx 1.5.0 responses'],
    apis: apis.responses,
    kills: ['responses.small-budget/incomplete-reason'],
    hooks: inBoth((response) => ({
      ...response,
      ...(response['incomplete_details'] !== null && { incomplete_details: { reason: 'length' } }),
    })),
  },
  {
    id: 'responses-details-of-completed',
    kind: 'mutant',
    about: 'A completed response has incomplete_details.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/status-agrees'],
    also: ['*/finish', '*/says-*', '*/no-hidden-limit'],
    hooks: inBoth((response) => ({
      ...response,
      incomplete_details: { reason: 'max_output_tokens' },
    })),
  },
  {
    id: 'responses-cut-hidden',
    kind: 'mutant',
    about: 'A response that the limit cut is completed.',
    seen: ['CLIProxyAPI#4873'],
    apis: apis.responses,
    kills: ['responses.small-budget/says-length'],
    also: ['*/item-status', '*/answered'],
    hooks: {
      body: inWhole((response) => ({ ...response, status: 'completed', incomplete_details: null })),
      chunks: inStream((events) =>
        events.map((event) =>
          isType('incomplete')(event)
            ? {
                ...event,
                type: 'response.completed',
                response: {
                  ...asObject(event['response']),
                  status: 'completed',
                  incomplete_details: null,
                },
              }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-status-at-end',
    kind: 'mutant',
    about: 'The response of the terminal event is still in progress.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/status-agrees'],
    also: ['*/completed-at', '*/says-length'],
    hooks: { chunks: inEnd((response) => ({ ...response, status: 'in_progress' })) },
  },
  {
    id: 'responses-status-at-start',
    kind: 'mutant',
    about: 'The response is completed when it is created.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/status-agrees'],
    hooks: { chunks: everywhere((response) => ({ ...response, status: 'completed' })).chunks },
  },
  {
    id: 'responses-status-unknown',
    kind: 'mutant',
    about: 'The status of a response is done.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*/completed-at', '*/status-agrees', '*/says-length', '*/usage'],
    hooks: inBoth((response) => ({ ...response, status: 'done' })),
  },
  {
    id: 'responses-unfinished',
    kind: 'mutant',
    about: 'A whole response is in progress, and nothing was asked for in the background.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    kills: ['*/finished'],
    also: ['*/completed-at', '*/says-length', '*/status-agrees', '*/as-given'],
    hooks: {
      body: inWhole((response) => ({
        ...response,
        status: 'in_progress',
        incomplete_details: null,
      })),
    },
  },
]
