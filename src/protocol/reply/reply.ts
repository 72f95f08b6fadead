/** Puts what an API's reader gathered into the one form of a reply. */
import type { Choice, Delta, Reply, ToolCall, Usage } from '../../model/observation.ts'
import { endingOf, type Ending } from './ending.ts'
import { splitReasoning } from './reasoning.ts'
import { asNumber, asString, type Members } from '../../model/json/shape.ts'

export interface GatheredChoice {
  readonly index: number
  readonly rawText: string
  /** Reasoning that came outside the text. */
  readonly reasoning: string
  readonly finish?: string | null
  readonly toolCalls: readonly ToolCall[]
}

export interface Gathered {
  readonly choices: readonly GatheredChoice[]
  readonly deltas?: readonly Delta[]
  readonly usage?: Usage | undefined
  /** What the end means, where the finish reason alone does not say it. */
  readonly ending?: Ending
  /** Object that may carry `id`, `model` and `created`. */
  readonly head?: Members
}

/** A reply whose convenience members are those of the first choice. */
export function makeReply(gathered: Gathered): Reply {
  const choices = gathered.choices.map(makeChoice)
  const first = choices[0]
  const finish = first?.finish
  const ending = gathered.ending ?? endingOf(finish)
  return {
    text: first?.text ?? '',
    rawText: first?.rawText ?? '',
    reasoning: first?.reasoning ?? '',
    ...(finish !== undefined && { finish }),
    ...(ending !== undefined && { ending }),
    ...(gathered.usage !== undefined && { usage: gathered.usage }),
    toolCalls: first?.toolCalls ?? [],
    choices,
    ...identity(gathered.head ?? {}),
    deltas: gathered.deltas ?? [],
  }
}

function makeChoice(gathered: GatheredChoice): Choice {
  const { text, reasoning } = splitReasoning(gathered.rawText)
  return { ...gathered, text, reasoning: gathered.reasoning + reasoning }
}

function identity(head: Members): Pick<Reply, 'id' | 'model' | 'created'> {
  const id = asString(head['id'])
  const model = asString(head['model'])
  const created = asNumber(head['created'])
  return {
    ...(id !== undefined && { id }),
    ...(model !== undefined && { model }),
    ...(created !== undefined && { created }),
  }
}

/** Usage from what may be numbers; anything else counts as not given. */
export function makeUsage(counts: {
  readonly prompt: unknown
  readonly completion: unknown
  readonly total?: unknown
}): Usage {
  const prompt = asNumber(counts.prompt)
  const completion = asNumber(counts.completion)
  const total = asNumber(counts.total)
  return {
    ...(prompt !== undefined && { prompt }),
    ...(completion !== undefined && { completion }),
    ...(total !== undefined && { total }),
  }
}

/** A finish reason as received: null where it said null, undefined where it is neither. */
export function finishOf(value: unknown): { readonly finish?: string | null } {
  return value === null || typeof value === 'string' ? { finish: value } : {}
}
