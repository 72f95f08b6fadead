/** The parameters of requests whose effect is judged, and why an API is left out. */
import type { ApiName } from '../../model/names.ts'
import { isObject, type Members } from '../../model/json/shape.ts'

/** APIs whose requests have one form. */
export type ApiGroup = 'chat' | 'responses' | 'converse' | 'invoke' | 'anthropic'

export interface Parameter {
  readonly name: string
  /** Whether a request sets it, by the names of portable conversations and of raw bodies. */
  readonly isSet: (members: Members) => boolean
  /** Assertions that judge its effect. */
  readonly asserts: readonly string[]
  /** Why nothing judges it there. */
  readonly excluded?: Readonly<Partial<Record<ApiName | ApiGroup, string>>>
}

const any =
  (...names: readonly string[]) =>
  (members: Members): boolean =>
    names.some((name) => members[name] !== undefined && members[name] !== null)

const nested = (value: unknown): Members => (isObject(value) ? value : {})

const choice = (members: Members): unknown => members['toolChoice'] ?? members['tool_choice']

const openAiOnly = 'Converse has no such member.'
const notInResponses = 'CreateResponse has no such member.'
const notInMessages = 'MessageCreateParams has no such member.'
const unlisted =
  'The Bedrock User Guide does not list it for InvokeModel of gpt-oss or Llama; a server may ignore it.'
const onceIsEnough =
  'A distribution of answers is compared; streamed answers come from the same sampler, and 24 more requests would prove it again.'

export const parameters: readonly Parameter[] = [
  {
    name: 'limit on tokens',
    isSet: any(
      'maxTokens',
      'max_tokens',
      'max_completion_tokens',
      'max_gen_len',
      'max_output_tokens',
    ),
    asserts: ['completion-at-most', 'finish'],
  },
  {
    name: 'stop sequences',
    isSet: any('stop', 'stopSequences', 'stop_sequences'),
    asserts: ['stop-cut', 'stop-kept'],
    excluded: { responses: notInResponses },
  },
  {
    name: 'temperature, top_p',
    isSet: any('temperature', 'topP', 'top_p'),
    asserts: ['variety', 'answer', 'equal-across', 'counts-to'],
  },
  {
    name: 'tools',
    isSet: any('tools', 'toolConfig'),
    asserts: ['tool-calls', 'tool-use'],
  },
  {
    name: 'tool choice: any or named',
    isSet: (members) => !['auto', 'none', undefined].includes(choice(members) as string),
    asserts: ['tool-calls', 'tool-use'],
  },
  {
    name: 'tool choice: none',
    isSet: (members) => choice(members) === 'none',
    asserts: ['no-tool-calls'],
    excluded: { converse: 'ToolChoice of Converse has auto, any and tool, and no none.' },
  },
  {
    name: 'structured output',
    isSet: (members) =>
      any(
        'response_format',
        'outputConfig',
        'output_config',
        'format',
      )({ ...members, ...nested(members['text']) }),
    asserts: ['answer-json'],
    excluded: {
      invoke: unlisted,
    },
  },
  {
    name: 'number of choices',
    isSet: any('n'),
    asserts: ['choices'],
    excluded: {
      responses: notInResponses,
      converse: openAiOnly,
      invoke: unlisted,
      anthropic: notInMessages,
    },
  },
  {
    name: 'log probabilities',
    isSet: any('logprobs'),
    asserts: ['logprobs'],
    excluded: {
      responses:
        'include names them (message.output_text.logprobs); no target is documented to serve them.',
      converse: openAiOnly,
      invoke: unlisted,
      anthropic: notInMessages,
    },
  },
  {
    name: 'reasoning effort',
    isSet: any('reasoning_effort', 'reasoning'),
    asserts: ['usage-compare', 'answer', 'status'],
    excluded: {
      'openai-chat-stream': onceIsEnough,
      'openai-responses-stream': onceIsEnough,
      converse: 'It is a member of additionalModelRequestFields, which each model names itself.',
      invoke: unlisted,
      anthropic: 'thinking takes its place; the packs judge the blocks that it adds.',
    },
  },
  {
    name: 'usage of a stream',
    isSet: any('stream_options'),
    asserts: ['usage-chunk'],
    excluded: {
      'openai-chat': 'A whole answer has usage always.',
      responses: 'A response has usage always, streamed or not.',
      converse: 'A stream of Converse has usage always.',
      invoke: 'A stream of InvokeModel has its metrics always.',
      anthropic: 'A message has usage always, streamed or not.',
    },
  },
]
