/** Anthropic Messages: `POST /v1/messages`, answered whole, streamed, or with a count. */
import type { Api } from '../api.ts'
import { conversationApi } from '../conversation-api.ts'
import { readCount } from '../reply/count.ts'
import { anthropicBody, anthropicExpresses, anthropicPrompt } from './body.ts'
import { readAnthropic } from './message.ts'

const shared = {
  /** Required by Bedrock and by Anthropic; the newer 2026-10-21 is refused by older models. */
  headers: { 'anthropic-version': '2023-06-01' },
  expresses: anthropicExpresses,
}

export const anthropicMessages: Api = conversationApi({
  ...shared,
  name: 'anthropic-messages',
  path: () => '/v1/messages',
  body: (conversation, model) => ({ model: model.id, ...anthropicBody(conversation) }),
  read: readAnthropic,
})

export const anthropicMessagesStream: Api = conversationApi({
  ...shared,
  name: 'anthropic-messages-stream',
  path: () => '/v1/messages',
  body: (conversation, model) => ({
    model: model.id,
    ...anthropicBody(conversation),
    stream: true,
  }),
  read: readAnthropic,
})

export const anthropicCountTokens: Api = conversationApi({
  ...shared,
  name: 'anthropic-count-tokens',
  path: () => '/v1/messages/count_tokens',
  body: (conversation, model) => ({ model: model.id, ...anthropicPrompt(conversation) }),
  read: ({ json }) => readCount(json, 'input_tokens'),
})
