/** Exceptions inside a ConverseStream response. */
import type { StreamEvent } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'

const throttled = {
  kind: 'exception',
  type: 'throttlingException',
  payload: { message: 'Too many requests, please wait before trying again.' },
} as const satisfies StreamEvent

/** A stream that begins as it should and ends with this instead. */
function endedBy(last: StreamEvent): Hooks {
  return { events: (events) => [...events.slice(0, 2), last] }
}

export const converseExceptions: readonly Deviation[] = [
  {
    id: 'exception-alien',
    kind: 'mutant',
    about: 'The stream is ended by an exception that the model does not define.',
    seen: ['CS-09'],
    apis: apis.eventStreams,
    kills: ['*/no-exception'],
    also: ['assert:answer', '*/one-finish'],
    hooks: endedBy({
      kind: 'exception',
      type: 'somethingWentWrong',
      payload: { message: 'Oops.' },
    }),
  },
  {
    id: 'exception-as-event',
    kind: 'mutant',
    about: 'The exception that ends the stream is sent as an event of its name.',
    seen: ['CS-09'],
    apis: apis.eventStreams,
    kills: ['*/no-exception'],
    also: ['assert:answer', '*/one-finish'],
    hooks: endedBy({ kind: 'event', type: throttled.type, payload: throttled.payload }),
  },
  {
    id: 'exception-without-message',
    kind: 'mutant',
    about: 'The stream is ended by an exception without a message.',
    seen: ['CS-09'],
    apis: apis.eventStreams,
    kills: ['*/no-exception'],
    also: ['assert:answer', '*/one-finish'],
    hooks: endedBy({ kind: 'exception', type: 'modelStreamErrorException', payload: {} }),
  },
  {
    id: 'exception-at-the-end',
    kind: 'mutant',
    about: 'An exception follows the whole answer.',
    seen: ['CS-09'],
    apis: apis.eventStreams,
    kills: ['*/no-exception'],
    hooks: {
      events: (events) => [
        ...events,
        {
          kind: 'exception',
          type: 'internalServerException',
          payload: { message: 'The system encountered an unexpected error.' },
        },
      ],
    },
  },
  {
    id: 'exception-mid-stream',
    kind: 'mutant',
    about: 'The stream is ended by an exception.',
    seen: ['D67', 'req_llm#1033'],
    apis: apis.eventStreams,
    kills: ['*/no-exception'],
    also: ['assert:answer', '*/one-finish'],
    hooks: endedBy({
      kind: 'exception',
      type: 'modelStreamErrorException',
      payload: { message: 'The model failed while it wrote.' },
    }),
  },
  {
    id: 'throttled-mid-stream',
    kind: 'oddity',
    about: 'Every stream is ended by throttlingException, after its first events.',
    seen: ['CS-09', 'facts 2.4'],
    apis: apis.eventStreams,
    // With the hook for requests it is played alone: what it cuts off would hide other oddities.
    hooks: { request: (request) => request, ...endedBy(throttled) },
  },
  {
    id: 'error-mid-frames',
    kind: 'mutant',
    about: 'The stream is ended by an error that the model does not define.',
    seen: ['CS-09'],
    apis: apis.eventStreams,
    kills: ['*/no-exception'],
    also: ['assert:answer', '*/one-finish'],
    hooks: endedBy({
      kind: 'error',
      code: 'InternalError',
      message: 'An internal error has occurred.',
    }),
  },
]
