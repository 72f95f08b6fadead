/** Anthropic Messages: `POST /v1/messages`, answered whole, streamed, or with a count. */
import type { Conversation } from '../../model/conversation.ts'
import type { ApiName } from '../../model/names.ts'
import type { Api } from '../api.ts'
import { readCount } from '../reply/count.ts'
import { jsonRequest } from '../request.ts'
import type { Members } from '../../model/json/shape.ts'
import { anthropicBody, anthropicExpresses, anthropicPrompt } from './body.ts'
import { readAnthropic } from './message.ts'

/** Required by Bedrock and by Anthropic; the newer 2026-10-21 is refused by older models. */
const headers = { 'anthropic-version': '2023-06-01' }

function messagesApi(
  name: ApiName,
  path: string,
  encode: (conversation: Conversation) => Members,
  read: Api['read'],
): Api {
  return {
    name,
    route: () => ({ method: 'POST', path }),
    expressible: anthropicExpresses,
    encode: (conversation, model) =>
      anthropicExpresses(conversation)
        ? jsonRequest({
            path,
            headers,
            encoded: { model: model.id, ...encode(conversation) },
            conversation,
          })
        : undefined,
    read,
  }
}

export const anthropicMessages = messagesApi(
  'anthropic-messages',
  '/v1/messages',
  anthropicBody,
  readAnthropic,
)

export const anthropicMessagesStream = messagesApi(
  'anthropic-messages-stream',
  '/v1/messages',
  (conversation) => ({ ...anthropicBody(conversation), stream: true }),
  readAnthropic,
)

export const anthropicCountTokens = messagesApi(
  'anthropic-count-tokens',
  '/v1/messages/count_tokens',
  anthropicPrompt,
  ({ json }) => readCount(json, 'input_tokens'),
)
