import type { ApiName } from '../model/words.ts'
import type { Api } from './api.ts'
import { bedrockControl } from './control/bedrock-control.ts'
import { converseStream } from './converse/converse-stream.ts'
import { converse } from './converse/converse.ts'
import { invokeStream } from './invoke/invoke-stream.ts'
import { invoke } from './invoke/invoke.ts'
import { llamaStack } from './llama-stack/llama-stack.ts'
import { openAiChatStream } from './openai/chat-stream.ts'
import { openAiChat } from './openai/chat.ts'
import { openAiModels } from './openai/models.ts'

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
