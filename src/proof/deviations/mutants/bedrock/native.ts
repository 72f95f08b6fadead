/** Bedrock's own APIs doing what their model rules out: wrong input let in, right input refused. */
import type { Answer, Call, JsonObject } from '../../../../reference/call.ts'
import { refuse } from '../../../../reference/call.ts'
import type { Deviation } from '../../../../reference/deviation.ts'
import { asArray, asObject, asString, isObject } from '../../../../reference/json.ts'
import { mutant, withMembers, without } from '../../edit.ts'

const converse = { apis: ['converse', 'converse-stream'] } satisfies Pick<Deviation, 'apis'>
const invoke = { apis: ['invoke', 'invoke-stream'] } satisfies Pick<Deviation, 'apis'>

function eachMessage(request: unknown, edit: (message: JsonObject) => unknown): unknown {
  const messages = asObject(request)['messages']
  return Array.isArray(messages)
    ? withMembers(request, { messages: messages.map((message) => edit(asObject(message))) })
    : request
}

function eachBlock(request: unknown, edit: (block: JsonObject) => unknown): unknown {
  return eachMessage(request, (message) =>
    Array.isArray(message['content'])
      ? { ...message, content: message['content'].map((block) => edit(asObject(block))) }
      : message,
  )
}

const hello = { role: 'user', content: [{ text: 'Hello' }] }

function isSigned(call: Call): boolean {
  return (call.headers.authorization ?? '').startsWith('AWS4-')
}

function json(status: number, body: unknown): Answer {
  return { kind: 'json', status, headers: [['Content-Type', 'application/json']], json: body }
}

/** Input that must be refused, and is let in. */
const lenient = [
  mutant(
    'inference-config-unchecked',
    'Sampling parameters out of range are ignored.',
    ['CV-07'],
    { request: (request) => without(request, 'inferenceConfig') },
    {
      also: ['*/error-body'],
      kills: [
        'converse-input.inference-config/refused',
        'converse-input.inference-config/out-of-range',
      ],
      ...converse,
    },
  ),
  mutant(
    'blank-text-accepted',
    'Empty and blank texts, and messages without content, are taken for a greeting.',
    ['CV-11'],
    {
      request: (request) =>
        eachMessage(request, (message) => {
          const texts = asArray(message['content']).map((block) => asObject(block)['text'])
          const said = texts.some((text) => text === undefined || asString(text)?.trim() !== '')
          return said && texts.length > 0 ? message : { ...message, content: hello.content }
        }),
    },
    { also: ['*/error-body'], kills: ['converse-input.empty-text/refused'], ...converse },
  ),
  mutant(
    'no-messages-accepted',
    'A request without messages is answered all the same.',
    ['CV-11'],
    {
      request: (request) => {
        const messages = asObject(request)['messages']
        return Array.isArray(messages) && messages.length > 0
          ? request
          : withMembers(request, { messages: [hello] })
      },
    },
    { also: ['*/error-body'], kills: ['converse-input.messages/refused'], ...converse },
  ),
  mutant(
    'unknown-role-accepted',
    'A role that nobody knows is taken for the user.',
    ['CV-10'],
    {
      request: (request) =>
        eachMessage(request, (message) =>
          message['role'] === 'assistant' ? message : { ...message, role: 'user' },
        ),
    },
    { also: ['*/error-body'], kills: ['converse-input.unknown-role/refused'], ...converse },
  ),
  mutant(
    'image-dropped',
    'An image that the model cannot read is silently left out.',
    ['ER-09'],
    {
      request: (request) =>
        eachMessage(request, (message) => ({
          ...message,
          content: asArray(message['content']).filter((block) => !('image' in asObject(block))),
        })),
    },
    { also: ['*/error-body'], kills: ['converse-input.image/refused'], ...converse },
  ),
  mutant(
    'tool-name-unchecked',
    'Any name is good for a tool.',
    ['CV-13'],
    {
      request: (request) => {
        const config = asObject(request)['toolConfig']
        if (!isObject(config)) return request
        const tools = asArray(config['tools']).map((tool) => {
          const spec = asObject(asObject(tool)['toolSpec'])
          const name = String(spec['name']).replaceAll(/\W/gu, '_').slice(0, 64)
          return { toolSpec: { ...spec, name } }
        })
        return withMembers(request, { toolConfig: { ...config, tools } })
      },
    },
    { also: ['*/error-body'], kills: ['converse-input.tool-name/refused'], ...converse },
  ),
  mutant(
    'alien-body-accepted',
    'A body with the keys of another model is taken for the model’s own.',
    ['IV-05', 'langchain-aws#62'],
    {
      request: (request, call) => {
        const { prompt, messages } = asObject(request)
        const isLlama = isObject(request) && 'max_tokens_to_sample' in request
        if (isLlama) return without(request, 'max_tokens_to_sample')
        const isOurs = prompt === undefined || messages !== undefined || call.path.includes('llama')
        if (isOurs) return request
        return { messages: [{ role: 'user', content: prompt }], max_completion_tokens: 10 }
      },
    },
    { also: ['*/error-body'], kills: ['invoke-bodies.alien-to-*/refused'], ...invoke },
  ),
  mutant(
    'body-model-wins',
    'The model that the body names answers, whatever the path says.',
    ['IV-06'],
    {
      request: (request, call) => {
        const { model } = asObject(request)
        if (model !== undefined) call.memory.set(`model ${call.requestId}`, model)
        return without(request, 'model')
      },
      body: (body, call) => {
        const model = call.memory.get(`model ${call.requestId}`)
        return model === undefined ? body : withMembers(body, { model })
      },
    },
    { kills: ['invoke-bodies.model-in-body/path-wins'], apis: ['invoke'] },
  ),
]

/** Requests that must be served, and are not, or otherwise than asked. */
const strict = [
  mutant(
    'arn-rejected',
    'Only bare ids are known: an ARN is no model.',
    ['CV-15'],
    {
      intercept: (answer, call) =>
        /\/model\/arn(?::|%3A)/iu.test(call.path)
          ? json(404, { message: 'Could not resolve the foundation model.' })
          : answer,
    },
    { also: ['*/status'], kills: ['rule:bedrock.converse.model-id'], fronts: ['runtime'] },
  ),
  mutant(
    'count-tokens-off',
    'CountTokens counts otherwise than Converse.',
    ['CV-16'],
    {
      body: (body) => withMembers(body, { inputTokens: Number(asObject(body)['inputTokens']) + 3 }),
    },
    { kills: ['converse-answers.count-tokens/as-converse'], apis: ['count-tokens'] },
  ),
  mutant(
    'stream-counts-differ',
    'A stream counts its prompt otherwise than a whole answer.',
    ['CS-08'],
    {
      reply: (reply) => ({
        ...reply,
        usage: { ...reply.usage, prompt: reply.usage.prompt + 5, total: reply.usage.total + 5 },
      }),
    },
    { kills: ['frames.echo/same-prompt'], apis: ['converse-stream'] },
  ),
  mutant(
    'stop-sequence-unsaid',
    'An answer that a stop sequence ended says that it came to its own end.',
    ['CV-08'],
    {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) =>
          choice.finish === 'stop-sequence' ? { ...choice, finish: 'stop' as const } : choice,
        ),
      }),
    },
    { kills: ['converse-answers.stop-sequence/says-stop-sequence'], ...converse },
  ),
  mutant(
    'tool-result-dropped',
    'Results of tools never reach the model.',
    ['CV-12'],
    {
      request: (request) =>
        eachBlock(request, (block) => {
          const result = block['toolResult']
          if (!isObject(result)) return block
          return { toolResult: { ...result, content: [{ text: 'nothing' }] } }
        }),
    },
    { kills: ['converse-tools.round-trip/uses-the-result'], ...converse },
  ),
]

/** HTTP as such. */
const http = [
  mutant(
    'media-type-ignored',
    'A body is read whatever its media type says.',
    ['ER-02'],
    {
      intercept: (answer, call) =>
        (call.headers['content-type'] ?? '').startsWith('text/') ? json(200, {}) : answer,
    },
    { kills: ['native-errors.content-type/refused'] },
  ),
  mutant(
    'get-answered',
    'GET is as good as POST.',
    ['ER-07'],
    {
      intercept: (answer, call) =>
        call.method === 'GET' && call.path.startsWith('/model/') ? json(200, {}) : answer,
    },
    { kills: ['native-errors.method/refused'] },
  ),
  mutant(
    'unknown-path-500',
    'A path that nobody serves crashes the server.',
    ['ER-07'],
    {
      intercept: (answer, call) =>
        call.path.endsWith('/no-such-operation')
          ? json(500, { message: 'Internal error' })
          : answer,
    },
    { also: ['*/no-server-error'], kills: ['native-errors.path/refused'] },
  ),
  mutant(
    'throttled-as-500',
    'Throttling is answered 500.',
    ['ER-12', 'D64'],
    {
      request: () =>
        refuse(500, 'server', 'Too many requests, please wait before trying again.', {
          exception: 'ThrottlingException',
        }),
    },
    { kills: ['*/no-server-error'], also: ['*'] },
  ),
]

/** Who may call. */
const credentials = [
  mutant(
    'access-denied-500',
    'A lack of access is answered 500.',
    ['D58', 'ogx#2595'],
    {
      error: (failure) => (failure.kind === 'access' ? { ...failure, status: 500 } : failure),
    },
    { also: ['*/no-server-error'], kills: ['credentials.no-access/says-access-denied'] },
  ),
  mutant(
    'access-denied-400',
    'A lack of access is answered 400.',
    ['AU-06'],
    {
      error: (failure) => (failure.kind === 'access' ? { ...failure, status: 400 } : failure),
    },
    { kills: ['credentials.no-access/says-access-denied'] },
  ),
  mutant(
    'signatures-refused',
    'No signature is ever right.',
    ['AU-08'],
    {
      auth: (failure, call) =>
        failure === undefined && isSigned(call)
          ? {
              status: 403,
              kind: 'auth',
              message: 'The request signature we calculated does not match.',
              exception: 'InvalidSignatureException',
            }
          : failure,
    },
    { kills: ['credentials.signed/*'] },
  ),
  mutant(
    'signature-unchecked',
    'A signature is not compared.',
    ['AU-08'],
    {
      auth: (failure, call) =>
        isSigned(call) && failure?.message.includes('signature') ? undefined : failure,
    },
    { kills: ['credentials.signed-badly/*'] },
  ),
  mutant(
    'skew-unchecked',
    'Signatures never grow old.',
    ['AU-08'],
    {
      auth: (failure) => (failure?.message.startsWith('Signature expired') ? undefined : failure),
    },
    { kills: ['credentials.signed-late/*'] },
  ),
  mutant(
    'basic-accepted',
    'Basic authentication is as good as a key.',
    ['AU-03'],
    {
      auth: (failure, call) =>
        /^basic /iu.test(call.headers.authorization ?? '') ? undefined : failure,
    },
    { kills: ['credentials.basic-scheme/refused'] },
  ),
  mutant(
    'keys-cross',
    'The provider’s client is made with the first key and then used for everybody.',
    ['ogx#3924'],
    {
      auth: (failure, call) => {
        if (!call.memory.has('first key')) call.memory.set('first key', failure)
        return call.memory.get('first key') as typeof failure
      },
    },
    { kills: ['credentials.two-keys/no-crossing'], fronts: ['llama-stack'] },
  ),
]

export const nativeMutants = [...lenient, ...strict, ...http, ...credentials]
