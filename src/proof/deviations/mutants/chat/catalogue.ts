/** Chat completions that take what they must refuse, refuse what they must take, or mix it up. */
import { gzipSync } from 'node:zlib'
import type { Answer, Api, Call, JsonObject } from '../../../../reference/call.ts'
import { refuse } from '../../../../reference/call.ts'
import type { Hooks } from '../../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../../reference/json.ts'
import { choiceOf, eachChoice, eachChunk, mutant, withMembers, without } from '../../edit.ts'

const chat: { readonly apis: readonly Api[] } = { apis: ['openai-chat', 'openai-chat-stream'] }
const whole: { readonly apis: readonly Api[] } = { apis: ['openai-chat'] }

function seen(...names: readonly string[]): readonly string[] {
  return names
}

/** A mutant that changes the request before it is looked at. */
function asking(
  id: string,
  about: string,
  rows: readonly string[],
  kills: readonly string[],
  edit: (request: JsonObject, call: Call) => unknown,
  also: readonly string[] = [],
) {
  const request: NonNullable<Hooks['request']> = (given, call) =>
    isObject(given) ? edit(given, call) : given
  return mutant(id, about, rows, { request }, { ...chat, kills, also })
}

/** Changes a member where the request has it. */
function replacing(
  request: JsonObject,
  name: string,
  edit: (value: unknown) => unknown,
): JsonObject {
  return request[name] === undefined ? request : { ...request, [name]: edit(request[name]) }
}

function eachMessage(request: JsonObject, edit: (message: JsonObject) => unknown): JsonObject {
  return replacing(request, 'messages', (messages) =>
    Array.isArray(messages) ? messages.map((one) => edit(asObject(one))) : messages,
  )
}

function clamp(low: number, high: number) {
  return (value: unknown): unknown =>
    typeof value === 'number' ? Math.min(high, Math.max(low, value)) : 1
}

const broken = (about: string): never => refuse(500, 'server', `Internal error: ${about}.`)

const knownRoles = ['developer', 'system', 'user', 'assistant', 'tool']
const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh']

/** Takes what a chat completion must refuse. */
const lenient = [
  asking(
    'sampling-unchecked',
    'Temperature and top_p outside of their ranges are moved into them.',
    seen('SP-02', 'vllm#9209'),
    ['range.outside/refused'],
    (request) => replacing(replacing(request, 'temperature', clamp(0, 2)), 'top_p', clamp(0, 1)),
  ),
  asking(
    'limit-unchecked',
    'A limit that is no positive number is no limit.',
    seen('SP-10', 'ogx#3667'),
    ['limits.out-of-range/refused'],
    (request) =>
      Number.isInteger(request['max_tokens']) && Number(request['max_tokens']) > 0
        ? request
        : without(request, 'max_tokens'),
  ),
  asking(
    'penalties-unchecked',
    'Penalties and biases of any size are taken.',
    seen('SP-09'),
    ['range.penalties-outside/refused'],
    (request) => without(request, 'frequency_penalty', 'presence_penalty', 'logit_bias'),
  ),
  asking(
    'role-unchecked',
    'A role that does not exist counts as the user.',
    seen('ER-04'),
    ['bad-requests.unknown-role/refused'],
    (request) =>
      eachMessage(request, (message) =>
        knownRoles.includes(String(message['role'])) ? message : { ...message, role: 'user' },
      ),
    ['*/error-content-type'],
  ),
  asking(
    'content-unchecked',
    'A message without content counts as an empty one.',
    seen('ER-04'),
    ['bad-requests.no-content/refused'],
    (request) =>
      eachMessage(request, (message) =>
        message['content'] === undefined ? { ...message, content: '' } : message,
      ),
  ),
  asking(
    'messages-unchecked',
    'Without a list of messages a greeting is made up.',
    seen('ER-03'),
    ['bad-requests.no-messages/refused'],
    (request) =>
      asArray(request['messages']).length > 0
        ? request
        : { ...request, messages: [{ role: 'user', content: 'Hello' }] },
  ),
  asking(
    'model-unchecked',
    'Without the name of a model the default one answers.',
    seen('ER-06', 'D20'),
    ['bad-requests.no-model/refused'],
    (request, call) =>
      typeof request['model'] === 'string' ? request : { ...request, model: defaultModel(call) },
  ),
  asking(
    'picture-dropped',
    'A picture that the model cannot see is left out in silence.',
    seen('ER-09'),
    ['bad-requests.image/refused'],
    (request) =>
      eachMessage(request, (message) =>
        Array.isArray(message['content'])
          ? {
              ...message,
              content: message['content'].filter((part) => asObject(part)['type'] === 'text'),
            }
          : message,
      ),
  ),
  asking(
    'tools-unchecked',
    'Tools that are none, and a choice among none, are left out in silence.',
    seen('TL-09'),
    ['tool-choice.invalid/refused'],
    (request) => {
      const tools = asArray(request['tools']).filter(
        (tool) =>
          asObject(tool)['type'] === 'function' &&
          typeof asObject(asObject(tool)['function'])['parameters'] !== 'string',
      )
      return tools.length > 0 ? { ...request, tools } : without(request, 'tools', 'tool_choice')
    },
  ),
  asking(
    'format-unchecked',
    'A format that does not exist is left out in silence.',
    seen('SO-03'),
    ['structured.invalid/refused'],
    (request) => {
      const format = asObject(request['response_format'])
      const schema = asObject(format['json_schema'])['schema']
      const isKnown = format['type'] === 'json_object' || isObject(schema)
      return isKnown ? request : without(request, 'response_format')
    },
  ),
  asking(
    'effort-unchecked',
    'Any word is taken for an effort.',
    seen('RZ-03', 'D39'),
    ['effort.levels/refused'],
    (request) =>
      replacing(request, 'reasoning_effort', (effort) =>
        efforts.includes(String(effort)) ? effort : 'medium',
      ),
  ),
  asking(
    'overflow-shortened',
    'A prompt that is too long is shortened in silence.',
    seen('CX-07', 'OAI context_length_exceeded'),
    ['limits.overflow/refused'],
    (request) =>
      eachMessage(request, (message) =>
        replacing(message, 'content', (text) =>
          typeof text === 'string' ? text.slice(0, 300_000) : text,
        ),
      ),
  ),
]

/** Breaks over what it may refuse, or refuses what it must take. */
const strict = [
  asking(
    'unknown-member-breaks',
    'A member that nobody knows is answered 500.',
    seen('CH-14', 'D56'),
    ['prompt.unknown-member/ignored-or-refused', 'prompt.unknown-member/no-server-error'],
    (request) => (request['x_test'] === undefined ? request : broken('x_test')),
    ['*/refused'],
  ),
  asking(
    'null-members-refused',
    'Optional members may not be null.',
    seen('CH-15'),
    ['prompt.null-members/accepted'],
    (request) =>
      Object.values(request).includes(null)
        ? refuse(400, 'bad-request', 'A member must not be null.')
        : request,
  ),
  asking(
    'huge-limit-breaks',
    'A limit beyond every model is answered 500.',
    seen('SP-10', 'D56'),
    ['limits.huge/refused-or-lowered', 'limits.huge/no-server-error'],
    (request) => (Number(request['max_tokens']) > 1e6 ? broken('too many tokens') : request),
    ['*/refused'],
  ),
  asking(
    'odd-order-breaks',
    'Two turns of one role running, and an assistant turn at the end, are answered 500.',
    seen('CX-08', 'D56'),
    ['memory.odd-order/answered-or-refused', 'memory.odd-order/no-server-error'],
    (request) => {
      const roles = asArray(request['messages']).map((message) => asObject(message)['role'])
      const isOdd = roles.at(-1) === 'assistant' || roles.join() === 'user,user'
      return isOdd ? broken('conversation roles must alternate') : request
    },
    ['*/refused'],
  ),
  asking(
    'odd-stops-break',
    'More than four stop sequences, and an empty one, are answered 500.',
    seen('SP-06', 'D56'),
    ['stop.odd/accepted-or-refused', 'stop.odd/no-server-error'],
    (request) => {
      const stops = asArray(request['stop'])
      return stops.length > 4 || stops.includes('') ? broken('stop') : request
    },
    ['*/refused'],
  ),
  asking(
    'penalties-break',
    'Penalties and biases are answered 500.',
    seen('SP-09', 'D56'),
    ['range.penalties/accepted-or-refused', 'range.penalties/no-server-error'],
    (request) =>
      ['frequency_penalty', 'presence_penalty', 'logit_bias'].some((name) => name in request)
        ? broken('penalty')
        : request,
    ['*/refused'],
  ),
  asking(
    'call-without-content-refused',
    'An assistant turn that calls tools must have content.',
    seen('TL-04', 'openai-python#3246'),
    ['tool-choice.result/accepted', 'tool-choice.result/status'],
    (request) =>
      asArray(request['messages']).some((message) => asObject(message)['content'] === null)
        ? refuse(400, 'bad-request', 'messages.content must be a string.')
        : request,
  ),
]

/** Longer than a client takes to hang up and come back. */
const busyMs = 1500

/** Does something else than it is asked. */
const contrary = [
  asking(
    'effort-ignored',
    'All effort is the same.',
    seen('RZ-03', 'D39'),
    ['effort.matters/more-tokens'],
    (request) => without(request, 'reasoning_effort'),
  ),
  asking(
    'temperature-inverted',
    'Cold is hot and hot is cold.',
    seen('SP-03'),
    ['chance.temperature/less-varied'],
    (request) =>
      replacing(request, 'temperature', (temperature) => (Number(temperature) < 0.5 ? 1 : 0)),
  ),
  asking(
    'nucleus-inverted',
    'A narrow nucleus is a wide one, and without any there is no chance.',
    seen('SP-03'),
    ['chance.temperature/less-varied'],
    (request) =>
      request['top_p'] === undefined
        ? { ...request, temperature: 0 }
        : { ...request, top_p: 1, temperature: 1 },
  ),
  asking(
    'parts-as-json',
    'Parts of a message are given to the model as the JSON that they came in.',
    seen('CH-11'),
    ['prompt.counted/as-text'],
    (request) =>
      eachMessage(request, (message) =>
        Array.isArray(message['content'])
          ? { ...message, content: JSON.stringify(message['content']) }
          : message,
      ),
  ),
  asking(
    'one-call-at-a-time',
    'Of several calls only the first is made.',
    seen('TL-06'),
    ['tool-choice.two-cities/two-calls'],
    (request) => ({ ...request, parallel_tool_calls: false }),
  ),
  asking(
    'tool-results-dropped',
    'What a tool answered never reaches the model.',
    seen('TL-04'),
    ['tool-choice.result/result-used'],
    (request) =>
      eachMessage(request, (message) =>
        message['role'] === 'tool' ? { ...message, content: '{}' } : message,
      ),
  ),
  mutant(
    'arguments-made-up',
    'A tool without arguments is called with some.',
    seen('TL-08'),
    {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({
          ...choice,
          toolCalls: choice.toolCalls.map((made) => ({
            ...made,
            arguments: made.arguments === '{}' ? '{"timezone":"UTC"}' : made.arguments,
          })),
        })),
      }),
    },
    { ...chat, kills: ['tool-choice.odd-name/no-arguments'] },
  ),
  mutant(
    'usage-varies',
    'The same prompt counts differently from one request to the next.',
    seen('CH-06', 'D40'),
    {
      reply: (reply, call) => {
        const more = call.number % 5
        const { prompt, total } = reply.usage
        return { ...reply, usage: { ...reply.usage, prompt: prompt + more, total: total + more } }
      },
    },
    {
      also: ['prompt.counted/parts.as-text'],
      ...chat,
      kills: ['prompt.counted/same-again', 'stream-text.as-whole/same-prompt'],
    },
  ),
  mutant(
    'stream-counts-more',
    'A stream counts the prompt with tokens of its own.',
    seen('ST-12'),
    {
      reply: (reply) => {
        const { prompt, total } = reply.usage
        return { ...reply, usage: { ...reply.usage, prompt: prompt + 9, total: total + 9 } }
      },
    },
    { apis: ['openai-chat-stream'], kills: ['stream-text.as-whole/same-prompt'] },
  ),
  mutant(
    'usage-chunk-always',
    'A usage chunk comes, asked for or not.',
    seen('ST-13', 'ogx#4326'),
    {
      request: (request) =>
        asObject(request)['stream'] === true
          ? withMembers(request, { stream_options: { include_usage: true } })
          : request,
    },
    {
      also: ['*/usage-unasked'],
      apis: ['openai-chat-stream'],
      kills: ['stream-text.usage-declined/no-usage', 'stream.curl-count/no-usage-unasked'],
    },
  ),
  mutant(
    'busy-after-streams',
    'For a while after the start of a stream everybody is answered 500.',
    seen('ST-21', 'ogx#4236'),
    {
      chunks: (chunks, call) => {
        call.memory.set('busy until', performance.now() + busyMs)
        return chunks
      },
      request: (request, call) =>
        performance.now() < Number(call.memory.get('busy until') ?? 0) ? broken('busy') : request,
    },
    { ...chat, kills: ['stream-text.after-hanging-up/served'], also: ['*'] },
  ),
  mutant(
    'gzip-always',
    'Answers are compressed whether or not the client can read that.',
    seen('CH-16', 'eca#479'),
    {
      headers: (headers) => [
        ...headers.filter(([name]) => name !== 'Content-Encoding'),
        ['Content-Encoding', 'gzip'],
      ],
      bytes: (pieces, call) => [
        {
          bytes: /gzip/u.test(String(call.headers['accept-encoding']))
            ? Buffer.concat(pieces.map(({ bytes }) => bytes))
            : gzipSync(Buffer.concat(pieces.map(({ bytes }) => bytes))),
          wait: 0,
        },
      ],
    },
    { ...whole, kills: ['prompt.codings/not-coded'] },
  ),
]

/** Fails in mid-stream, and says so wrongly. */
const failing = [
  mutant(
    'error-mid-stream-as-text',
    'The error in mid-stream is text, which no SDK raises.',
    seen('ST-19', 'D23'),
    { chunks: (chunks) => [...chunks.slice(0, 3), { error: 'Internal error' }] },
    { apis: ['openai-chat-stream'], kills: ['*/error-event'], also: ['*'] },
  ),
  mutant(
    'finish-after-error',
    'After an error in mid-stream the answer finishes as if nothing had happened.',
    seen('ST-19', 'D64'),
    {
      chunks: (chunks) => {
        const error = {
          error: { message: 'Overloaded', type: 'server_error', param: null, code: null },
        }
        return [...chunks.slice(0, 3), error, ...chunks.slice(3)]
      },
    },
    { apis: ['openai-chat-stream'], kills: ['*/error-event'], also: ['*'] },
  ),
]

function json(status: number, body: unknown): Answer {
  return { kind: 'json', status, headers: [['Content-Type', 'application/json']], json: body }
}

function onPath(path: RegExp, answer: (call: Call) => Answer): Hooks {
  return { intercept: (given, call) => (path.test(call.path) ? answer(call) : given) }
}

/** Paths, lists and what a server says of itself. */
const around = [
  mutant(
    'model-alone-differs',
    'A model asked for by itself has another owner than in the list.',
    seen('MD-03', 'ogx#5499'),
    {
      body: (body) =>
        asObject(body)['object'] === 'model' ? withMembers(body, { owned_by: 'nobody' }) : body,
    },
    { apis: ['openai-models'], kills: ['models.get/as-listed'] },
  ),
  mutant(
    'list-with-ghost',
    'The list names a model that nobody can call.',
    seen('MD-04', 'D62'),
    { models: (models) => [{ ...asObject(models[0]), id: 'openai.gpt-ghost' }, ...models] },
    { fronts: ['mantle', 'llama-stack'], kills: ['models.listed-callable/callable'] },
  ),
  mutant(
    'method-ignored',
    'Every method is taken for POST.',
    seen('ER-07'),
    {
      intercept: (given, call) =>
        call.method === 'PUT' ? json(200, { object: 'list', data: [] }) : given,
    },
    { kills: ['bad-requests.route/refused'] },
  ),
  mutant(
    'paths-caught',
    'A path that nobody has is answered 200.',
    seen('ER-07'),
    onPath(/no-such-path/u, () => json(200, { ok: true })),
    { kills: ['bad-requests.route/refused'] },
  ),
  mutant(
    'chat-media-type-ignored',
    'A body that calls itself something else is answered all the same.',
    seen('ER-02'),
    {
      intercept: (given, call) =>
        /^(?:text|application)\/(?:plain|xml)/u.test(String(call.headers['content-type']))
          ? json(200, { id: 'chatcmpl-1', object: 'chat.completion' })
          : given,
    },
    { kills: ['bad-requests.media-type/refused'] },
  ),
  mutant(
    'json-mended',
    'Bodies that are not JSON are guessed at.',
    seen('ER-01'),
    {
      intercept: (given, call) =>
        call.method === 'POST' && call.path.endsWith('/chat/completions') && !isJson(call.body)
          ? json(200, { id: 'chatcmpl-1', object: 'chat.completion' })
          : given,
    },
    { kills: ['bad-requests.unreadable/refused'] },
  ),
  mutant(
    'health-missing',
    'The server does not say whether it is well.',
    seen('LS-01'),
    onPath(/^\/v1\/health$/u, () => json(404, { detail: 'Not Found' })),
    { fronts: ['llama-stack'], kills: ['llama-stack.health/ok'], also: ['llama-stack.health/*'] },
  ),
  mutant(
    'health-without-status',
    'The server answers {} when asked whether it is well.',
    seen('LS-01'),
    onPath(/^\/v1\/health$/u, () => json(200, {})),
    { fronts: ['llama-stack'], kills: ['llama-stack.health/status'] },
  ),
  mutant(
    'version-empty',
    'The version is an empty text.',
    seen('LS-01'),
    onPath(/^\/v1\/version$/u, () => json(200, { version: '' })),
    { fronts: ['llama-stack'], kills: ['llama-stack.health/version'] },
  ),
  mutant(
    'version-missing',
    'Nobody knows the version.',
    seen('LS-01'),
    onPath(/^\/v1\/version$/u, () => json(404, { detail: 'Not Found' })),
    { fronts: ['llama-stack'], kills: ['llama-stack.health/ok'], also: ['llama-stack.health/*'] },
  ),
  mutant(
    'choices-interleaved',
    'Both choices of a stream come as one.',
    seen('SP-07', 'llama-stack recordings of 2025-10'),
    {
      chunks: eachChunk((chunk) =>
        choiceOf(chunk) === undefined
          ? chunk
          : eachChoice(chunk, (choice) => ({ ...choice, index: 0 })),
      ),
    },
    {
      apis: ['openai-chat-stream'],
      kills: ['chance.two-choices/two'],
      also: ['chance.two-choices/*'],
    },
  ),
  mutant(
    'conversation-echoed',
    'The answer gives back the whole conversation.',
    seen('a server that is none'),
    {
      reply: (reply, call) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({
          ...choice,
          text: conversationOf(call),
        })),
      }),
    },
    {
      ...whole,
      kills: [
        'conversation.recalls-a-name/recall',
        'memory.correction/latest',
        'memory.fifty-turns/recalled',
        'prompt.long/found',
        'prompt.system-obeyed/obeyed',
      ],
      also: ['*'],
    },
  ),
]

export const catalogueMutants = [...lenient, ...strict, ...contrary, ...failing, ...around]

/** The id that a lenient gateway falls back to on each front. */
function defaultModel(call: Call): string {
  if (call.front === 'mantle') return 'openai.gpt-oss-20b'
  return call.front === 'llama-stack' ? 'bedrock/openai.gpt-oss-20b-1:0' : 'openai.gpt-oss-20b-1:0'
}

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return true
  } catch {
    return false
  }
}

/** Every text of the request, one under the other. */
function conversationOf({ body }: Call): string {
  try {
    const { messages } = asObject(JSON.parse(Buffer.from(body).toString('utf8')))
    return asArray(messages)
      .map((message) => String(asObject(message)['content']))
      .join('\n')
  } catch {
    return ''
  }
}
