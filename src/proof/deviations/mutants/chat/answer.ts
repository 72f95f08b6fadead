/** Answers that do not follow from what was asked. */
import type { Call } from '../../../../reference/call.ts'
import { refuse } from '../../../../reference/call.ts'
import { asArray, asObject, isObject } from '../../../../reference/json.ts'
import type { Reply } from '../../../../reference/model/reply.ts'
import { eachChoice, eachChunk, mutant, withMembers, without } from '../../edit.ts'

function everyText(reply: Reply, text: (old: string) => string): Reply {
  return {
    ...reply,
    choices: reply.choices.map((choice) => ({ ...choice, text: text(choice.text) })),
  }
}

/** Keeps the messages of a request that pass. */
function messagesOf(
  request: unknown,
  keep: (message: unknown, at: number, all: readonly unknown[]) => boolean,
): unknown {
  const messages = asObject(request)['messages']
  return Array.isArray(messages)
    ? withMembers(request, { messages: messages.filter(keep) })
    : request
}

function hasRole(request: unknown, roles: readonly string[]): boolean {
  return asArray(asObject(request)['messages']).some((message) =>
    roles.includes(String(asObject(message)['role'])),
  )
}

/** The id that a lenient gateway falls back to on each front. */
function defaultModel(call: Call): string {
  if (call.front === 'mantle') return 'openai.gpt-oss-20b'
  return call.front === 'llama-stack' ? 'bedrock/openai.gpt-oss-20b-1:0' : 'openai.gpt-oss-20b-1:0'
}

export const answerMutants = [
  mutant(
    'max-tokens-ignored',
    'The limit on the answer is ignored.',
    ['D50', 'llama-cpp-python#1907', 'void#128'],
    {
      request: (request) => {
        const inference = without(asObject(request)['inferenceConfig'], 'maxTokens')
        const rest = without(request, 'max_tokens', 'max_completion_tokens', 'max_gen_len')
        return isObject(inference) ? withMembers(rest, { inferenceConfig: inference }) : rest
      },
    },
    {
      also: [
        '*/counts',
        '*/usage',
        'prompt.counted/parts.says-length',
        'prompt.counted/plain.says-length',
        'prompt.counted/streamed.says-length',
      ],
      kills: [
        'rule:openai.max-tokens',
        'rule:bedrock.converse.max-tokens',
        'invoke-bodies.llama-limit/within-budget',
        'invoke.llama-walkthrough/ten-tokens',
      ],
    },
  ),
  mutant(
    'max-completion-tokens-rejected',
    'The newer name of the limit is refused.',
    ['D50', 'MaxKB#2912'],
    {
      request: (request) =>
        asObject(request)['max_completion_tokens'] === undefined
          ? request
          : refuse(400, 'bad-request', 'Unknown parameter: max_completion_tokens.'),
    },
    { kills: ['prompt.counted/*'] },
  ),
  mutant(
    'stop-ignored',
    'Stop sequences are ignored.',
    ['D65'],
    {
      request: (request) => {
        const inference = without(asObject(request)['inferenceConfig'], 'stopSequences')
        const rest = without(request, 'stop')
        return isObject(inference) ? withMembers(rest, { inferenceConfig: inference }) : rest
      },
    },
    { kills: ['rule:openai.stop', 'rule:bedrock.converse.stop-sequences'] },
  ),
  mutant(
    'n-ignored',
    'One choice is given where two were asked for.',
    ['D53'],
    {
      request: (request) => without(request, 'n'),
    },
    { also: ['*/choices'], kills: ['chance.two-choices/two'] },
  ),
  mutant(
    'logprobs-ignored',
    'Log probabilities are silently left out.',
    ['SP-08'],
    {
      request: (request) => without(request, 'logprobs', 'top_logprobs'),
    },
    { kills: ['assert:logprobs*'] },
  ),
  mutant(
    'unknown-model-default',
    'An unknown model is answered by a default one.',
    ['D20', 'sglang#31419'],
    {
      request: (request, call) =>
        call.api.startsWith('openai') && typeof asObject(request)['model'] === 'string'
          ? withMembers(request, { model: defaultModel(call) })
          : request,
    },
    {
      also: ['*/error-content-type', '*/model'],
      kills: ['errors.unknown-model/refused', 'model-ids.*/not-answered'],
    },
  ),
  mutant(
    'model-missing',
    'The answer does not say which model gave it.',
    ['D20', 'mlx-serve#257'],
    {
      body: (body) => (isObject(body) && 'choices' in body ? without(body, 'model') : body),
      chunks: eachChunk((chunk) => asObject(without(chunk, 'model'))),
    },
    { also: ['*/one-model'], kills: ['*/response-schema', '*/chunk-schema'] },
  ),
  mutant(
    'system-dropped',
    'System and developer messages are dropped.',
    ['D52', 'ollama#18305'],
    {
      request: (request) =>
        without(
          messagesOf(
            request,
            (message) => !hasRole({ messages: [message] }, ['system', 'developer']),
          ),
          'system',
        ),
    },
    {
      kills: [
        'rule:bedrock.converse.system',
        'conversation.system-persona/prompt-grows',
        'prompt.counted/counted',
      ],
    },
  ),
  mutant(
    'developer-rejected',
    'The developer role is refused with 422.',
    ['D52', 'pi#6238'],
    {
      request: (request) =>
        hasRole(request, ['developer'])
          ? refuse(
              422,
              'bad-request',
              "messages.role must be one of 'system', 'user', 'assistant'.",
            )
          : request,
    },
    { kills: ['chat.developer-and-user/status'] },
  ),
  mutant(
    'history-forgotten',
    'Only the last message reaches the model.',
    ['CX-01'],
    {
      request: (request) => messagesOf(request, (_message, at, all) => at === all.length - 1),
    },
    {
      kills: [
        'conversation.recalls-a-name/recall',
        'conversation.recalls-a-name/history-counted',
        'rule:openai.usage.prompt-tokens',
      ],
    },
  ),
  mutant(
    'tools-dropped',
    'Tools are dropped before the model sees them.',
    ['D46'],
    {
      request: (request) => without(request, 'tools', 'tool_choice', 'toolConfig'),
    },
    {
      also: ['*/prompt-grows'],
      kills: [
        'rule:openai.tool-calls',
        'rule:bedrock.converse.tool-choice',
        'tool-choice.*/called',
      ],
    },
  ),
  mutant(
    'tool-choice-none-ignored',
    'Tools are called though the client forbade it.',
    ['D45'],
    {
      request: (request) =>
        asObject(request)['tool_choice'] === 'none'
          ? withMembers(request, { tool_choice: 'required' })
          : request,
    },
    { kills: ['tool-choice.required/not-called'] },
  ),
  mutant(
    'format-ignored',
    'response_format is ignored.',
    ['D48', 'webai#191'],
    {
      request: (request) => without(request, 'response_format'),
    },
    { kills: ['rule:openai.response-format'] },
  ),
  mutant(
    'json-fenced',
    'JSON comes inside a Markdown fence.',
    ['D48', 'venice#264'],
    {
      reply: (reply, call) =>
        /"response_format"/u.test(Buffer.from(call.body).toString('utf8'))
          ? everyText(reply, (text) => `\`\`\`json\n${text}\n\`\`\``)
          : reply,
    },
    { kills: ['rule:openai.response-format'] },
  ),
  mutant(
    'other-conversations-leak',
    "Other clients' answers are appended.",
    ['ogx#3924'],
    {
      reply: (reply, call) => {
        const heard = (call.memory.get('heard') as readonly string[] | undefined) ?? []
        call.memory.set('heard', [...heard, reply.choices[0]?.text ?? ''].slice(-60))
        return everyText(reply, (text) => [text, ...heard].join(' '))
      },
    },
    { kills: ['assert:no-foreign'] },
  ),
  mutant(
    'reasoning-in-think-tags',
    'Reasoning stands in <think> tags inside the text.',
    ['D36'],
    {
      reply: (reply) => everyText(reply, (text) => `<think>Let me see.</think>${text}`),
    },
    { kills: ['*/reasoning-placement', 'assert:no-reasoning-tags'] },
  ),
  mutant(
    'control-tokens-leak',
    "The model's control tokens reach the client.",
    ['RZ-02'],
    {
      reply: (reply) => everyText(reply, (text) => `<|channel|>final<|message|>${text}`),
    },
    { kills: ['*/no-control-tokens'] },
  ),
  mutant(
    'answer-empty',
    'The answer holds reasoning only; its text is empty.',
    ['D38'],
    {
      reply: (reply) => everyText(reply, () => ''),
    },
    { kills: ['chat.developer-and-user/answers', 'assert:answer'] },
  ),
  mutant(
    'role-wrong',
    'The answer comes from the user.',
    ['D14'],
    {
      body: (body) =>
        eachChoiceIfAny(body, (choice) => ({
          ...choice,
          message: { ...asObject(choice['message']), role: 'user' },
        })),
    },
    { kills: ['*/response-schema'] },
  ),
]

function eachChoiceIfAny(body: unknown, edit: Parameters<typeof eachChoice>[1]): unknown {
  return Array.isArray(asObject(body)['choices']) ? eachChoice(body, edit) : body
}
