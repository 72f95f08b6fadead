import type { ApiName } from '../data/words.ts'
import type { Api } from './api.ts'
import { bedrockControl } from './bedrock-control.ts'
import { converseStream } from './converse-stream.ts'
import { converse } from './converse.ts'
import { invokeStream } from './invoke-stream.ts'
import { invoke } from './invoke.ts'
import { llamaStack } from './llama-stack.ts'
import { openAiChatStream } from './openai-chat-stream.ts'
import { openAiChat } from './openai-chat.ts'
import { openAiModels } from './openai-models.ts'

/** Every wire surface under its name. */
export const apis: Readonly<Record<ApiName, Api>> = {
  'openai-chat': openAiChat,
  'openai-chat-stream': openAiChatStream,
  'openai-models': openAiModels,
  converse,
  'converse-stream': converseStream,
  invoke,
  'invoke-stream': invokeStream,
  'bedrock-control': bedrockControl,
  'llama-stack': llamaStack,
}
