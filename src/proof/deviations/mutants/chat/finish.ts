/** Wrong words for how an answer ended. */
import type { Reply, ReplyChoice } from '../../../../reference/model/reply.ts'
import { asObject } from '../../../../reference/json.ts'
import { eachChoice, eachChunk, mutant } from '../../edit.ts'

function finishing(
  finish: (choice: ReplyChoice) => ReplyChoice['finish'],
): (reply: Reply) => Reply {
  return (reply) => ({
    ...reply,
    choices: reply.choices.map((choice) => ({ ...choice, finish: finish(choice) })),
  })
}

export const finishMutants = [
  mutant(
    'finish-missing-in-stream',
    'No chunk says how the answer ended.',
    ['D02', 'openclaw#98575'],
    {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({ ...choice, finish_reason: null })),
      ),
    },
    { also: ['stop.cuts/streamed.says-stop'], kills: ['*/one-finish'] },
  ),
  mutant(
    'finish-null',
    'finish_reason is null in a whole answer.',
    ['D03', 'docling#1647'],
    {
      body: (body) =>
        Array.isArray(asObject(body)['choices'])
          ? eachChoice(body, (choice) => ({ ...choice, finish_reason: null }))
          : body,
    },
    { kills: ['*/response-schema'] },
  ),
  mutant(
    'finish-stop-when-cut',
    'A cut answer claims to be whole.',
    ['D05', 'ik_llama.cpp#2321'],
    {
      reply: finishing((choice) => (choice.finish === 'length' ? 'stop' : choice.finish)),
    },
    {
      kills: [
        'rule:openai.chat.finish-reason',
        'converse-answers.max-tokens/cut-by-length',
        'invoke-bodies.llama-limit/cut-by-length',
        'invoke.llama-walkthrough/stopped-by-length',
      ],
    },
  ),
  mutant(
    'finish-stop-with-tools',
    'A tool is called but the reason is stop.',
    ['D01', 'litellm#12862'],
    {
      reply: finishing((choice) => (choice.finish === 'tool' ? 'stop' : choice.finish)),
    },
    {
      also: ['*/stop-reason'],
      kills: [
        'tool-choice.*/finish-consistent',
        'rule:bedrock.converse.tool-choice',
        'tool-choice.required/says-tool-calls',
      ],
    },
  ),
  mutant(
    'finish-repeated',
    'Several chunks carry a finish reason.',
    ['ST-10'],
    {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({ ...choice, finish_reason: 'stop' })),
      ),
    },
    { kills: ['*/one-finish'] },
  ),
]
