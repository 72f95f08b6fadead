/** What items hold comes as another kind, under another name, twice or not at all. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import type { Reply } from '../../../reference/model/reply.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { everyText } from '../answers/edits.ts'
import { apis } from '../scopes.ts'
import {
  dropped,
  eachPart,
  edited,
  everyItem,
  everywhere,
  inStream,
  inWhole,
  isTerminal,
  remade,
} from './edits.ts'
import { sentIn } from '../edits/sent.ts'

/** Parts of an item, wherever they stand, as another type. */
function retyped(item: string, type: string): Hooks {
  const edit = (part: JsonObject): JsonObject => ({ ...part, type })
  const { body, chunks } = everyItem(item, (owner) =>
    Array.isArray(owner['content']) ? eachPart(edit)(owner) : owner,
  )
  const part = item === 'message' ? 'output_text' : 'reasoning_text'
  return {
    ...(body && { body }),
    chunks: (given, call) =>
      inStream((events) =>
        events.map((event) =>
          asObject(event['part'])['type'] === part
            ? { ...event, part: edit(asObject(event['part'])) }
            : event,
        ),
      )(chunks?.(given, call) ?? given, call),
  }
}

const renamed = (from: string, to: string): Hooks => ({
  chunks: inStream(edited(from, (event) => ({ ...event, type: `response.${to}` }))),
})

/** The last message once more, as an item of its own. */
function again(output: readonly JsonObject[]): readonly JsonObject[] {
  const item = output.findLast(({ type }) => type === 'message')
  return item === undefined ? [] : [{ ...item, id: `${String(item['id'])}_again` }]
}

const outputOf = (response: unknown): JsonObject[] =>
  asArray(asObject(response)['output']).map(asObject)

function withoutCalls(output: readonly JsonObject[]): boolean {
  return output.every(({ type }) => type !== 'function_call')
}

/** The events of a message that came before, at the end of the stream. */
function repeatedEvents(events: readonly JsonObject[]): readonly JsonObject[] {
  const output = outputOf(events.find(isTerminal)?.['response'])
  const [more] = again(output)
  if (more === undefined || !withoutCalls(output)) return events
  const index = output.length
  const first = output.findLast(({ type }) => type === 'message')?.['id']
  const copies = events
    .filter((event) => (event['item_id'] ?? asObject(event['item'])['id']) === first)
    .map((event) => ({
      ...event,
      output_index: index,
      ...('item_id' in event && { item_id: more['id'] }),
      ...('item' in event && { item: { ...asObject(event['item']), id: more['id'] } }),
    }))
  return events.flatMap((event) =>
    isTerminal(event)
      ? [
          ...copies,
          { ...event, response: { ...asObject(event['response']), output: [...output, more] } },
        ]
      : [event],
  )
}

type Calls = Reply['choices'][number]['toolCalls']

function calling(edit: (calls: Calls) => Calls): Hooks {
  return {
    reply: (reply) => ({
      ...reply,
      choices: reply.choices.map((choice) => ({ ...choice, toolCalls: edit(choice.toolCalls) })),
    }),
  }
}

/** Whether the request asks for no reasoning at all. */
function isUnreasoned(body: JsonObject): boolean {
  return asObject(body['reasoning'])['effort'] === 'none'
}

export const responsesContents: readonly Deviation[] = [
  {
    id: 'responses-parts-of-type-text',
    kind: 'mutant',
    about: 'The parts of messages have the type text.',
    seen: ['sglang#12652'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*'],
    hooks: retyped('message', 'text'),
  },
  {
    id: 'responses-reasoning-of-output-text',
    kind: 'mutant',
    about: 'The parts of reasoning have the type output_text.',
    seen: ['litellm#37946'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*'],
    hooks: everyItem('reasoning', (item) =>
      Array.isArray(item['content'])
        ? eachPart((part) => ({ ...part, type: 'output_text', annotations: [] }))(item)
        : item,
    ),
  },
  {
    id: 'responses-part-of-another-type',
    kind: 'mutant',
    about: 'Every part is announced as a text of the answer, of reasoning too.',
    seen: ['litellm#37946'],
    apis: apis.responsesStreams,
    kills: ['*/parts'],
    hooks: {
      chunks: inStream(
        edited('content_part.added', (event) => ({
          ...event,
          part: { type: 'output_text', text: '', annotations: [], logprobs: [] },
        })),
      ),
    },
  },
  {
    id: 'responses-text-deltas-renamed',
    kind: 'mutant',
    about: 'Deltas of texts are response.text.delta, as in the Realtime API.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/delta-names'],
    also: ['assert:incremental'],
    hooks: renamed('output_text.delta', 'text.delta'),
  },
  {
    id: 'responses-arguments-deltas-renamed',
    kind: 'mutant',
    about: 'Deltas of arguments are response.tool_call_arguments.delta.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['tools.named/delta-names'],
    hooks: renamed('function_call_arguments.delta', 'tool_call_arguments.delta'),
  },
  {
    id: 'responses-text-without-deltas',
    kind: 'mutant',
    about: 'Texts come whole when they are done, however long they are.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['assert:incremental'],
    hooks: { chunks: remade(dropped('output_text.delta')) },
  },
  {
    id: 'responses-message-repeated',
    kind: 'mutant',
    about: 'The message comes a second time, as an item of its own.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/messages-once'],
    also: ['*'],
    hooks: {
      body: inWhole((response) => {
        const output = outputOf(response)
        return withoutCalls(output)
          ? { ...response, output: [...output, ...again(output)] }
          : response
      }),
      chunks: remade(repeatedEvents),
    },
  },
  {
    id: 'responses-call-id-long',
    kind: 'mutant',
    about: 'call_id holds a signature of the model, and is longer than its output may repeat.',
    seen: ['litellm#41534'],
    apis: apis.responses,
    kills: ['tools.named/call-id-length'],
    hooks: calling((calls) =>
      calls.map((call) => ({ ...call, id: `${call.id}__thought__${'EjQKMgG'.repeat(12)}` })),
    ),
  },
  {
    id: 'responses-arguments-empty',
    kind: 'mutant',
    about: 'A call without arguments has an empty text in place of {}.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['tool-choice.odd-name-responses/tool-calls'],
    also: ['tool-choice.odd-name-responses/*'],
    hooks: calling((calls) =>
      calls.map((call) => (call.arguments === '{}' ? { ...call, arguments: '' } : call)),
    ),
  },
  {
    id: 'responses-first-call-lost',
    kind: 'mutant',
    about: 'Of several calls the last one alone is given.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['tool-choice.two-cities/two-calls'],
    hooks: calling((calls) => calls.slice(-1)),
  },
  {
    id: 'responses-reasoning-half-tagged',
    kind: 'mutant',
    about: 'Reasoning stands in the text, and only its end is marked.',
    seen: ['vllm#43395'],
    apis: apis.responses,
    kills: ['*/no-reasoning-tags'],
    also: ['*'],
    hooks: { reply: everyText((text) => (text === '' ? '' : `Let me see.\n</think>\n\n${text}`)) },
  },
  {
    id: 'responses-effort-none-ignored',
    kind: 'mutant',
    about: 'The model reasons although its effort is none, which the response repeats.',
    seen: ['vllm#43395'],
    apis: apis.responses,
    kills: ['responses.efforts/unreasoned'],
    hooks: {
      request: (body) => {
        if (!isUnreasoned(asObject(body))) return body
        return { ...asObject(body), reasoning: { effort: 'medium' } }
      },
      ...everywhere((response, call) =>
        isUnreasoned(sentIn(call))
          ? { ...response, reasoning: { ...asObject(response['reasoning']), effort: 'none' } }
          : response,
      ),
    },
  },
  {
    id: 'responses-instructions-lost-with-tools',
    kind: 'mutant',
    about: 'The model sees no instructions where tools are offered; the response repeats them.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.parameters/obeyed'],
    hooks: {
      request: (body) => {
        const { instructions: _, ...rest } = asObject(body)
        return asArray(rest['tools']).length > 0 ? rest : body
      },
      ...everywhere((response, call) => {
        if (call.method !== 'POST') return response
        return { ...response, instructions: sentIn(call)['instructions'] ?? null }
      }),
    },
  },
]
