import type { ApiName } from '../model/names.ts'
import type { Api } from './api.ts'
import {
  anthropicCountTokens,
  anthropicMessages,
  anthropicMessagesStream,
} from './anthropic/messages.ts'
import { countTokens } from './converse/count-tokens.ts'
import { converseStream } from './converse/converse-stream.ts'
import { converse } from './converse/converse.ts'
import { invokeStream } from './invoke/invoke-stream.ts'
import { invoke } from './invoke/invoke.ts'
import { openAiChatStream } from './openai/chat-stream.ts'
import { openAiChat } from './openai/chat.ts'
import { openAiEmbeddings } from './openai/embeddings.ts'
import { rawApi } from './raw.ts'
import { openAiResponsesStream } from './responses/responses-stream.ts'
import { openAiResponses } from './responses/responses.ts'

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
