/** The message or stop reason of Converse is wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { gone, inBody, inEvents, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'

const blocks = 'output/message/content'

export const converseMessage: readonly Deviation[] = [
  {
    id: 'output-missing',
    kind: 'mutant',
    about: 'The answer has no output.',
    seen: ['CV-01'],
    apis: apis.converseWhole,
    kills: ['*/response-schema'],
    also: ['*/blocks', '*/stop-reason'],
    hooks: { body: inBody('output', gone) },
  },
  {
    id: 'output-message-missing',
    kind: 'mutant',
    about: 'The output has no message.',
    seen: ['CV-01'],
    apis: apis.converseWhole,
    kills: ['*/blocks'],
    also: ['*/response-schema', '*/stop-reason'],
    hooks: { body: inBody('output/message', gone) },
  },
  {
    id: 'converse-role-user',
    kind: 'mutant',
    about: 'The role of the message is user.',
    seen: ['CV-01'],
    apis: apis.converse,
    kills: ['*/blocks', '*/message-start'],
    hooks: {
      body: inBody('output/message/role', set('user')),
      events: inEvents('messageStart', 'role', set('user')),
    },
  },
  {
    id: 'converse-role-missing',
    kind: 'mutant',
    about: 'The message has no role.',
    seen: ['CV-01'],
    apis: apis.converse,
    kills: ['*/response-schema', '*/message-start'],
    also: ['*/blocks', '*/event-schema'],
    hooks: {
      body: inBody('output/message/role', gone),
      events: inEvents('messageStart', 'role', gone),
    },
  },
  {
    id: 'content-text',
    kind: 'mutant',
    about: 'The content is a string instead of blocks.',
    seen: ['CV-01'],
    apis: apis.converseWhole,
    kills: ['*/response-schema'],
    also: ['*/blocks', '*/stop-reason'],
    hooks: { body: inBody(blocks, (content) => asObject(asArray(content)[0])['text']) },
  },
  {
    id: 'content-object',
    kind: 'mutant',
    about: 'The content is one block instead of a list.',
    seen: ['CV-01'],
    apis: apis.converseWhole,
    kills: ['*/response-schema'],
    also: ['*/blocks', '*/stop-reason'],
    hooks: { body: inBody(blocks, (content) => asArray(content)[0]) },
  },
  {
    id: 'block-of-two-kinds',
    kind: 'mutant',
    about: 'A block has both text and a tool call.',
    seen: ['CV-03'],
    apis: apis.converseWhole,
    kills: ['*/blocks'],
    also: ['token-counts.as-usage/*', '*/stop-reason'],
    hooks: {
      body: inBody(`${blocks}/*`, (block) =>
        isObject(block) && 'text' in block
          ? { ...block, toolUse: { toolUseId: 'tooluse_x', name: 'x', input: {} } }
          : block,
      ),
    },
  },
  {
    id: 'block-empty',
    kind: 'mutant',
    about: 'A content block has no member.',
    seen: ['CV-03'],
    apis: apis.converseWhole,
    kills: ['*/blocks'],
    also: ['*/response-schema'],
    hooks: { body: inBody(blocks, (content) => [{}, ...asArray(content)]) },
  },
  {
    id: 'block-typed',
    kind: 'mutant',
    about: 'Blocks have a member `type`, as in other APIs.',
    seen: ['CV-03'],
    apis: apis.converseWhole,
    kills: ['*/blocks'],
    also: ['*/stop-reason'],
    hooks: {
      body: inBody(`${blocks}/*`, (block) => ({
        type: 'text',
        value: asObject(block)['text'] ?? '',
      })),
    },
  },
  {
    id: 'block-text-null',
    kind: 'mutant',
    about: 'The text of a block is null.',
    seen: ['CV-03'],
    apis: apis.converseWhole,
    kills: ['*/blocks'],
    hooks: { body: inBody(`${blocks}/*/text`, set(null)) },
  },
  {
    id: 'reasoning-as-text',
    kind: 'mutant',
    about: 'A reasoning block is a string instead of an object.',
    seen: ['RZ-02'],
    apis: apis.converseWhole,
    kills: ['*/response-schema'],
    also: ['*/blocks'],
    hooks: {
      body: inBody(`${blocks}/*/reasoningContent`, (reasoning) =>
        String(asObject(asObject(reasoning)['reasoningText'])['text']),
      ),
    },
  },
  {
    id: 'stop-reason-missing',
    kind: 'mutant',
    about: 'A message has no stop reason.',
    seen: ['CV-02'],
    apis: apis.converse,
    kills: ['*/stop-reason', '*/message-stop'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: {
      body: inBody('stopReason', gone),
      events: inEvents('messageStop', 'stopReason', gone),
    },
  },
  {
    id: 'stop-reason-capital',
    kind: 'mutant',
    about: 'The stop reason is END_TURN, in capital letters.',
    seen: ['CV-02'],
    apis: apis.converse,
    kills: ['*/stop-reason', '*/message-stop'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: {
      body: inBody('stopReason', (reason) => String(reason).toUpperCase()),
      events: inEvents('messageStop', 'stopReason', (reason) => String(reason).toUpperCase()),
    },
  },
  {
    id: 'stop-reason-of-openai',
    kind: 'mutant',
    about: 'The stop reason is one of the OpenAI API.',
    seen: ['CV-02'],
    apis: apis.converse,
    kills: ['*/stop-reason', '*/message-stop'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: {
      body: inBody('stopReason', (reason) => (reason === 'end_turn' ? 'stop' : 'length')),
      events: inEvents('messageStop', 'stopReason', (reason) =>
        reason === 'end_turn' ? 'stop' : 'length',
      ),
    },
  },
  {
    id: 'stop-sequence-unasked',
    kind: 'mutant',
    about: 'The stop reason is stop_sequence although none was requested.',
    seen: ['CV-08'],
    apis: apis.converse,
    kills: ['*/stop-reason'],
    hooks: {
      body: inBody('stopReason', set('stop_sequence')),
      events: inEvents('messageStop', 'stopReason', set('stop_sequence')),
    },
  },
  {
    id: 'converse-of-openai',
    kind: 'mutant',
    about: 'Converse answers with an OpenAI chat completion.',
    seen: ['CV-01'],
    apis: apis.converseWhole,
    kills: ['*/response-schema', '*/blocks'],
    also: ['*/latency', '*/stop-reason', '*/usage'],
    hooks: {
      body: (body, call) =>
        call.failure
          ? body
          : {
              id: 'chatcmpl-1',
              object: 'chat.completion',
              choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' } }],
            },
    },
  },
  {
    id: 'stop-reason-unknown',
    kind: 'mutant',
    about: 'The stop reason is not one of the model.',
    seen: ['CV-02'],
    kills: ['*/stop-reason'],
    also: ['*/event-schema', '*/message-stop', '*/response-schema'],
    hooks: {
      body: (body) =>
        typeof body === 'object' && body !== null && 'stopReason' in body
          ? { ...body, stopReason: 'finished' }
          : body,
      events: (events) =>
        events.map((event) =>
          event.kind === 'event' && event.type === 'messageStop'
            ? { ...event, payload: { ...event.payload, stopReason: 'finished' } }
            : event,
        ),
    },
  },
  {
    id: 'stop-sequence-unsaid',
    kind: 'mutant',
    about: 'The stop reason of an answer cut by a stop sequence is end_turn.',
    seen: ['CV-08'],
    apis: apis.converse,
    kills: ['*/says-stop-sequence'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) =>
          choice.finish === 'stop-sequence' ? { ...choice, finish: 'stop' as const } : choice,
        ),
      }),
    },
  },
]
