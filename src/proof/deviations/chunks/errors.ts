/** Errors in the middle of an OpenAI stream. */
import type { Deviation } from '../../../reference/deviation.ts'
import { done } from '../../../reference/openai/chunks.ts'
import { apis } from '../scopes.ts'
import { insertedAt } from './edits.ts'

export const chunksErrors: readonly Deviation[] = [
  {
    id: 'error-mid-stream-as-text',
    kind: 'mutant',
    about: 'The error in a stream is a string, which no SDK raises.',
    seen: ['ST-19', 'D23'],
    apis: apis.chatStreams,
    kills: ['*/error-event'],
    also: ['*'],
    hooks: { chunks: (chunks) => [...chunks.slice(0, 3), { error: 'Internal error' }] },
  },
  {
    id: 'finish-after-error',
    kind: 'mutant',
    about: 'After an error in a stream the answer continues and finishes.',
    seen: ['ST-19', 'D64'],
    apis: apis.chatStreams,
    kills: ['*/error-event'],
    also: ['*'],
    hooks: {
      chunks: (chunks) => {
        const error = {
          error: { message: 'Overloaded', type: 'server_error', param: null, code: null },
        }
        return [...chunks.slice(0, 3), error, ...chunks.slice(3)]
      },
    },
  },
  {
    id: 'error-as-last-chunk',
    kind: 'mutant',
    about: 'An error is sent as a chunk after the whole answer, before [DONE].',
    seen: ['ST-19'],
    apis: apis.chatStreams,
    kills: ['*/no-error-in-success'],
    also: ['*/error-event'],
    hooks: {
      chunks: (chunks) =>
        insertedAt(chunks, chunks.indexOf(done), {
          error: { message: 'Internal error', type: 'server_error', param: null, code: '500' },
        }),
    },
  },
  {
    id: 'error-mid-stream',
    kind: 'mutant',
    about: 'The stream is ended by an error event.',
    seen: ['ST-19'],
    apis: apis.chatStreams,
    kills: ['*/no-error-in-success'],
    also: [
      'assert:answer',
      '*/done-last',
      '*/one-finish',
      '*/usage-chunk',
      'stop.cuts/streamed.says-stop',
      'prompt.counted/streamed.says-length',
    ],
    hooks: {
      chunks: (chunks) => [
        ...chunks.slice(0, 3),
        { error: { message: 'Internal error', type: 'server_error', param: null, code: '500' } },
      ],
    },
  },
]
