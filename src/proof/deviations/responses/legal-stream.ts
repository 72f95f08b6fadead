/** Unusual but legal streams of responses. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { done } from '../../../reference/openai/chunks.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { eachText } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { beside, dropped, edited, inStream, inWhole, isTerminal, isType, remade } from './edits.ts'

/** The type that the JSON of an SSE event names. */
function typeIn(text: string): string {
  return /"type":"(response\.[a-z_.]+)"/u.exec(text)?.[1] ?? 'message'
}

export const responsesLegalStreams: readonly Deviation[] = [
  {
    id: 'responses-event-lines',
    kind: 'oddity',
    about: 'Every event names its type in an event line.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    hooks: { frames: eachText((text) => `event: ${typeIn(text)}\n${text}`) },
  },
  {
    id: 'responses-event-lines-after',
    kind: 'oddity',
    about: 'The event line follows the data line.',
    seen: ['aws-samples responses'],
    apis: apis.responsesStreams,
    hooks: {
      frames: eachText((text) => text.replace(/\n\n$/u, `\nevent: ${typeIn(text)}\n\n`)),
    },
  },
  {
    id: 'responses-done-at-end',
    kind: 'oddity',
    about: '[DONE] follows the terminal event.',
    seen: ['litellm#34095'],
    apis: apis.responsesStreams,
    hooks: { chunks: (chunks) => [...chunks, done] },
  },
  {
    id: 'responses-padding',
    kind: 'oddity',
    about: 'Every delta has padding, which may be empty.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: inStream((events) =>
        events.map((event, at) =>
          'delta' in event ? { ...event, obfuscation: 'x'.repeat(at % 3) } : event,
        ),
      ),
    },
  },
  {
    id: 'responses-ids-in-events',
    kind: 'oddity',
    about: 'Events of items name the response.',
    seen: ['ogx 1.5.0 responses'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: inStream((events) => {
        const { id } = asObject(events[0]?.['response'])
        return events.map((event) =>
          'output_index' in event ? { ...event, response_id: id } : event,
        )
      }),
    },
  },
  {
    id: 'responses-queued',
    kind: 'oddity',
    about: 'The response is queued before it is in progress.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: remade((events) => {
        const queued = edited('created', (event) => ({
          ...event,
          response: { ...asObject(event['response']), status: 'queued' },
        }))(events)
        return beside('created', (event) => [{ ...event, type: 'response.queued' }])(queued)
      }),
    },
  },
  {
    id: 'responses-keep-alive-events',
    kind: 'oddity',
    about: 'Keep-alive events without a number stand between the others.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: inStream((events) =>
        events.flatMap((event, at) => (at % 4 === 3 ? [event, { type: 'keepalive' }] : [event])),
      ),
    },
  },
  {
    id: 'responses-comments',
    kind: 'oddity',
    about: 'Comments stand between the events.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.responsesStreams,
    hooks: { frames: eachText((text, at) => (at % 3 === 0 ? `: ping\n\n${text}` : text)) },
  },
  {
    id: 'responses-unknown-events',
    kind: 'oddity',
    about: 'Events of unknown types stand between the others, and are numbered with them.',
    seen: ['CLIProxyAPI#6007', 'Open Responses'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: remade(
        beside('output_item.added', () => [
          { type: 'codex.rate_limits', rate_limits: {} },
          { type: 'response.trace.delta', delta: 'x' },
        ]),
      ),
    },
  },
  {
    id: 'responses-one-delta',
    kind: 'oddity',
    about: 'A text comes in one delta.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: remade((events) => {
        const rest = dropped('output_text.delta')(events)
        return beside(
          'output_text.done',
          ({ text, type: _, ...event }) => [
            { ...event, type: 'response.output_text.delta', delta: text },
          ],
          false,
        )(rest)
      }),
    },
  },
  {
    id: 'responses-arguments-whole',
    kind: 'oddity',
    about: 'Arguments come without a delta.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    sees: ['tools.named/*'],
    hooks: { chunks: remade(dropped('function_call_arguments.delta')) },
  },
  {
    id: 'responses-arguments-done-without-name',
    kind: 'oddity',
    about: 'response.function_call_arguments.done does not name the function.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    sees: ['tools.named/*'],
    hooks: {
      chunks: inStream(edited('function_call_arguments.done', ({ name: _, ...event }) => event)),
    },
  },
  {
    id: 'responses-content-from-one',
    kind: 'oddity',
    about: 'The only part of a message has content_index 1.',
    seen: ['ruby_llm responses'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: inStream((events) =>
        events.map((event) =>
          String(event['item_id']).startsWith('msg_') && 'content_index' in event
            ? { ...event, content_index: 1 }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-reasoning-parts',
    kind: 'oddity',
    about: 'Parts of reasoning are announced by events of their own.',
    seen: ['ruby_llm responses'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: inStream((events) =>
        events.map((event) =>
          String(event['item_id']).startsWith('rs_')
            ? { ...event, type: String(event['type']).replace('content_part', 'reasoning_part') }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-items-interleaved',
    kind: 'oddity',
    about: 'The second item is announced before the first is done.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: remade((events) => {
        const at = events.findIndex(isType('output_item.done'))
        const [first, second] = [events[at], events[at + 1]]
        const isPair = second !== undefined && isType('output_item.added')(second)
        return first !== undefined && isPair ? events.toSpliced(at, 2, second, first) : events
      }),
    },
  },
  {
    id: 'responses-reasoning-deltas-alone',
    kind: 'oddity',
    about: 'Reasoning comes by response.reasoning.delta alone, of no item that is announced.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responses,
    hooks: {
      chunks: remade((events, call) => {
        const { id } = asObject(events.find(isTerminal)?.['response'])
        call.memory.set(`streamed ${String(id)}`, true)
        return events.flatMap((event) => withoutReasoningItem(event, reasoningIn(events)))
      }),
      // As it is stored.
      body: inWhole((response, call) =>
        call.memory.has(`streamed ${String(response['id'])}`)
          ? { ...response, output: withoutReasoning(response['output']) }
          : response,
      ),
    },
  },
]

function reasoningIn(events: readonly JsonObject[]): readonly unknown[] {
  const output = asArray(asObject(events.find(isTerminal)?.['response'])['output']).map(asObject)
  return output.filter(({ type }) => type === 'reasoning').map(({ id }) => id)
}

function withoutReasoning(output: unknown): readonly unknown[] {
  return asArray(output).filter((one) => asObject(one)['type'] !== 'reasoning')
}

/** As bedrock-mantle streams Gemma (TanStack/ai issue 1207). */
function withoutReasoningItem(event: JsonObject, hidden: readonly unknown[]): JsonObject[] {
  const { output_index: index, type } = event
  const isHidden = hidden.includes(event['item_id'] ?? asObject(event['item'])['id'])
  if (isHidden) {
    const isText = String(type).startsWith('response.reasoning_text.')
    return isText ? [{ ...event, type: String(type).replace('reasoning_text', 'reasoning') }] : []
  }
  const response = asObject(event['response'])
  const output = withoutReasoning(response['output'])
  return [
    {
      ...event,
      ...(typeof index === 'number' && { output_index: index - hidden.length }),
      ...(isTerminal(event) && { response: { ...response, output } }),
    },
  ]
}
