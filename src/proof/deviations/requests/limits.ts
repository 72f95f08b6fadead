/** Token limits and stop sequences are applied wrongly. */
import { refuse, type JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { withMembers, without } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { asking } from './edits.ts'

/** Multiplies the limit on the answer, whatever its name. */
function limits(edit: (limit: number) => number): (request: unknown) => unknown {
  const names = ['max_tokens', 'max_completion_tokens', 'max_gen_len', 'maxTokens']
  const changed = (object: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(object).map(([name, value]) => [
        name,
        names.includes(name) && typeof value === 'number' && value > 0 ? edit(value) : value,
      ]),
    )
  return (request) => {
    if (!isObject(request)) return request
    const config = request['inferenceConfig']
    const edited = changed(request)
    return isObject(config) ? { ...edited, inferenceConfig: changed(config) } : edited
  }
}

function stops(
  edit: (all: readonly unknown[]) => readonly unknown[],
): (request: unknown) => unknown {
  return (request) => {
    const { stop, inferenceConfig } = asObject(request)
    const config = asObject(inferenceConfig)
    return withMembers(request, {
      ...(stop !== undefined && { stop: edit(typeof stop === 'string' ? [stop] : asArray(stop)) }),
      ...(config['stopSequences'] !== undefined && {
        inferenceConfig: { ...config, stopSequences: edit(asArray(config['stopSequences'])) },
      }),
    })
  }
}

export const requestsLimits: readonly Deviation[] = [
  {
    id: 'max-tokens-ignored',
    kind: 'mutant',
    about: 'The token limit is ignored.',
    seen: ['D50', 'llama-cpp-python#1907', 'void#128'],
    kills: [
      'rule:openai.max-tokens',
      'rule:bedrock.converse.max-tokens',
      'invoke-bodies.llama-limit/within-budget',
      'invoke.llama-walkthrough/ten-tokens',
      'twins.limit/within',
      'twins.limit/says-length',
      'twins.limit-invoke/within',
      'twins.limit-invoke/says-length',
    ],
    also: [
      '*/status',
      '*/cut-by-length',
      '*/counts',
      '*/usage',
      'prompt.counted/parts.says-length',
      'prompt.counted/plain.says-length',
      'prompt.counted/streamed.says-length',
    ],
    hooks: {
      request: (request) => {
        const inference = without(asObject(request)['inferenceConfig'], 'maxTokens')
        const rest = without(request, 'max_tokens', 'max_completion_tokens', 'max_gen_len')
        return isObject(inference) ? withMembers(rest, { inferenceConfig: inference }) : rest
      },
    },
  },
  {
    id: 'limit-dropped-beside-tools',
    kind: 'mutant',
    about: 'The token limit is dropped where tools are offered.',
    seen: ['D50'],
    apis: [...apis.chat, ...apis.responses],
    kills: ['tool-history.chat/limit-kept', 'tool-history.responses/limit-kept'],
    also: ['*/echo', '*/says-length'],
    hooks: asking((request) =>
      asArray(request['tools']).length > 0
        ? without(request, 'max_tokens', 'max_completion_tokens', 'max_output_tokens')
        : request,
    ),
  },
  {
    id: 'converse-limit-dropped-beside-tools',
    kind: 'mutant',
    about: 'The token limit of Converse is dropped where tools are offered.',
    seen: ['D50', 'CV-06'],
    apis: apis.converse,
    kills: ['tool-history.converse/usage'],
    hooks: asking((request) =>
      isObject(request['toolConfig'])
        ? { ...request, inferenceConfig: without(request['inferenceConfig'], 'maxTokens') }
        : request,
    ),
  },
  {
    id: 'low-limit-raised',
    kind: 'mutant',
    about: 'A limit of Converse below 16 is raised to 16, the least of another API.',
    seen: ['CV-06'],
    apis: apis.converse,
    kills: ['converse-answers.max-tokens/within-ten'],
    also: ['*/usage', '*/within-budget'],
    hooks: { request: limits((limit) => Math.max(limit, 16)) },
  },
  {
    id: 'low-limit-refused',
    kind: 'mutant',
    about: 'A limit of Converse below 16 is refused.',
    seen: ['CV-06'],
    apis: apis.converse,
    kills: ['converse-answers.max-tokens/low-limit-taken'],
    also: ['*/status'],
    hooks: {
      request: limits((limit) =>
        limit < 16 ? refuse(400, 'bad-request', 'The value is below the minimum of 16.') : limit,
      ),
    },
  },
  {
    id: 'stop-ignored',
    kind: 'mutant',
    about: 'Stop sequences are ignored.',
    seen: ['D65'],
    kills: [
      'rule:openai.stop',
      'rule:bedrock.converse.stop-sequences',
      'twins.stop/text-cut',
      'twins.stop-invoke/text-cut',
      'twins.stop-families/text-cut',
    ],
    hooks: {
      request: (request) => {
        const inference = without(asObject(request)['inferenceConfig'], 'stopSequences')
        const rest = without(request, 'stop')
        return isObject(inference) ? withMembers(rest, { inferenceConfig: inference }) : rest
      },
    },
  },
  {
    id: 'limit-off-by-five',
    kind: 'mutant',
    about: 'Five tokens more than allowed are generated.',
    seen: ['D50'],
    kills: ['*/within-budget', '*/usage', '*/counts', '*/in-one.within-ten'],
    also: ['*/message-usage', '*/limit-kept'],
    hooks: { request: limits((limit) => limit + 5) },
  },
  {
    id: 'limit-doubled',
    kind: 'mutant',
    about: 'Twice as many tokens as allowed are generated.',
    seen: ['D50'],
    kills: ['*/within-budget', '*/in-one.within-ten'],
    also: ['*/message-usage', '*/counts', '*/usage', '*/limit-kept'],
    hooks: { request: limits((limit) => limit * 2) },
  },
  {
    id: 'limit-fixed',
    kind: 'mutant',
    about: 'Every answer is cut after 12 tokens, whatever the limit.',
    seen: ['D50'],
    kills: ['assert:answer'],
    also: [
      '*/no-hidden-limit',
      '*/limit-granted*',
      '*/all-counted',
      '*/refused',
      '*/error-content-type',
      '*/called',
      'converse-tools.round-trip/call.called',
      'converse-tools.round-trip/call.stops-for-the-tool',
      'invoke.llama-walkthrough/counts',
      'invoke.llama-walkthrough/ten-tokens',
    ],
    hooks: {
      request: (request) => {
        const object = asObject(request)
        if (Array.isArray(object['messages']) && object['inferenceConfig'] === undefined) {
          return { ...object, max_tokens: 12, max_completion_tokens: undefined }
        }
        return limits(() => 12)(request)
      },
    },
  },
  {
    id: 'stop-first-only',
    kind: 'mutant',
    about: 'Only the first of several stop sequences applies.',
    seen: ['D65'],
    kills: ['stop.cuts/text-cut', 'converse-answers.stop-sequence/text-cut'],
    hooks: { request: stops((all) => all.slice(0, 1)) },
  },
  {
    id: 'limit-by-default',
    kind: 'mutant',
    about: 'A request without a limit gets one of 128 tokens.',
    seen: ['CH-07'],
    apis: apis.chat,
    kills: ['stream-text.usage-declined/no-hidden-limit'],
    also: ['*/no-hidden-limit'],
    hooks: asking((request) =>
      'max_tokens' in request || 'max_completion_tokens' in request
        ? request
        : { ...request, max_tokens: 128 },
    ),
  },
  {
    id: 'limit-by-default-of-converse',
    kind: 'mutant',
    about: 'A request to Converse without a limit gets one of 10 tokens.',
    seen: ['CV-06'],
    apis: apis.converse,
    kills: ['chat.simple/no-hidden-limit'],
    also: ['*'],
    hooks: asking((request) => {
      const inference = asObject(request['inferenceConfig'])
      return { ...request, inferenceConfig: { maxTokens: 10, ...inference } }
    }),
  },
]
