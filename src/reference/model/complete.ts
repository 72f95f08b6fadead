/** The scripted model: a prompt in, a reply out. */
import { seededRandom } from '../../model/run/random.ts'
import { randomUUID } from 'node:crypto'
import type { Call } from '../call.ts'
import { refuse } from '../answer.ts'
import { answerText } from './answer.ts'
import { useCache } from './cache.ts'
import { tokenChances } from './chances.ts'
import { contextWindow, promptTokens, type CalledTool, type Prompt } from './prompt.ts'
import { reasoningText } from './reasoning.ts'
import type { Reply, ReplyChoice } from './reply.ts'
import { countTokens, tokenize } from './tokens.ts'
import { wantedCalls } from './tools.ts'

/** Below this temperature, and with a narrow nucleus, the most likely words are always taken. */
const varied = 0.5

/** Answers a prompt; refuses one that is longer than the context window. */
export function complete(call: Call, prompt: Prompt, model: string): Reply {
  const asked = promptTokens(prompt)
  if (asked >= contextWindow) refuseLength(asked)
  const choices = Array.from({ length: prompt.choices }, (_, index) => choose(call, prompt, index))
  const completion = choices.reduce((sum, made) => sum + made.tokens, 0)
  const reasoning = choices.reduce((sum, made) => sum + countTokens(made.choice.reasoning), 0)
  const cache = useCache(call, model, prompt)
  const usage = { prompt: asked, completion, total: asked + completion, reasoning }
  return call.hook('reply', {
    id: randomUUID().replaceAll('-', ''),
    created: Math.floor(Date.now() / 1000),
    model,
    choices: choices.map((made) => made.choice),
    usage: { ...usage, ...(cache && { cache }) },
  })
}

function refuseLength(tokens: number): never {
  return refuse(
    400,
    'too-long',
    `This model's maximum context length is ${contextWindow} tokens. However, your messages resulted in ${tokens} tokens. Please reduce the length of the messages.`,
    { param: 'messages', code: 'context_length_exceeded' },
  )
}

interface Made {
  readonly choice: ReplyChoice
  readonly tokens: number
}

function choose(call: Call, prompt: Prompt, index: number): Made {
  const random = chooser(call, prompt, index)
  const budget = prompt.maxTokens ?? defaultBudget(prompt)
  const thought = limited(reasoningText(prompt), budget)
  const left = budget - thought.tokens
  const calls = thought.cut ? [] : toolCalls(prompt)
  if (calls.length > 0) return withTools(calls, thought, left, index)
  const answer = thought.cut ? nothing : limitedAnswer(prompt, answerText(prompt, random), left)
  const finish = thought.cut || answer.cut ? 'length' : answer.stopped ? 'stop-sequence' : 'stop'
  const chances =
    prompt.topLogprobs === undefined ? undefined : tokenChances(answer.text, prompt.topLogprobs)
  return {
    tokens: Math.max(1, thought.tokens + answer.tokens),
    choice: {
      index,
      text: answer.text,
      reasoning: thought.text,
      toolCalls: [],
      finish,
      ...(finish === 'stop-sequence' && answer.met !== undefined && { met: answer.met }),
      ...(chances && { logprobs: chances }),
    },
  }
}

/** A random source if the sampling options allow variety, else undefined. */
function chooser(call: Call, prompt: Prompt, index: number): (() => number) | undefined {
  const hot = (prompt.temperature ?? 0) >= varied && (prompt.topP ?? 1) > 0.1
  if (!hot) return undefined
  return seededRandom((prompt.seed ?? call.number * 7919) + index * 104_729)
}

/** Llama on Bedrock generates 512 tokens by default; other models are limited by their context window. */
function defaultBudget(prompt: Prompt): number {
  return prompt.raw === undefined ? contextWindow : 512
}

interface Part {
  readonly text: string
  readonly tokens: number
  readonly cut: boolean
  readonly stopped: boolean
  /** The stop sequence that ended it. */
  readonly met?: string
}

const nothing: Part = { text: '', tokens: 0, cut: false, stopped: false }

function limited(text: string, budget: number): Part {
  const pieces = tokenize(text)
  if (pieces.length <= budget) return { text, tokens: pieces.length, cut: false, stopped: false }
  const kept = Math.max(0, budget)
  return { text: pieces.slice(0, kept).join(''), tokens: kept, cut: true, stopped: false }
}

function limitedAnswer(prompt: Prompt, text: string, budget: number): Part {
  const found = prompt.stop
    .map((stop) => ({ stop, at: text.indexOf(stop) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at)[0]
  const part = limited(text.slice(0, found?.at), budget)
  return { ...part, stopped: !part.cut && found !== undefined, ...(found && { met: found.stop }) }
}

function toolCalls(prompt: Prompt): CalledTool[] {
  return wantedCalls(prompt).map((wanted) => ({
    id: randomUUID().replaceAll('-', ''),
    name: wanted.name,
    arguments: JSON.stringify(wanted.arguments),
  }))
}

/** A call that does not fit into the budget is not made: half of its JSON is of no use. */
function withTools(calls: readonly CalledTool[], thought: Part, left: number, index: number): Made {
  const tokens = calls.reduce((sum, made) => sum + 3 + countTokens(made.name + made.arguments), 0)
  const fits = tokens <= left
  return {
    tokens: thought.tokens + (fits ? tokens : Math.max(0, left)),
    choice: {
      index,
      text: '',
      reasoning: thought.text,
      toolCalls: fits ? calls : [],
      finish: fits ? 'tool' : 'length',
    },
  }
}
