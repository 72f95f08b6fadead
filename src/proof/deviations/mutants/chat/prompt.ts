/** Requests that reach the model otherwise than they were sent. */
import type { JsonObject } from '../../../../reference/call.ts'
import { asArray, asObject, asString, isObject } from '../../../../reference/json.ts'
import { mutant, withMembers } from '../../edit.ts'

type Messages = readonly JsonObject[]

/** Changes the messages of a request, whatever its API. */
function messages(edit: (all: Messages) => Messages): (request: unknown) => unknown {
  return (request) => {
    const all = asObject(request)['messages']
    return Array.isArray(all)
      ? withMembers(request, { messages: edit(all.map((one) => asObject(one))) })
      : request
  }
}

/** Changes every text of a request: of its messages, its system blocks, its prompt. */
function texts(edit: (text: string) => string): (request: unknown) => unknown {
  const content = (value: unknown): unknown => {
    if (typeof value === 'string') return edit(value)
    if (!Array.isArray(value)) return value
    return value.map((part) => {
      const text = asString(asObject(part)['text'])
      return text === undefined ? part : { ...asObject(part), text: edit(text) }
    })
  }
  return (request) => {
    const { prompt, system } = asObject(request)
    const edited = messages((all) =>
      all.map((one) => ({ ...one, content: content(one['content']) })),
    )(request)
    return withMembers(edited, {
      ...(typeof prompt === 'string' && { prompt: edit(prompt) }),
      ...(Array.isArray(system) && { system: content(system) }),
    })
  }
}

function last(count: number): (all: Messages) => Messages {
  return (all) => {
    const kept = all.filter((one, at) => one['role'] === 'system' || at >= all.length - count)
    return kept
  }
}

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

export const promptMutants = [
  mutant(
    'history-two-messages',
    'Only the last two messages reach the model.',
    ['CX-01'],
    { request: messages(last(2)) },
    { kills: ['conversation.recalls-a-name/recall'] },
  ),
  mutant(
    'assistant-turns-dropped',
    'What the assistant said before never reaches the model.',
    ['CX-01'],
    { request: messages((all) => all.filter((one) => one['role'] !== 'assistant')) },
    {
      also: ['*/status'],
      kills: ['tool-choice.result/accepted', 'prompt.long/every-piece-counted'],
    },
  ),
  mutant(
    'first-message-dropped',
    'The first message of a conversation never reaches the model.',
    ['CX-01'],
    { request: messages((all) => (all.length > 1 ? all.slice(1) : all)) },
    { kills: ['conversation.recalls-a-name/recall', 'prompt.long/every-piece-counted'] },
  ),
  mutant(
    'second-part-dropped',
    'Of the parts of a message only the first reaches the model.',
    ['openai content parts'],
    {
      request: messages((all) =>
        all.map((one) =>
          Array.isArray(one['content']) ? { ...one, content: one['content'].slice(0, 1) } : one,
        ),
      ),
    },
    {
      also: ['*/refused'],
      kills: ['prompt.long/every-piece-counted'],
      apis: ['openai-chat', 'openai-chat-stream'],
    },
  ),
  mutant(
    'second-system-block-dropped',
    'Of the system blocks only the first reaches the model.',
    ['bedrock system'],
    {
      request: (request) => {
        const { system } = asObject(request)
        return Array.isArray(system)
          ? withMembers(request, { system: system.slice(0, 1) })
          : request
      },
    },
    { kills: ['converse-answers.max-tokens/every-block-counted'], apis: ['converse'] },
  ),
  mutant(
    'developer-dropped',
    'Developer messages are dropped.',
    ['D52', 'ollama#18305'],
    { request: messages((all) => all.filter((one) => one['role'] !== 'developer')) },
    { kills: ['prompt.counted/developer.counted'], apis: ['openai-chat', 'openai-chat-stream'] },
  ),
  mutant(
    'parallel-calls-forced',
    'Several tools are called though the client allowed one at a time.',
    ['openai parallel_tool_calls'],
    {
      request: (request) =>
        asObject(request)['parallel_tool_calls'] === false
          ? withMembers(request, { parallel_tool_calls: true })
          : request,
    },
    { kills: ['tool-choice.one-at-a-time/one-call'], apis: ['openai-chat'] },
  ),
  mutant(
    'system-as-user',
    'System messages are given to the model as questions of the user, and only the last counts.',
    ['D52'],
    {
      request: messages((all) =>
        all.map((one) => (one['role'] === 'system' ? { ...one, role: 'user' } : one)),
      ),
    },
    { kills: ['prompt.system-obeyed/obeyed'] },
  ),
  mutant(
    'prompt-in-ascii',
    'Characters of the prompt beyond ASCII become question marks.',
    ['D27', 'ST-17'],
    { request: texts((text) => text.replaceAll(/[^ -~\s]/gu, '?')) },
    { kills: ['*/echoes'] },
  ),
  mutant(
    'prompt-lower-case',
    'The prompt reaches the model in lower case.',
    ['ST-17'],
    { request: texts((text) => text.toLowerCase()) },
    { kills: ['tool-choice.two-cities/two-calls'] },
  ),
  mutant(
    'prompt-cut',
    'A prompt is cut after 40 characters, silently.',
    ['D64'],
    { request: texts((text) => text.slice(0, 40)) },
    { also: ['*/refused'], kills: ['*/echoes'] },
  ),
  mutant(
    'prompt-normalised',
    'White space and accents of the prompt are normalised away.',
    ['ST-17'],
    { request: texts((text) => text.normalize('NFD').replaceAll(/\p{M}/gu, '')) },
    { kills: ['*/echoes'] },
  ),
  mutant(
    'limit-off-by-five',
    'Five tokens more than allowed are generated.',
    ['D50'],
    { request: limits((limit) => limit + 5) },
    { kills: ['*/within-budget', '*/usage', '*/counts'] },
  ),
  mutant(
    'limit-doubled',
    'Twice as many tokens as allowed are generated.',
    ['D50'],
    { request: limits((limit) => limit * 2) },
    { also: ['*/counts', '*/usage'], kills: ['*/within-budget'] },
  ),
  mutant(
    'limit-fixed',
    'Every answer is cut after 12 tokens, whatever the limit.',
    ['D50'],
    {
      request: (request) => {
        const object = asObject(request)
        if (Array.isArray(object['messages']) && object['inferenceConfig'] === undefined) {
          return { ...object, max_tokens: 12, max_completion_tokens: undefined }
        }
        return limits(() => 12)(request)
      },
    },
    {
      also: [
        'converse-tools.round-trip/call.called',
        'converse-tools.round-trip/call.stops-for-the-tool',
      ],
      kills: ['assert:answer'],
    },
  ),
  mutant(
    'stop-first-only',
    'Of several stop sequences only the first counts.',
    ['D65'],
    { request: stops((all) => all.slice(0, 1)) },
    { kills: ['stop.cuts/text-cut', 'converse-answers.stop-sequence/text-cut'] },
  ),
  mutant(
    'temperature-refused',
    'A temperature above 0.7 is refused.',
    ['D54'],
    {
      request: (request) => {
        const { temperature, inferenceConfig } = asObject(request)
        const given = temperature ?? asObject(inferenceConfig)['temperature']
        return typeof given === 'number' && given > 0.7
          ? withMembers(request, {
              temperature: -1,
              ...(isObject(inferenceConfig) && {
                temperature: undefined,
                inferenceConfig: { ...inferenceConfig, temperature: -1 },
              }),
            })
          : request
      },
    },
    { kills: ['sampling.high-temperature/status'] },
  ),
  mutant(
    'n-always-two',
    'Two choices are given to everybody.',
    ['D53'],
    {
      request: (request, call) =>
        call.api === 'openai-chat' || call.api === 'openai-chat-stream'
          ? withMembers(request, { n: 2 })
          : request,
    },
    { kills: ['*/choices'], apis: ['openai-chat', 'openai-chat-stream'] },
  ),
]
