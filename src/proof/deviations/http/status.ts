/** The status of a successful answer is wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { onAnswer } from './edits.ts'

export const httpStatus: readonly Deviation[] = [
  {
    id: 'redirected',
    kind: 'mutant',
    about: 'Answers are redirects to themselves.',
    seen: ['RFC 9110 15.4'],
    kills: ['*/no-redirect', '*/status'],
    also: ['*/*'],
    hooks: {
      status: (status, call) => (call.failure ? status : 307),
      headers: onAnswer((headers) => [...headers, ['Location', '/elsewhere']]),
    },
  },
  {
    id: 'status-201',
    kind: 'mutant',
    about: 'Answers have status 201.',
    seen: ['OpenAI responses'],
    kills: ['*/status'],
    also: ['*/*'],
    hooks: { status: (status, call) => (call.failure ? status : 201) },
  },
  {
    id: 'status-206',
    kind: 'mutant',
    about: 'Answers have status 206.',
    seen: ['RFC 9110 15.3.7'],
    kills: ['*/status'],
    also: ['*/*'],
    hooks: { status: (status, call) => (call.failure ? status : 206) },
  },
  {
    id: 'status-500-with-answer',
    kind: 'mutant',
    about: 'Answers have status 500.',
    seen: ['D56'],
    kills: ['*/no-server-error', '*/status'],
    also: ['*/*'],
    hooks: { status: (status, call) => (call.failure ? status : 500) },
  },
]
