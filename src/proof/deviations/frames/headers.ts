/** Headers of AWS event stream frames are missing or wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { type Message, eachMessage } from './edits.ts'

function withHeaders(edit: (headers: Message['headers']) => Message['headers']) {
  return eachMessage(({ headers, body }) => ({ headers: edit({ ...headers }), body }))
}

function withoutHeader(name: string) {
  return withHeaders((headers) =>
    Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name)),
  )
}

export const framesHeaders: readonly Deviation[] = [
  {
    id: 'message-type-missing',
    kind: 'mutant',
    about: 'Frames have no message type.',
    seen: ['CS-02'],
    apis: apis.eventStreams,
    kills: ['*/frame-headers'],
    hooks: { frames: withoutHeader(':message-type') },
  },
  {
    id: 'event-type-missing',
    kind: 'mutant',
    about: 'Frames have no event type.',
    seen: ['CS-02'],
    apis: apis.eventStreams,
    kills: ['*/frame-headers'],
    hooks: { frames: withoutHeader(':event-type') },
  },
  {
    id: 'frame-content-type-missing',
    kind: 'mutant',
    about: 'Frames have no content type.',
    seen: ['CS-02'],
    apis: apis.eventStreams,
    kills: ['*/frame-headers'],
    hooks: { frames: withoutHeader(':content-type') },
  },
  {
    id: 'frame-content-type-text',
    kind: 'mutant',
    about: 'Frames have a content type of text.',
    seen: ['CS-02'],
    apis: apis.eventStreams,
    kills: ['*/frame-headers'],
    hooks: {
      frames: withHeaders((headers) => ({
        ...headers,
        ':content-type': { type: 'string', value: 'text/plain' },
      })),
    },
  },
  {
    id: 'message-type-alien',
    kind: 'mutant',
    about: 'Frames are of the type data.',
    seen: ['CS-02'],
    apis: apis.eventStreams,
    kills: ['*/frame-headers'],
    hooks: {
      frames: withHeaders((headers) => ({
        ...headers,
        ':message-type': { type: 'string', value: 'data' },
      })),
    },
  },
  {
    id: 'header-type-binary',
    kind: 'mutant',
    about: 'The header with the event type has the type bytes instead of string.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/frame-headers'],
    hooks: {
      frames: withHeaders((headers) => ({
        ...headers,
        ':event-type': {
          type: 'binary',
          value: Buffer.from(String(headers[':event-type']?.value ?? '')),
        },
      })),
    },
  },
  {
    id: 'event-type-capital',
    kind: 'mutant',
    about: 'Names of events begin with a capital letter.',
    seen: ['CS-04'],
    apis: apis.eventStreams,
    kills: ['*/message-start', '*/chunks'],
    also: ['*/message-stop', '*/metadata'],
    hooks: {
      frames: withHeaders((headers) => {
        const name = String(headers[':event-type']?.value ?? '')
        const value = name.slice(0, 1).toUpperCase() + name.slice(1)
        return { ...headers, ':event-type': { type: 'string', value } }
      }),
    },
  },
  {
    id: 'event-type-empty',
    kind: 'mutant',
    about: 'The name of every event is empty.',
    seen: ['CS-02'],
    apis: apis.eventStreams,
    kills: ['*/frame-headers'],
    hooks: {
      frames: withHeaders((headers) => ({
        ...headers,
        ':event-type': { type: 'string', value: '' },
      })),
    },
  },
]
