/** Failures of the Responses API are told otherwise than they must be. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { beside, inStream, numbered, remade } from './edits.ts'

const flat = { type: 'error', code: null, message: 'It failed.', param: null }

export const responsesFailures: readonly Deviation[] = [
  {
    id: 'responses-effort-fault',
    kind: 'mutant',
    about: 'A request that names an effort of reasoning is answered 500.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.efforts/low.accepted'],
    also: ['responses.*', 'reasoning.*', '*/no-server-error'],
    hooks: {
      status: (status, call) =>
        Buffer.from(call.body).includes('"reasoning":{"effort"') && status < 400 ? 500 : status,
    },
  },
  {
    id: 'responses-refused-with-200',
    kind: 'mutant',
    about: 'A refusal of a streamed request has status 200.',
    seen: ['ogx 1.5.0 responses'],
    apis: apis.responsesStreams,
    kills: ['errors.unknown-model/refused'],
    also: ['*'],
    hooks: { error: (failure) => ({ ...failure, status: 200 }) },
  },
  {
    id: 'responses-refused-as-fault',
    kind: 'mutant',
    about: 'Every refusal is a 500.',
    seen: ['litellm#36546', 'ogx 1.5.0 responses'],
    apis: apis.responses,
    kills: ['*/no-server-error'],
    also: ['*'],
    hooks: { error: (failure) => ({ ...failure, status: 500, kind: 'server' }) },
  },
  {
    id: 'responses-error-goes-on',
    kind: 'mutant',
    about: 'The stream goes on after an error event.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/error-event'],
    also: ['*'],
    hooks: { chunks: remade(beside('output_text.delta', () => [flat])) },
  },
  {
    id: 'responses-error-without-message',
    kind: 'mutant',
    about: 'The stream ends with an error event that says nothing.',
    seen: ['vercel-ai#20505'],
    apis: apis.responsesStreams,
    kills: ['*/error-event'],
    also: ['*'],
    hooks: {
      chunks: inStream((events) => numbered([...events.slice(0, 3), { type: 'error' }])),
    },
  },
  {
    id: 'responses-error-without-type',
    kind: 'mutant',
    about: 'The stream ends with a message that has no type.',
    seen: ['vercel-ai#20505'],
    apis: apis.responsesStreams,
    kills: ['*/event-schema'],
    also: ['*'],
    hooks: {
      chunks: inStream((events) => [...events.slice(0, 3), { message: 'It failed.' }]),
    },
  },
  {
    id: 'responses-failed-after-calls',
    kind: 'mutant',
    about: 'A stream that called its tools whole ends with response.failed.',
    seen: ['codex#27185'],
    apis: apis.responsesStreams,
    kills: ['*/answered'],
    also: ['*'],
    hooks: {
      chunks: inStream((events) =>
        events.map((event) =>
          event['type'] === 'response.completed'
            ? {
                ...event,
                type: 'response.failed',
                response: {
                  ...Object(event['response']),
                  status: 'failed',
                  error: { code: 'server_error', message: 'It failed.' },
                },
              }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-whole-as-stream',
    kind: 'mutant',
    about: 'A response that was asked for whole comes as an event stream.',
    seen: ['litellm#34095'],
    apis: apis.responsesWhole,
    kills: ['*/content-type'],
    also: ['*'],
    hooks: {
      headers: (headers, call) =>
        call.failure
          ? headers
          : headers.map(([name, value]) =>
              name.toLowerCase() === 'content-type' ? [name, 'text/event-stream'] : [name, value],
            ),
      text: (text, call) => (call.failure ? text : `data: ${text}\n\n`),
    },
  },
  {
    id: 'responses-stream-as-json',
    kind: 'mutant',
    about: 'A response that was asked for as a stream comes whole.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/content-type'],
    also: ['*'],
    hooks: { request: (json) => ({ ...Object(json), stream: false }) },
  },
]
