/** Unusual but legal server-sent events. */
import type { Deviation } from '../../../reference/deviation.ts'
import { eachText } from '../edits/members.ts'
import { apis } from '../scopes.ts'

export const sseLegal: readonly Deviation[] = [
  {
    id: 'blank-lines-between',
    kind: 'oddity',
    about: 'Several blank lines stand between events.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    hooks: { frames: eachText((text) => `${text}\n\n`) },
  },
  {
    id: 'comment-inside-event',
    kind: 'oddity',
    about: 'A comment is sent inside an event.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    hooks: { frames: eachText((text) => text.replace(/\n\n$/u, '\n: still here\n\n')) },
  },
  {
    id: 'comment-first-and-last',
    kind: 'oddity',
    about: 'Comments are sent before the first event and after the last.',
    seen: ['WHATWG HTML 9.2.6', 'llm-gateway#2053'],
    apis: apis.chatStreams,
    hooks: {
      frames: (pieces) => [
        { bytes: Buffer.from(': OPENROUTER PROCESSING\n\n'), wait: 0 },
        ...pieces,
        { bytes: Buffer.from(': bye\n\n'), wait: 0 },
      ],
    },
  },
  {
    id: 'fields-unknown',
    kind: 'oddity',
    about: 'Events have unknown fields.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    hooks: { frames: eachText((text, at) => `x-seq: ${at}\n${text}`) },
  },
  {
    id: 'line-ends-mixed',
    kind: 'oddity',
    about: 'Some lines end with CR LF, others with LF.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    hooks: {
      frames: eachText((text, at) => (at % 2 === 0 ? text.replaceAll('\n', '\r\n') : text)),
    },
  },
  {
    id: 'two-spaces-after-data',
    kind: 'oddity',
    about: 'Two spaces follow the colon; the second belongs to the data.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    hooks: { frames: eachText((text) => text.replace(/^data: \{/u, 'data:  {')) },
  },
  {
    id: 'no-space-after-data',
    kind: 'oddity',
    about: 'No space follows the colon of a field.',
    seen: ['D28', 'genai-bench#159'],
    apis: apis.chatStreams,
    hooks: {
      frames: eachText((text) => text.replaceAll(/^data: /gmu, 'data:')),
    },
  },
  {
    id: 'crlf-lines',
    kind: 'oddity',
    about: 'Lines end with CR LF.',
    seen: ['D29', 'envoy ai-gateway#2463'],
    apis: apis.chatStreams,
    hooks: {
      frames: eachText((text) => text.replaceAll('\n', '\r\n')),
    },
  },
  {
    id: 'cr-lines',
    kind: 'oddity',
    about: 'Lines end with CR.',
    seen: ['D29'],
    apis: apis.chatStreams,
    hooks: {
      frames: eachText((text) => text.replaceAll('\n', '\r')),
    },
  },
  {
    id: 'comments',
    kind: 'oddity',
    about: 'Comments are sent between events.',
    seen: ['D30', 'llm-gateway#2053'],
    apis: apis.chatStreams,
    hooks: {
      frames: eachText((text, at) => (at % 3 === 0 ? `: keep-alive\n\n${text}` : text)),
    },
  },
  {
    id: 'byte-order-mark',
    kind: 'oddity',
    about: 'The stream begins with a byte order mark.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    hooks: {
      frames: eachText((text, at) => (at === 0 ? `\uFEFF${text}` : text)),
    },
  },
  {
    id: 'event-line',
    kind: 'oddity',
    about: 'Every event has the type message.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    hooks: {
      frames: eachText((text) => `event: message\n${text}`),
    },
  },
  {
    id: 'id-and-retry-lines',
    kind: 'oddity',
    about: 'Events carry ids, and the first a retry time.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    hooks: {
      frames: eachText((text, at) => `${at === 0 ? 'retry: 3000\n' : ''}id: ${at}\n${text}`),
    },
  },
  {
    id: 'split-data-lines',
    kind: 'oddity',
    about: 'The JSON of an event is split over two data lines.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    hooks: {
      frames: eachText((text) => text.replace(/^data: \{/u, 'data: {\ndata: ')),
    },
  },
]
