/** Edits of chat completion requests. */
import type { Call } from '../../../reference/call.ts'
import { refuse, type JsonObject } from '../../../reference/answer.ts'
import type { Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { withMembers } from '../edits/members.ts'

export function hasRole(request: unknown, roles: readonly string[]): boolean {
  return asArray(asObject(request)['messages']).some((message) =>
    roles.includes(String(asObject(message)['role'])),
  )
}

/** Hooks that change the request before it is validated. */
export function asking(edit: (request: JsonObject, call: Call) => unknown): Hooks {
  return { request: (given, call) => (isObject(given) ? edit(given, call) : given) }
}

/** Changes a member if the request has it. */
export function replacing(
  request: JsonObject,
  name: string,
  edit: (value: unknown) => unknown,
): JsonObject {
  return request[name] === undefined ? request : { ...request, [name]: edit(request[name]) }
}

export function eachMessage(
  request: JsonObject,
  edit: (message: JsonObject) => unknown,
): JsonObject {
  return replacing(request, 'messages', (messages) =>
    Array.isArray(messages) ? messages.map((one) => edit(asObject(one))) : messages,
  )
}

export const broken = (about: string): never => refuse(500, 'server', `Internal error: ${about}.`)

export type Messages = readonly JsonObject[]

/** Changes the messages of a request, whatever its API. */
export function messages(edit: (all: Messages) => Messages): (request: unknown) => unknown {
  return (request) => {
    const all = asObject(request)['messages']
    return Array.isArray(all)
      ? withMembers(request, { messages: edit(all.map((one) => asObject(one))) })
      : request
  }
}

/** Refuses requests that have such a message. */
export function refusing(
  message: string,
  is: (one: JsonObject) => boolean,
): Pick<Hooks, 'request'> {
  return { request: messages((all) => (all.some(is) ? refuse(400, 'bad-request', message) : all)) }
}

/** Keeps the first block of a system prompt in blocks. */
export function firstSystemBlock(request: unknown): unknown {
  const { system } = asObject(request)
  return Array.isArray(system) ? withMembers(request, { system: system.slice(0, 1) }) : request
}

/** The members of OpenAI's CreateChatCompletionRequest. */
const members = new Set(
  [
    'messages model modalities verbosity reasoning_effort max_completion_tokens max_tokens',
    'frequency_penalty presence_penalty web_search_options top_logprobs logprobs logit_bias',
    'response_format audio store stream stream_options stop n prediction seed service_tier',
    'temperature top_p tools tool_choice parallel_tool_calls function_call functions metadata',
    'user safety_identifier prompt_cache_key prompt_cache_retention',
  ].flatMap((line) => line.split(' ')),
)

/** The name of a member that the specification does not define. */
export function unknownMember(request: JsonObject): string | undefined {
  return Object.keys(request).find((name) => !members.has(name))
}

/** The id that a lenient gateway falls back to on each endpoint. */
export function defaultModel(call: Call): string {
  if (call.endpoint === 'mantle') return 'openai.gpt-oss-20b'
  return call.endpoint === 'llama-stack'
    ? 'bedrock/openai.gpt-oss-20b-1:0'
    : 'openai.gpt-oss-20b-1:0'
}
