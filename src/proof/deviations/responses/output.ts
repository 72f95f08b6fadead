/** The output of a finished response is another than the model gave, or than was streamed. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { eachItem, eachPart, everyItem, inBoth, inEnd, inWhole } from './edits.ts'

const model = ['*/answers', '*/names-*', '*/recall', '*/own-*', 'responses*', 'tool*', 'chat.*']

export const responsesOutput: readonly Deviation[] = [
  {
    id: 'responses-output-empty-at-end',
    kind: 'mutant',
    about: 'The terminal event has no output, though text was streamed.',
    seen: ['new-api#4362', 'bifrost#5667'],
    apis: apis.responsesStreams,
    kills: ['*/final-output'],
    also: ['*/answered'],
    hooks: { chunks: inEnd((response) => ({ ...response, output: [] })) },
  },
  {
    id: 'responses-output-missing',
    kind: 'mutant',
    about: 'Finished responses have no member output.',
    seen: ['litellm#31332'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*'],
    hooks: inBoth(({ output: _, ...response }) => response),
  },
  {
    id: 'responses-output-null',
    kind: 'mutant',
    about: 'The output of finished responses is null.',
    seen: ['GoModel#831'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*'],
    hooks: inBoth((response) => ({ ...response, output: null })),
  },
  {
    id: 'responses-output-empty',
    kind: 'mutant',
    about: 'A whole response is completed without any output, and counts its tokens.',
    seen: ['sub2api#1493'],
    apis: apis.responsesWhole,
    kills: ['*/answered'],
    also: ['*'],
    hooks: { body: inWhole((response) => ({ ...response, output: [] })) },
  },
  {
    id: 'responses-output-reversed',
    kind: 'mutant',
    about: 'The terminal event has the items in another order than their output_index.',
    seen: ['surogate#175', 'openai-agents-python#5041'],
    apis: apis.responsesStreams,
    kills: ['*/final-output'],
    also: ['*/reasoning-leads'],
    hooks: {
      chunks: inEnd((response) => ({
        ...response,
        output: asArray(response['output']).toReversed(),
      })),
    },
  },
  {
    id: 'responses-output-text-at-end',
    kind: 'mutant',
    about: 'The text of the terminal event has lost its last character.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/final-output'],
    hooks: {
      chunks: inEnd(
        eachItem(
          'message',
          eachPart((part) => ({ ...part, text: String(part['text']).slice(0, -1) })),
        ),
      ),
    },
  },
  {
    id: 'responses-output-reasoning-lost',
    kind: 'mutant',
    about: 'The terminal event has no reasoning, though it was streamed.',
    seen: ['ogx 1.5.0 responses'],
    apis: apis.responsesStreams,
    kills: ['*/final-output'],
    hooks: {
      chunks: inEnd((response) => ({
        ...response,
        output: asArray(response['output']).filter(
          (item) => asObject(item)['type'] !== 'reasoning',
        ),
      })),
    },
  },
  {
    id: 'responses-output-unstreamed',
    kind: 'mutant',
    about: 'The terminal event has a message that was never streamed.',
    seen: ['ogx 1.5.0 responses'],
    apis: apis.responsesStreams,
    kills: ['*/final-output'],
    also: ['*/cut-item'],
    hooks: {
      chunks: inEnd((response) => ({
        ...response,
        output: [
          ...asArray(response['output']),
          { id: 'msg_x', type: 'message', role: 'assistant', status: 'completed', content: [] },
        ],
      })),
    },
  },
  {
    id: 'responses-annotations-missing',
    kind: 'mutant',
    about: 'Texts of finished responses have no annotations.',
    seen: ['sub2api#5140'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    hooks: inBoth(
      eachItem(
        'message',
        eachPart(({ annotations: _, ...part }) => part),
      ),
    ),
  },
  {
    id: 'responses-content-as-text',
    kind: 'mutant',
    about: 'The content of a message is a text.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: [...model, '*/final-output', '*/no-foreign'],
    hooks: inBoth(eachItem('message', (item) => ({ ...item, content: 'A text' }))),
  },
  {
    id: 'responses-message-of-user',
    kind: 'mutant',
    about: 'The role of a message is user.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    hooks: everyItem('message', (item) => ({ ...item, role: 'user' })),
  },
  {
    id: 'responses-item-without-type',
    kind: 'mutant',
    about: 'Messages have no type.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    kills: ['*/response-schema'],
    also: [...model, '*/final-output'],
    hooks: { body: inWhole(eachItem('message', ({ type: _, ...item }) => item)) },
  },
  {
    id: 'responses-item-status-null',
    kind: 'mutant',
    about: 'The status of a message is null.',
    seen: ['vllm#46940'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    hooks: everyItem('message', (item) => ({ ...item, status: null })),
  },
  {
    id: 'responses-item-unfinished',
    kind: 'mutant',
    about: 'A completed response holds a message in progress.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/item-status'],
    also: ['*/final-output'],
    hooks: inBoth(eachItem('message', (item) => ({ ...item, status: 'in_progress' }))),
  },
  {
    id: 'responses-cut-item-completed',
    kind: 'mutant',
    about: 'Items of an incomplete response are completed.',
    seen: ['vllm#57998'],
    apis: apis.responses,
    kills: ['responses.small-budget/cut-item'],
    hooks: everyItem('message', (item) => ({
      ...item,
      ...(item['status'] === 'incomplete' && { status: 'completed' }),
    })),
  },
  {
    id: 'responses-call-without-id',
    kind: 'mutant',
    about: 'Calls have no call_id.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['tools.named/response-schema', 'tools.named/event-schema'],
    also: ['*/tool-calls', 'responses-state.tool-result/*', '*/called', '*/two-calls'],
    hooks: everyItem('function_call', ({ call_id: _, ...item }) => item),
  },
  {
    id: 'responses-arguments-as-object',
    kind: 'mutant',
    about: 'The arguments of a call are an object.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['tools.named/response-schema', 'tools.named/event-schema'],
    also: [
      '*/tool-calls',
      '*/called',
      '*/two-calls',
      '*/final-output',
      '*/no-arguments',
      '*/all-came',
    ],
    hooks: inBoth(eachItem('function_call', (item) => ({ ...item, arguments: {} }))),
  },
  {
    id: 'responses-arguments-cut',
    kind: 'mutant',
    about: 'The arguments of a call are cut JSON.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    kills: ['tools.named/arguments-json'],
    also: ['*/called', '*/two-calls', '*/no-arguments'],
    hooks: {
      body: inWhole(
        eachItem('function_call', (item) => ({
          ...item,
          arguments: String(item['arguments']).slice(0, -1),
        })),
      ),
    },
  },
]
