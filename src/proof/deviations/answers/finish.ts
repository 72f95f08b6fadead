/** The finish reason is missing or wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import type { Reply, ReplyChoice } from '../../../reference/model/reply.ts'
import { eachChoice, eachChunk } from '../edits/members.ts'
import { gone, inBoth } from '../edits/path.ts'
import { apis } from '../scopes.ts'

function finishing(
  finish: (choice: ReplyChoice) => ReplyChoice['finish'],
): (reply: Reply) => Reply {
  return (reply) => ({
    ...reply,
    choices: reply.choices.map((choice) => ({ ...choice, finish: finish(choice) })),
  })
}

export const answersFinish: readonly Deviation[] = [
  {
    id: 'finish-member-missing',
    kind: 'mutant',
    about: 'Choices have no finish_reason, not even null.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/nullable-members'],
    also: ['*/one-finish', 'stop.cuts/alone.says-stop', 'stop.cuts/streamed.says-stop'],
    hooks: inBoth('choices/*/finish_reason', gone),
  },
  {
    id: 'finish-alien',
    kind: 'mutant',
    about: 'The finish reason is end_turn, of another API.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/one-finish'],
    hooks: inBoth('choices/*/finish_reason', (reason) => (reason === 'stop' ? 'end_turn' : reason)),
  },
  {
    id: 'finish-capital',
    kind: 'mutant',
    about: 'The finish reason is in capital letters.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/one-finish', 'stop.cuts/alone.says-stop', 'stop.cuts/streamed.says-stop'],
    hooks: inBoth('choices/*/finish_reason', (reason) =>
      typeof reason === 'string' ? reason.toUpperCase() : reason,
    ),
  },
  {
    id: 'finish-empty',
    kind: 'mutant',
    about: 'The finish reason is an empty string where it must be null.',
    seen: ['OpenAI schema'],
    apis: apis.chunkStreams,
    kills: ['*/chunk-schema'],
    also: ['*/one-finish'],
    hooks: inBoth('choices/*/finish_reason', (reason) => reason ?? ''),
  },
  {
    id: 'finish-length-always',
    kind: 'mutant',
    about: 'The finish reason is always `length`.',
    seen: ['D05'],
    kills: ['stop.cuts/says-stop'],
    also: ['*/no-hidden-limit'],
    hooks: inBoth('choices/*/finish_reason', (reason) => (reason === 'stop' ? 'length' : reason)),
  },
  {
    id: 'finish-missing-in-stream',
    kind: 'mutant',
    about: 'No chunk has a finish reason.',
    seen: ['D02', 'openclaw#98575'],
    kills: ['*/one-finish'],
    also: ['stop.cuts/streamed.says-stop'],
    hooks: {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({ ...choice, finish_reason: null })),
      ),
    },
  },
  {
    id: 'finish-null',
    kind: 'mutant',
    about: 'The finish reason of a whole answer is null.',
    seen: ['D03', 'docling#1647'],
    kills: ['*/response-schema'],
    hooks: {
      body: (body) =>
        Array.isArray(asObject(body)['choices'])
          ? eachChoice(body, (choice) => ({ ...choice, finish_reason: null }))
          : body,
    },
  },
  {
    id: 'finish-stop-when-cut',
    kind: 'mutant',
    about: 'The finish reason of a cut answer is `stop`.',
    seen: ['D05', 'ik_llama.cpp#2321'],
    kills: [
      'rule:openai.chat.finish-reason',
      'converse-answers.max-tokens/cut-by-length',
      'invoke-bodies.llama-limit/cut-by-length',
      'invoke.llama-walkthrough/stopped-by-length',
    ],
    also: ['*/cut-by-length', '*limit-said'],
    hooks: {
      reply: finishing((choice) => (choice.finish === 'length' ? 'stop' : choice.finish)),
    },
  },
  {
    id: 'finish-stop-when-reasoning-is-cut',
    kind: 'mutant',
    about: 'A limit ends every answer inside its reasoning, and its finish reason is `stop`.',
    seen: ['D05'],
    apis: [...apis.chat, ...apis.converse],
    kills: ['sampling.budget/*limit-said', 'converse-answers.max-tokens/limit-said'],
    also: ['*'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) =>
          choice.finish === 'length' && choice.reasoning !== ''
            ? { ...choice, text: '', finish: 'stop' }
            : choice,
        ),
      }),
    },
  },
  {
    id: 'finish-stop-with-tools',
    kind: 'mutant',
    about: 'A tool is called and the finish reason is `stop`.',
    seen: ['D01', 'litellm#12862', 'vllm#9209'],
    kills: [
      'tool-choice.*/finish-consistent',
      'rule:bedrock.converse.tool-choice',
      'tool-choice.required/says-tool-calls',
    ],
    also: ['*/message-stop', '*/stop-reason'],
    hooks: {
      reply: finishing((choice) => (choice.finish === 'tool' ? 'stop' : choice.finish)),
    },
  },
  {
    id: 'finish-function-call',
    kind: 'mutant',
    about: 'Tool calls end with function_call, the reason of the deprecated functions.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    kills: ['tool-choice.*/finish-consistent'],
    also: ['*/finish-consistent', 'tool-choice.required/says-tool-calls'],
    hooks: inBoth('choices/*/finish_reason', (reason) =>
      reason === 'tool_calls' ? 'function_call' : reason,
    ),
  },
  {
    id: 'finish-repeated',
    kind: 'mutant',
    about: 'Several chunks have a finish reason.',
    seen: ['ST-10'],
    kills: ['*/one-finish'],
    also: ['*/invoke-texts'],
    hooks: {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({ ...choice, finish_reason: 'stop' })),
      ),
    },
  },
]
