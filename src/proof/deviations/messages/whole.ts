/** Whole messages are wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { gone, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { contentOf, inEvent, inMessage, inWhole } from './edits.ts'

function hasCall(message: Parameters<typeof contentOf>[0]): boolean {
  return contentOf(message).some(({ type }) => type === 'tool_use')
}

/** The same change where a message ends, whole and streamed. */
export function atEnd(member: string, edit: (value: unknown) => unknown) {
  return {
    body: inWhole(member, edit),
    chunks: inEvent('message_delta', `delta/${member}`, edit),
  }
}

export const messagesWhole: readonly Deviation[] = [
  ...(['id', 'role', 'model', 'content', 'stop_sequence'] as const).map((member): Deviation => ({
    id: `message-without-${member.replace('_', '-')}`,
    kind: 'mutant',
    about: `A whole message has no ${member}.`,
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    kills: ['*/message-schema'],
    also: [
      '*/message-content',
      '*/message-stop',
      '*/message-usage',
      '*/names-sequence',
      ...(member === 'content'
        ? ['assert:answer', 'assert:finish', '*/called', '*/text-cut', '*/content-came']
        : []),
    ],
    hooks: { body: inWhole(member, gone) },
  })),
  {
    id: 'message-id-constant',
    kind: 'mutant',
    about: 'All messages have one id.',
    seen: ['AM-01'],
    apis: apis.anthropic,
    kills: ['messages.as-whole/own-id', '*/unique-id'],
    hooks: { reply: (reply) => ({ ...reply, id: 'msg_0' }) },
  },
  {
    id: 'message-without-usage',
    kind: 'mutant',
    about: 'A whole message has no usage.',
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    kills: ['*/message-schema', '*/message-usage'],
    also: ['assert:usage-compare', 'assert:completion-at-most'],
    hooks: { body: inWhole('usage', gone) },
  },
  {
    id: 'message-of-openai',
    kind: 'mutant',
    about: 'A chat completion comes where a message is due.',
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    kills: ['*/message-schema'],
    also: [
      '*/token-headers',
      'assert:answer',
      'assert:finish',
      '*/called',
      '*/names-sequence',
      '*/text-cut',
    ],
    hooks: {
      body: inMessage(() => ({
        id: 'chatcmpl-1',
        object: 'chat.completion',
        choices: [
          { index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' },
        ],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      })),
    },
  },
  {
    id: 'message-text-null',
    kind: 'mutant',
    about: 'A block of text has null for its text.',
    seen: ['vllm#22627'],
    apis: apis.messagesWhole,
    kills: ['*/message-schema'],
    also: ['assert:answer', '*/text-cut'],
    hooks: { body: inWhole('content/*/text', set(null)) },
  },
  {
    id: 'tool-input-null',
    kind: 'mutant',
    about: 'The input of a call is null.',
    seen: ['higress#3820'],
    apis: apis.messagesWhole,
    kills: ['messages.tool-round-trip/message-schema'],
    also: ['*/called', '*/tool-calls'],
    hooks: { body: inWhole('content/*/input', set(null)) },
  },
  {
    id: 'tool-input-text',
    kind: 'mutant',
    about: 'The input of a call is JSON text.',
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    kills: ['messages.tool-round-trip/message-schema'],
    also: ['*/called', '*/tool-calls'],
    hooks: { body: inWhole('content/*/input', (input) => JSON.stringify(input)) },
  },
  {
    id: 'message-call-twice',
    kind: 'mutant',
    about: 'A call comes twice with the same id.',
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    kills: [
      'messages.tool-round-trip/message-content',
      'invoke-families.claude-tools/message-content',
    ],
    also: ['*/message-content', '*/tool-calls', '*/called'],
    hooks: {
      body: inMessage((message) => ({
        ...message,
        content: contentOf(message).flatMap((block) =>
          block['type'] === 'tool_use' ? [block, block] : [block],
        ),
      })),
    },
  },
  {
    id: 'message-call-alien',
    kind: 'mutant',
    about: 'A tool is called that the request does not offer.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.tool-round-trip/tool-calls', 'invoke-families.claude-tools/tool-calls'],
    also: ['*/tool-calls', '*/called'],
    hooks: {
      body: inWhole('content/*/name', (name) => `${String(name)}_2`),
      chunks: inEvent('content_block_start', 'content_block/name', (name) => `${String(name)}_2`),
    },
  },
  {
    id: 'message-thinking-unsigned',
    kind: 'mutant',
    about: 'The signature of thinking is empty.',
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    kills: ['messages.thinking/thinking-signed'],
    hooks: { body: inWhole('content/*/signature', set('')) },
  },
  {
    id: 'anthropic-stop-of-openai',
    kind: 'mutant',
    about: 'stop_reason is stop, OpenAI’s word.',
    seen: ['AM-03'],
    apis: apis.messages,
    kills: ['*/message-stop'],
    also: ['assert:finish'],
    hooks: atEnd('stop_reason', set('stop')),
  },
  {
    id: 'stop-reason-after-call',
    kind: 'mutant',
    about: 'A message that ends with a call says end_turn.',
    seen: ['litellm#34692'],
    apis: apis.messages,
    kills: ['messages.tool-round-trip/message-stop'],
    also: ['assert:finish'],
    hooks: atEnd('stop_reason', (reason) => (reason === 'tool_use' ? 'end_turn' : reason)),
  },
  {
    id: 'stop-reason-without-call',
    kind: 'mutant',
    about: 'A message without a call says tool_use.',
    seen: ['AM-03'],
    apis: apis.messagesWhole,
    kills: ['*/message-stop'],
    also: ['assert:finish'],
    hooks: {
      body: inMessage((message) =>
        hasCall(message) ? message : { ...message, stop_reason: 'tool_use' },
      ),
    },
  },
  {
    id: 'limit-as-end-of-turn',
    kind: 'mutant',
    about: 'A message that its limit ended says end_turn.',
    seen: ['AM-04'],
    apis: apis.messages,
    kills: ['messages.limit/cut-by-length'],
    hooks: atEnd('stop_reason', (reason) => (reason === 'max_tokens' ? 'end_turn' : reason)),
  },
  {
    id: 'stop-sequence-unnamed',
    kind: 'mutant',
    about: 'A message that a stop sequence ended does not name it.',
    seen: ['AM-03'],
    apis: apis.messages,
    kills: ['messages.stop-sequence/message-stop'],
    also: ['*/names-sequence'],
    hooks: atEnd('stop_sequence', set(null)),
  },
  {
    id: 'stop-sequence-always',
    kind: 'mutant',
    about: 'Every message names a stop sequence.',
    seen: ['AM-03'],
    apis: apis.messages,
    kills: ['*/message-stop', 'messages.stop-sequence/names-sequence'],
    hooks: atEnd('stop_sequence', set('###')),
  },
  {
    id: 'message-output-zero',
    kind: 'mutant',
    about: 'A message with content counts no output.',
    seen: ['AM-04'],
    apis: apis.messagesWhole,
    kills: ['*/message-usage'],
    also: ['*/token-headers'],
    hooks: { body: inWhole('usage/output_tokens', set(0)) },
  },
  {
    id: 'message-input-text',
    kind: 'mutant',
    about: 'input_tokens is text.',
    seen: ['AM-04'],
    apis: apis.messagesWhole,
    kills: ['*/message-schema'],
    also: ['*/message-usage', 'assert:usage-compare'],
    hooks: { body: inWhole('usage/input_tokens', (count) => String(count)) },
  },
  {
    id: 'message-over-limit',
    kind: 'mutant',
    about: 'A message counts more output than max_tokens allows.',
    seen: ['AM-04'],
    apis: apis.messagesWhole,
    kills: ['*/message-usage'],
    also: ['*/token-headers', 'assert:completion-at-most'],
    hooks: { body: inWhole('usage/output_tokens', (count) => Number(count) + 9000) },
  },
  {
    id: 'message-cache-parts',
    kind: 'mutant',
    about: 'The parts of the tokens written to the cache are more than their sum.',
    seen: ['AM-04'],
    apis: apis.messagesWhole,
    kills: ['*/message-usage'],
    hooks: { body: inWhole('usage/cache_creation/ephemeral_5m_input_tokens', set(40)) },
  },
]
