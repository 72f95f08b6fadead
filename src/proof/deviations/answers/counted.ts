/** Fewer or more completion tokens are counted than were generated. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import type { Reply } from '../../../reference/model/reply.ts'
import { countTokens } from '../../../reference/model/tokens.ts'
import { atPath } from '../edits/path.ts'
import { sentIn } from '../edits/sent.ts'
import { apis } from '../scopes.ts'

/** What repeats or weighs the count in other forms. */
const also = [
  '*/usage',
  '*/message-usage',
  '*/all-counted',
  '*/token-headers',
  '*/invocation-metrics',
  '*/titan-text',
  '*/counts',
  'assert:usage-compare',
  'assert:ends-at-limit',
]

function counting(count: (reply: Reply) => number): (reply: Reply) => Reply {
  return (reply) => {
    const completion = count(reply)
    const reasoning = Math.min(reply.usage.reasoning, completion)
    const total = reply.usage.prompt + completion
    return { ...reply, usage: { ...reply.usage, completion, reasoning, total } }
  }
}

interface Counted {
  readonly id: string
  readonly about: string
  readonly seen: string
  readonly on?: Deviation['apis']
  readonly kills: readonly string[]
  readonly count: (reply: Reply) => number
}

function audioIn(json: unknown, call: Call): unknown {
  return atPath(json, 'usage/prompt_tokens_details/audio_tokens', () => call.number * 1000)
}

const withAudio: Hooks = {
  body: (body, call) => (call.failure ? body : audioIn(body, call)),
  chunks: (chunks, call) =>
    chunks.map((chunk) => (typeof chunk === 'string' ? chunk : asObject(audioIn(chunk, call)))),
}

const tooFew: readonly Deviation[] = (
  [
    {
      id: 'completion-counted-as-one',
      about: 'One completion token is counted, however long the answer is.',
      seen: 'D12',
      kills: [
        '*/usage',
        '*/message-usage',
        'stream-text.to-the-end/usage',
        'invoke-families.nova-limit/all-counted',
        'invoke.llama-walkthrough/all-counted',
      ],
      count: () => 1,
    },
    {
      id: 'completion-counted-by-chunk',
      about: 'A stream counts its chunks, of which each holds several tokens.',
      seen: 'vllm#8625',
      on: [...apis.chatStreams, ...apis.converseStreams, ...apis.messagesStreams],
      kills: ['*/all-counted'],
      count: ({ usage }) => Math.ceil(usage.completion / 2),
    },
    {
      id: 'completion-without-reasoning',
      about: 'Tokens of the reasoning are not counted.',
      seen: 'D12',
      kills: ['*/all-counted'],
      count: ({ usage }) => usage.completion - usage.reasoning,
    },
    {
      id: 'completion-of-one-choice',
      about: 'The tokens of the first choice alone are counted.',
      seen: 'SP-07',
      on: apis.chat,
      kills: ['chance.two-choices/all-counted'],
      count: ({ usage, choices }) => Math.ceil(usage.completion / choices.length),
    },
    {
      id: 'completion-without-calls',
      about: 'Tokens of tool calls are not counted.',
      seen: 'TL-05',
      on: [...apis.chat, ...apis.responses],
      kills: ['tool-forced.named/answer-counted', 'tool-forced.named-responses/answer-counted'],
      count: ({ usage, choices }) =>
        choices.some(({ toolCalls }) => toolCalls.length > 0)
          ? Math.max(1, usage.reasoning)
          : usage.completion,
    },
    {
      id: 'arguments-not-counted',
      about: 'Of tool calls their names alone are counted.',
      seen: 'TL-05',
      on: [...apis.converse, ...apis.messages],
      kills: ['tool-forced.named-native/usage', 'tool-forced.named-messages/message-usage'],
      count: ({ usage, choices }) => {
        const calls = choices.flatMap(({ toolCalls }) => toolCalls)
        const names = calls.reduce((sum, called) => sum + countTokens(called.name), 0)
        return calls.length > 0 ? names : usage.completion
      },
    },
  ] satisfies readonly Counted[]
).map(({ id, about, seen, on, kills, count }: Counted): Deviation => ({
  id,
  kind: 'mutant',
  about,
  seen: [seen],
  ...(on && { apis: on }),
  kills,
  also,
  hooks: { reply: counting(count) },
}))

export const answersCounted: readonly Deviation[] = [
  {
    id: 'limit-counted-as-prompt',
    kind: 'mutant',
    about: 'The limit of tokens, which is set aside for the answer, counts as part of the prompt.',
    seen: ['CH-06'],
    apis: apis.chat,
    kills: ['prompt.counted/same-again'],
    also: ['assert:usage-compare', '*/counted-alike'],
    hooks: {
      reply: (reply, call) => {
        const { max_tokens: limit } = sentIn(call)
        const prompt = reply.usage.prompt + (typeof limit === 'number' ? limit : 0)
        const total = prompt + reply.usage.completion
        return { ...reply, usage: { ...reply.usage, prompt, total } }
      },
    },
  },
  ...tooFew,
  {
    id: 'output-counted-twice',
    kind: 'mutant',
    about: 'Every token of the answer is counted twice.',
    seen: ['D12'],
    apis: [...apis.messages, ...apis.native],
    kills: ['prompt.quoted/counted-alike'],
    also: [...also, 'assert:completion-at-most', '*/within-budget'],
    hooks: { reply: counting(({ usage }) => usage.completion * 2) },
  },
  {
    id: 'reasoning-counted-as-none',
    kind: 'mutant',
    about: 'Reasoning comes, and its tokens are counted as 0.',
    seen: ['OpenAI schema', 'sglang#15660'],
    apis: apis.chat,
    kills: ['*/reasoning-counted'],
    hooks: { reply: (reply) => ({ ...reply, usage: { ...reply.usage, reasoning: 0 } }) },
  },
  {
    id: 'audio-above-prompt',
    kind: 'mutant',
    about: 'The tokens of audio in prompts are counted in milliseconds, of every request so far.',
    seen: ['CH-06'],
    apis: apis.chat,
    kills: ['*/usage'],
    hooks: withAudio,
  },
]
