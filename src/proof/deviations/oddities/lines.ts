/** SSE written unusually but as WHATWG HTML section 9.2 allows. */
import type { Api } from '../../../reference/call.ts'
import { eachText, oddity } from '../edit.ts'

const streams: { readonly apis: readonly Api[] } = { apis: ['openai-chat-stream'] }

export const lineOddities = [
  oddity(
    'no-space-after-data',
    'No space follows the colon of a field.',
    ['D28', 'genai-bench#159'],
    {
      frames: eachText((text) => text.replaceAll(/^data: /gmu, 'data:')),
    },
    streams,
  ),
  oddity(
    'crlf-lines',
    'Lines end with CR LF.',
    ['D29', 'envoy ai-gateway#2463'],
    {
      frames: eachText((text) => text.replaceAll('\n', '\r\n')),
    },
    streams,
  ),
  oddity(
    'cr-lines',
    'Lines end with CR.',
    ['D29'],
    {
      frames: eachText((text) => text.replaceAll('\n', '\r')),
    },
    streams,
  ),
  oddity(
    'comments',
    'Comments stand between the events.',
    ['D30', 'llm-gateway#2053'],
    {
      frames: eachText((text, at) => (at % 3 === 0 ? `: keep-alive\n\n${text}` : text)),
    },
    streams,
  ),
  oddity(
    'byte-order-mark',
    'The stream begins with a byte order mark.',
    ['WHATWG HTML 9.2.6'],
    {
      frames: eachText((text, at) => (at === 0 ? `\uFEFF${text}` : text)),
    },
    streams,
  ),
  oddity(
    'event-line',
    'Every event names its type, message.',
    ['WHATWG HTML 9.2.6'],
    {
      frames: eachText((text) => `event: message\n${text}`),
    },
    streams,
  ),
  oddity(
    'id-and-retry-lines',
    'Events carry ids, and the first a retry time.',
    ['WHATWG HTML 9.2.6'],
    {
      frames: eachText((text, at) => `${at === 0 ? 'retry: 3000\n' : ''}id: ${at}\n${text}`),
    },
    streams,
  ),
  oddity(
    'split-data-lines',
    'One JSON text stands in two data lines.',
    ['WHATWG HTML 9.2.6'],
    {
      frames: eachText((text) => text.replace(/^data: \{/u, 'data: {\ndata: ')),
    },
    streams,
  ),
]
