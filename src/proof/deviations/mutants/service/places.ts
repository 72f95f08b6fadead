/** Regions, profiles and keys that are not what they are said to be. */
import type { Call } from '../../../../reference/call.ts'
import { refuse } from '../../../../reference/call.ts'
import { asArray, asObject, isObject } from '../../../../reference/json.ts'
import type { Reply } from '../../../../reference/model/reply.ts'
import { mutant, withMembers, without } from '../../edit.ts'
import { atPath, inBody } from '../../reach.ts'

const control = { fronts: ['control'] } as const

/** Changes answers whose path matches. */
function onPath(path: RegExp, edit: (body: unknown) => unknown) {
  return {
    body: (body: unknown, call: Call): unknown =>
      call.failure || !path.test(call.path) ? body : edit(body),
  }
}

export const placeMutants = [
  mutant(
    'key-alien',
    'The key is one of another service.',
    ['AU-01'],
    {},
    {
      kills: ['own-key.fits/present'],
      also: ['*'],
      key: 'alien',
    },
  ),
  mutant(
    'key-of-other-region',
    'The key is of another region.',
    ['AU-01', 'AU-05'],
    {},
    {
      kills: ['own-key.fits/region'],
      also: ['*'],
      key: 'other-region',
    },
  ),
  mutant(
    'key-expired',
    'The key has expired.',
    ['AU-01', 'D60'],
    {},
    {
      kills: ['own-key.fits/unexpired'],
      also: ['*'],
      key: 'expired',
    },
  ),
  mutant(
    'key-expiring',
    'The key has ten minutes left.',
    ['AU-01'],
    {},
    {
      kills: ['own-key.fits/lasting'],
      key: 'expiring',
    },
  ),
  mutant(
    'models-everywhere',
    'Models answer in regions that do not have them.',
    ['RG-03'],
    { access: (access) => (access === 'not-in-region' ? 'available' : access) },
    { kills: ['availability.call/nowhere-else'] },
  ),
  mutant(
    'bare-id-refused-dumbly',
    'A model that needs its profile is refused as if it did not exist.',
    ['RG-05', 'ogx#3370'],
    {
      error: (failure) =>
        /throughput/u.test(failure.message)
          ? { ...failure, message: 'The provided model identifier is invalid.' }
          : failure,
    },
    { also: ['*/refused'], kills: ['regions.bare-id/names-the-profile'] },
  ),
  mutant(
    'gpt-oss-denied',
    'gpt-oss is listed as available and authorised, and cannot be called.',
    ['D62'],
    {
      access: (access, call) =>
        access === 'available' && call.front === 'runtime' && call.path.includes('gpt-oss')
          ? 'denied'
          : access,
    },
    {
      also: ['*/refused', '*/status', 'credentials.signed/let-in'],
      kills: ['rule:bedrock.control.availability', 'availability.foundation-model/*'],
    },
  ),
  mutant(
    'availability-denied',
    'The control plane says that a model is not in the region which answers.',
    ['RG-04'],
    onPath(/availability/u, (body) => withMembers(body, { regionAvailability: 'NOT_AVAILABLE' })),
    { kills: ['rule:bedrock.control.availability'], ...control },
  ),
  mutant(
    'profile-goes-nowhere',
    'A profile names no model that it routes to.',
    ['RG-04'],
    { body: inBody('models', () => []) },
    { kills: ['rule:bedrock.control.destinations'], ...control },
  ),
  mutant(
    'profile-leaves-its-geography',
    'A profile of the United States routes to Frankfurt.',
    ['RG-04'],
    {
      body: inBody('models/0/modelArn', (arn) =>
        String(arn).replace(/bedrock:[a-z0-9-]+:/u, 'bedrock:eu-central-1:'),
      ),
    },
    { kills: ['rule:bedrock.control.destinations'], ...control },
  ),
  mutant(
    'members-by-region',
    'Answers lack their usage in the west.',
    ['RG-06'],
    {
      body: (body, call) =>
        call.failure || !call.region.includes('west') ? body : without(body, 'usage', 'metrics'),
    },
    {
      also: ['*/latency', '*/response-schema', '*/usage'],
      kills: ['rule:bedrock.regions.same-shape'],
      fronts: ['runtime', 'mantle'],
    },
  ),
  mutant(
    'host-gone',
    'The host of a region does not answer.',
    ['RG-01'],
    { timing: (timing) => ({ ...timing, before: 3_600_000 }) },
    { kills: ['availability.host/answers'], also: ['*'], hangs: 300, ...control },
  ),
  mutant(
    'control-as-text',
    'The control plane’s JSON calls itself text.',
    ['D33'],
    {
      headers: (headers, call) =>
        headers.map(([name, value]) => [
          name,
          name === 'Content-Type' && !call.failure ? 'text/plain' : value,
        ]),
    },
    { kills: ['*/content-type'], ...control },
  ),
  mutant(
    'control-cut',
    'The control plane’s JSON ends too early.',
    ['RFC 8259'],
    { text: (text, call) => (call.failure ? text : text.slice(0, -1)) },
    { kills: ['*/json'], ...control },
  ),
  mutant(
    'control-201',
    'The control plane answers 201.',
    ['RG-04'],
    { status: (status, call) => (call.failure ? status : 201) },
    { kills: ['*/status'], ...control },
  ),
  mutant(
    'stream-blocks-others',
    'After a long stream has begun, short ones wait for eleven seconds.',
    ['ST-21', 'facts 4.2'],
    {
      reply: (reply, call) => {
        if (isLong(reply)) call.memory.set('long stream', true)
        return reply
      },
      timing: (timing, call) =>
        call.memory.get('long stream') === true && asksLittle(call)
          ? { ...timing, before: 10_500 }
          : timing,
    },
    {
      kills: ['stream-text.after-hanging-up/in-time'],
      hangs: 20_000, // as long as for others, and begun before them
      apis: ['openai-chat-stream'],
      fronts: ['llama-stack'],
    },
  ),
  mutant(
    'hang-up-breaks-next',
    'After a long stream has begun, short ones get 500.',
    ['ST-21'],
    {
      reply: (reply, call) => {
        if (isLong(reply)) call.memory.set('broken by stream', true)
        return reply
      },
      status: (status, call) =>
        call.memory.get('broken by stream') === true && asksLittle(call) ? 500 : status,
    },
    {
      also: ['*/no-server-error'],
      kills: ['stream-text.after-hanging-up/served'],
      apis: ['openai-chat-stream'],
      fronts: ['llama-stack'],
    },
  ),
  mutant(
    'failure-spreads',
    'Whoever comes right after a refused request is refused too.',
    ['CH-13'],
    {
      status: (status, call) => {
        const spoilt = call.memory.get('spoilt')
        call.memory.set('spoilt', status >= 400)
        return spoilt === true && status < 400 ? 400 : status
      },
    },
    {
      also: ['*/status'],
      kills: ['batch.parallel/only-the-invalid'],
      apis: ['openai-chat', 'converse'],
    },
  ),
  mutant(
    'bare-ids-refused',
    'No model answers to its bare id: every one wants its profile.',
    ['RG-05', 'D63'],
    {
      access: (access, call) =>
        access === 'available' && call.path.includes('/meta.llama') ? 'needs-profile' : access,
    },
    { kills: ['regions.bare-id/where-expected'], fronts: ['runtime'] },
  ),
  mutant(
    'unavailable-500',
    'A gateway calls the 503 behind it an error of its own.',
    ['D56', 'LS-04'],
    { error: (failure) => (failure.status === 503 ? { ...failure, status: 500 } : failure) },
    {
      kills: ['faults.unavailable/status-kept'],
      also: ['*/no-server-error', '*/refused'],
      fronts: ['llama-stack'],
    },
  ),
  mutant(
    'dropped-400',
    'A gateway blames its client for a connection that was dropped behind it.',
    ['LS-04'],
    {
      error: (failure) => (failure.status === 502 ? { ...failure, status: 400 } : failure),
    },
    {
      kills: ['faults.reset/told'],
      also: ['*/refused', '*/gateway-error'],
      fronts: ['llama-stack'],
    },
  ),
  mutant(
    'stored-completions-made-up',
    'A stored completion that is not there is answered with an empty one.',
    ['ER-07'],
    {
      intercept: (answer, call) =>
        /\/chat\/completions\/./u.test(call.path) && call.method === 'GET' ? listed([]) : answer,
    },
    { kills: ['llama-stack.unknown-completion/not-found'], fronts: ['llama-stack'] },
  ),
  mutant(
    'default-limit-zero',
    'Who sets no limit gets a limit of 0, and is refused for it.',
    ['D51', 'ogx#3667'],
    {
      request: (request) =>
        isObject(request) &&
        (request['max_tokens'] ?? request['max_completion_tokens']) === undefined
          ? { ...request, max_tokens: 0 }
          : request,
    },
    {
      kills: ['chat.simple/status'],
      also: ['*/status', '*/refused'],
      fronts: ['llama-stack'],
      apis: ['openai-chat', 'openai-chat-stream'],
    },
  ),
  mutant(
    'endpoint-flipped',
    'The runtime answers as mantle would: to the ids of mantle, and not to its own.',
    ['D73', 'ogx#4946', 'ogx#5388'],
    {
      request: (request) => {
        const model = asObject(request)['model']
        if (model === 'openai.gpt-oss-20b') {
          return withMembers(request, { model: 'openai.gpt-oss-20b-1:0' })
        }
        return model === 'openai.gpt-oss-20b-1:0'
          ? refuse(404, 'unknown-model', `The model '${model}' does not exist`)
          : request
      },
    },
    {
      kills: ['model-ids.mantle-id-on-runtime/not-answered', '*/status'],
      also: ['*'],
      fronts: ['runtime'],
      apis: ['openai-chat', 'openai-chat-stream'],
    },
  ),
  mutant(
    'count-tokens-zero',
    'CountTokens counts nothing.',
    ['CV-16'],
    { body: inBody('inputTokens', () => 0) },
    {
      also: ['converse-answers.count-tokens/converse.as-converse'],
      kills: ['converse-answers.count-tokens/counted'],
      apis: ['count-tokens'],
    },
  ),
  mutant(
    'role-order-breaks',
    'Converse answers 500 to turns in an unusual order.',
    ['CV-10', 'D56'],
    {
      request: (request) => {
        const roles = asArray(asObject(request)['messages']).map((one) => asObject(one)['role'])
        const isOdd = roles[0] === 'assistant' || roles.join() === 'user,user'
        return isOdd ? refuse(500, 'server', 'Roles must alternate.') : request
      },
    },
    {
      also: ['*/no-server-error', '*/refused'],
      kills: ['converse-input.role-order/answered-or-refused'],
      apis: ['converse', 'converse-stream'],
    },
  ),
  mutant(
    'tools-called-again',
    'The model calls the tool again whatever it answered.',
    ['CV-12'],
    {
      request: (request) => {
        const messages = asArray(asObject(request)['messages'])
        return isObject(request) && messages.length > 1 && 'toolConfig' in request
          ? {
              ...request,
              messages: messages.slice(0, 1),
              toolConfig: atPath(
                { toolChoice: { any: {} }, ...asObject(request['toolConfig']) },
                'toolChoice',
                () => ({ any: {} }),
              ),
            }
          : request
      },
    },
    { kills: ['converse-tools.round-trip/result-taken'], apis: ['converse'] },
  ),
  mutant(
    'tools-uncounted',
    'The tokens of the tools are not counted.',
    ['D46', 'TL-07'],
    {
      reply: (reply) => ({
        ...reply,
        usage: { ...reply.usage, prompt: 80, total: 80 + reply.usage.completion },
      }),
    },
    { kills: ['tool-choice.required/prompt-grows'], apis: ['openai-chat', 'openai-chat-stream'] },
  ),
  mutant(
    'embeddings-broken',
    'A server that claims to have embeddings has none.',
    ['ER-08'],
    {},
    { kills: ['unsupported.embeddings/status'], also: ['unsupported.*'], claims: ['embeddings'] },
  ),
  mutant(
    'embeddings-empty',
    'Embeddings come without a vector.',
    ['ER-08'],
    {
      intercept: (answer, call) =>
        call.path.endsWith('/embeddings') ? listed([{ object: 'embedding', index: 0 }]) : answer,
    },
    { kills: ['unsupported.embeddings/has-a-vector'], claims: ['embeddings'] },
  ),
  mutant(
    'completions-broken',
    'A server that claims to have legacy completions has none.',
    ['ER-08'],
    {},
    { kills: ['unsupported.completions/status'], also: ['unsupported.*'], claims: ['completions'] },
  ),
  mutant(
    'completions-empty',
    'Legacy completions come without a text.',
    ['ER-08'],
    {
      intercept: (answer, call) =>
        call.path.endsWith('/completions') && !call.path.includes('chat') ? listed([]) : answer,
    },
    { kills: ['unsupported.completions/has-a-text'], claims: ['completions'] },
  ),
]

/** Characters of an answer that takes long to stream. */
const longAnswer = 800

function isLong(reply: Reply): boolean {
  return (reply.choices[0]?.text.length ?? 0) > longAnswer
}

function asksLittle(call: Call): boolean {
  return Buffer.from(call.body).toString('utf8').includes('"Say hello."')
}

function listed(data: readonly unknown[]) {
  return {
    kind: 'json',
    status: 200,
    headers: [['Content-Type', 'application/json']],
    json: { object: 'list', data, choices: data, model: 'embedded' },
  } as const
}
