import type { ApiName } from '../model/names.ts'
import type { Api } from './api.ts'
import {
  anthropicCountTokens,
  anthropicMessages,
  anthropicMessagesStream,
} from './anthropic/messages.ts'
import { countTokens } from './converse/count-tokens.ts'
import { converse, converseStream } from './converse/converse.ts'
import { invoke, invokeStream } from './invoke/invoke.ts'
import { openAiChat, openAiChatStream } from './openai/chat.ts'
import { openAiEmbeddings } from './openai/embeddings.ts'
import { rawApi } from './raw.ts'
import { openAiResponses, openAiResponsesStream } from './responses/responses.ts'

/** Every wire endpoint under its name. */
export const apis: Readonly<Record<ApiName, Api>> = {
  'openai-chat': openAiChat,
  'openai-chat-stream': openAiChatStream,
  'openai-models': rawApi('openai-models', '/models'),
  'openai-responses': openAiResponses,
  'openai-responses-stream': openAiResponsesStream,
  'openai-embeddings': openAiEmbeddings,
  converse,
  'converse-stream': converseStream,
  invoke,
  'invoke-stream': invokeStream,
  'count-tokens': countTokens,
  'anthropic-messages': anthropicMessages,
  'anthropic-messages-stream': anthropicMessagesStream,
  'anthropic-count-tokens': anthropicCountTokens,
  'bedrock-control': rawApi('bedrock-control', '/foundation-models'),
  'llama-stack': rawApi('llama-stack', '/v1/health'),
  'unknown-api': rawApi('unknown-api', '/'),
}
