/** Where deviations act: named sets of APIs and of endpoints. A name means one thing everywhere. */
import type { Api, Endpoint } from '../../reference/answer.ts'

/** `…Whole` is the API that answers in one body, `…Streams` the one that streams; the plain name means both. */
export const apis = {
  chat: ['openai-chat', 'openai-chat-stream'],
  chatAndInvoke: ['openai-chat', 'openai-chat-stream', 'invoke', 'invoke-stream'],
  chatWhole: ['openai-chat'],
  chatStreams: ['openai-chat-stream'],
  openai: ['openai-chat', 'openai-chat-stream', 'openai-models'],
  models: ['openai-models'],
  responses: ['openai-responses', 'openai-responses-stream'],
  responsesWhole: ['openai-responses'],
  responsesStreams: ['openai-responses-stream'],
  embeddings: ['openai-embeddings'],
  converse: ['converse', 'converse-stream'],
  converseWhole: ['converse'],
  converseStreams: ['converse-stream'],
  invoke: ['invoke', 'invoke-stream'],
  invokeWhole: ['invoke'],
  invokeStreams: ['invoke-stream'],
  eventStreams: ['converse-stream', 'invoke-stream'],
  chunkStreams: ['openai-chat-stream', 'invoke-stream'],
  /** Streams whose deltas of arguments are JSON text that nothing repeats at their end. */
  escapingStreams: [
    'openai-chat-stream',
    'anthropic-messages-stream',
    'invoke-stream',
    'converse-stream',
  ],
  completions: ['openai-chat', 'invoke'],
  streams: ['openai-chat-stream', 'converse-stream', 'invoke-stream'],
  wholeAnswers: ['openai-chat', 'converse', 'invoke'],
  plainJson: ['openai-chat', 'openai-models', 'converse', 'invoke'],
  native: ['converse', 'converse-stream', 'invoke', 'invoke-stream'],
  nativeAndControl: ['converse', 'converse-stream', 'invoke', 'invoke-stream', 'bedrock-control'],
  inference: [
    'openai-chat',
    'openai-chat-stream',
    'converse',
    'converse-stream',
    'invoke',
    'invoke-stream',
  ],
  /** Anthropic's messages: on their own API, and as InvokeModel holds them. */
  messages: ['anthropic-messages', 'anthropic-messages-stream', 'invoke', 'invoke-stream'],
  messagesWhole: ['anthropic-messages', 'invoke'],
  messageStreams: ['anthropic-messages-stream', 'invoke-stream'],
  messagesStreams: ['anthropic-messages-stream'],
  /** Streams of server-sent events. */
  sseStreams: ['openai-chat-stream', 'anthropic-messages-stream'],
  /** Every operation of the Messages API. */
  anthropic: ['anthropic-messages', 'anthropic-messages-stream', 'anthropic-count-tokens'],
  counts: ['count-tokens', 'anthropic-count-tokens'],
  /** Requests to paths that are not served. */
  unserved: ['other'],
  /** Also as steps of other APIs reach it, by its path. */
  countTokens: ['count-tokens', 'other'],
  chatOrConverse: ['openai-chat', 'converse'],
} as const satisfies Readonly<Record<string, readonly Api[]>>

export const endpoints = {
  runtime: ['runtime'],
  mantle: ['mantle'],
  /** The endpoints of Bedrock that serve models. */
  bedrock: ['runtime', 'mantle'],
  control: ['control'],
  llamaStack: ['llama-stack'],
  /** The endpoints that serve nothing but OpenAI's API. */
  openai: ['mantle', 'llama-stack'],
} as const satisfies Readonly<Record<string, readonly Endpoint[]>>

/** Checks that hold the bodies of one family of InvokeModel: a fault in the shape of every answer breaks them, too. */
export const familyChecks = [
  '*/index-of-document',
  '*/message-schema',
  '*/nova-schema',
  '*/mistral-schema',
  '*/deepseek-schema',
  '*/titan-schema',
  '*/nova-embed-schema',
  '*/cohere-rerank-schema',
] as const
