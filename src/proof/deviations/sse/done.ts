/** The terminator of an OpenAI stream is missing, misplaced or wrong. */
import type { Chunk } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import type { Piece } from '../../../reference/hook-values.ts'
import { done } from '../../../reference/openai/chunks.ts'
import { apis } from '../scopes.ts'

function withoutDone(chunks: readonly Chunk[]): Chunk[] {
  return chunks.filter((chunk) => chunk !== done)
}

function doneAs(...others: readonly string[]): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) =>
    chunks.flatMap((chunk): readonly Chunk[] => (chunk === done ? others : [chunk]))
}

function withLast(edit: (bytes: Uint8Array) => Uint8Array): (pieces: readonly Piece[]) => Piece[] {
  return (pieces) =>
    pieces.map((piece, at) =>
      at === pieces.length - 1 ? { ...piece, bytes: edit(piece.bytes) } : piece,
    )
}

export const sseDone: readonly Deviation[] = [
  {
    id: 'done-missing',
    kind: 'mutant',
    about: 'The stream ends without [DONE].',
    seen: ['D25', 'ogx#4744'],
    apis: apis.chatStreams,
    kills: ['*/done-last'],
    hooks: { chunks: withoutDone },
  },
  {
    id: 'stream-left-open',
    kind: 'mutant',
    about: 'There is no [DONE], and the connection stays open.',
    seen: ['D25', 'mistral.rs#1226'],
    apis: apis.chatStreams,
    hangs: 700,
    kills: ['*/done-last', '*/complete-body'],
    hooks: { chunks: withoutDone, timing: (timing) => ({ ...timing, end: 'hang' }) },
  },
  {
    id: 'done-not-last',
    kind: 'mutant',
    about: 'A chunk follows [DONE].',
    seen: ['ST-05'],
    apis: apis.chatStreams,
    kills: ['*/done-last'],
    also: ['*/one-finish', '*/usage-chunk'],
    hooks: {
      chunks: (chunks) => [...withoutDone(chunks), done, ...chunks.slice(0, 1)],
    },
  },
  {
    id: 'done-twice',
    kind: 'mutant',
    about: 'The terminator is sent twice.',
    seen: ['ST-05'],
    apis: apis.chatStreams,
    kills: ['*/done-last'],
    hooks: { chunks: doneAs(done, done) },
  },
  {
    id: 'done-lower-case',
    kind: 'mutant',
    about: 'The terminator is [done].',
    seen: ['ST-05'],
    apis: apis.chatStreams,
    kills: ['*/done-last'],
    also: ['*/events-are-json'],
    hooks: { chunks: doneAs('[done]') },
  },
  {
    id: 'done-quoted',
    kind: 'mutant',
    about: 'The terminator is a JSON string.',
    seen: ['ST-05'],
    apis: apis.chatStreams,
    kills: ['*/done-last'],
    also: ['*/events-are-json'],
    hooks: { chunks: doneAs('"[DONE]"') },
  },
  {
    id: 'done-unterminated',
    kind: 'mutant',
    about: 'No blank line follows the terminator.',
    seen: ['ST-05'],
    apis: apis.chatStreams,
    kills: ['*/framing'],
    also: ['*/done-last'],
    hooks: { frames: withLast((bytes) => bytes.subarray(0, -2)) },
  },
  {
    id: 'done-in-event-stop',
    kind: 'mutant',
    about: 'The stream ends with `event: done` and no data.',
    seen: ['ST-05'],
    apis: apis.chatStreams,
    kills: ['*/done-last'],
    hooks: { frames: (pieces) => withLast(() => Buffer.from('event: done\n\n'))(pieces) },
  },
  {
    id: 'open-after-done',
    kind: 'mutant',
    about: 'The connection stays open after the terminator.',
    seen: ['D25', 'ik_llama.cpp#467'],
    apis: apis.chatStreams,
    hangs: 5500,
    kills: ['*/ends-after-done', '*/complete-body'],
    hooks: { timing: (timing, call) => (call.failure ? timing : { ...timing, end: 'hang' }) },
  },
  {
    id: 'pings-without-end',
    kind: 'mutant',
    about: 'Comments keep the stream open after its last event, and it never ends.',
    seen: ['D25', 'D30'],
    apis: apis.chatStreams,
    hangs: 700,
    kills: ['*/ends-after-done', '*/complete-body'],
    hooks: {
      bytes: (pieces, call) =>
        call.failure
          ? pieces
          : [
              ...pieces,
              ...Array.from({ length: 56 }, () => ({
                bytes: Buffer.from(': ping\n\n'),
                wait: 100,
              })),
            ],
      timing: (timing, call) => (call.failure ? timing : { ...timing, end: 'hang' }),
    },
  },
]
