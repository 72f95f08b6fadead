/** APIs that carry a conversation: they differ in path, headers and body, and in how a reply is read. */
import type { Conversation } from '../model/conversation.ts'
import type { Members } from '../model/json/shape.ts'
import type { ApiName } from '../model/names.ts'
import type { Api, ModelRef } from './api.ts'

interface ConversationApi extends Pick<Api, 'read'> {
  readonly name: ApiName
  readonly path: (model: ModelRef) => string
  readonly headers?: Readonly<Record<string, string>>
  readonly expresses: Api['expressible']
  /** Asked only for what it expresses. */
  readonly body: (conversation: Conversation, model: ModelRef) => Members
}

/**
 * An API that is asked by a POST whose body is JSON: the members of `body` in their order, then the
 * conversation's own `body` laid over them member by member. A null there is sent as null.
 */
export function conversationApi(given: ConversationApi): Api {
  const { name, path, headers, expresses, body, read } = given
  return {
    name,
    route: (model) => ({ method: 'POST', path: path(model) }),
    expressible: expresses,
    encode: (conversation, model) => {
      if (!expresses(conversation, model)) return undefined
      const members = { ...body(conversation, model), ...conversation.body }
      return {
        method: 'POST',
        path: path(model),
        headers: { 'content-type': 'application/json', ...headers },
        body: new TextEncoder().encode(JSON.stringify(members)),
      }
    },
    read,
  }
}
