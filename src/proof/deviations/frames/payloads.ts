/** Payloads of AWS event stream frames are malformed. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { codec, eachMessage, frameAt } from './edits.ts'

function withPayload(edit: (text: string) => string) {
  return eachMessage(({ headers, body }) => ({
    headers,
    body: Buffer.from(edit(Buffer.from(body).toString('utf8'))),
  }))
}

export const framesPayloads: readonly Deviation[] = [
  {
    id: 'payload-not-json',
    kind: 'mutant',
    about: 'Payloads are not JSON.',
    seen: ['CS-04'],
    apis: apis.eventStreams,
    kills: ['*/payloads'],
    also: ['*/chunks', '*/message-start', '*/message-stop', '*/metadata'],
    hooks: { frames: withPayload((text) => text.replaceAll('"', "'")) },
  },
  {
    id: 'payload-empty',
    kind: 'mutant',
    about: 'A payload is empty.',
    seen: ['CS-04'],
    apis: apis.eventStreams,
    kills: ['*/payloads'],
    also: ['invoke-families.*/line-whole', '*/chunks'],
    hooks: {
      frames: frameAt(1, (bytes) =>
        codec.encode({ ...codec.decode(bytes), body: new Uint8Array() }),
      ),
    },
  },
  {
    id: 'payload-cut',
    kind: 'mutant',
    about: 'Payloads lack their last brace.',
    seen: ['CS-04'],
    apis: apis.eventStreams,
    kills: ['*/payloads'],
    also: ['*/chunks', '*/message-start', '*/message-stop', '*/metadata'],
    hooks: { frames: withPayload((text) => text.slice(0, -1)) },
  },
  {
    id: 'payload-list',
    kind: 'mutant',
    about: 'Payloads are wrapped in a list.',
    seen: ['CS-04'],
    apis: apis.eventStreams,
    kills: ['*/payloads'],
    also: ['assert:answer', '*/chunks', '*/message-start', '*/message-stop', '*/metadata'],
    hooks: { frames: withPayload((text) => `[${text}]`) },
  },
  {
    id: 'payload-wrapped',
    kind: 'mutant',
    about: 'Payloads are wrapped in the name of their event, as in the service model.',
    seen: ['CS-04'],
    apis: apis.eventStreams,
    kills: ['*/event-schema', '*/chunks'],
    also: ['assert:answer', '*/block-order', '*/message-start', '*/message-stop', '*/metadata'],
    hooks: {
      frames: eachMessage(({ headers, body }) => ({
        headers,
        body: Buffer.from(
          `{"${String(headers[':event-type']?.value)}":${Buffer.from(body).toString('utf8')}}`,
        ),
      })),
    },
  },
  {
    id: 'payload-latin-1',
    kind: 'mutant',
    about: 'Characters beyond ASCII are sent as Latin-1.',
    seen: ['D27'],
    apis: apis.converseStreams,
    kills: ['frames.echo/payloads'],
    also: ['*/utf8', 'frames.echo/characters-whole'],
    hooks: {
      frames: eachMessage(({ headers, body }) => ({
        headers,
        body: Buffer.from(Buffer.from(body).toString('utf8'), 'latin1'),
      })),
    },
  },
]
