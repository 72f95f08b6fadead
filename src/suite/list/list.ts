/** Data for `list`: the selected cases and their cost, before a request is sent. */
import type { Step } from '../../model/case.ts'
import { keyOf, type Cell } from '../../model/plan.ts'
import { sentOf, sentOnce, type Weighs } from '../../model/run/sent.ts'
import { mentions } from '../compile/placeholder.ts'

export interface ListedCase {
  readonly id: string
  readonly title: string
  readonly from: readonly string[]
  readonly covers: readonly string[]
  /** APIs on which it runs, in the order of the case. */
  readonly apis: readonly string[]
  /** How many API × region × model it runs on. */
  readonly cells: number
  readonly requests: number
  /** Estimated tokens, prompts and answers together. */
  readonly tokens: number
  readonly checks: number
  readonly file: string
  readonly line: number
}

/** Characters of English for one token, as OpenAI's and Meta's tokenisers have it on average. */
const charactersPerToken = 4

/** Tokens of an answer when the case sets no limit: the supported models rarely write more. */
const answerTokens = 200

/** What the chat template, and the system text of gpt-oss, add to every prompt. */
const templateTokens = 60

function fillers(step: Step): number {
  return mentions(step.request).reduce(
    (sum, { part }) =>
      part.kind === 'hole' && part.variable.name === 'filler' ? sum + part.variable.bytes : sum,
    0,
  )
}

/** The numbers under these keys limit the answer, in some API. */
const limits = new Set([
  'maxTokens',
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'max_gen_len',
])

function limitIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (limits.has(key) && typeof inner === 'number') return inner
    const deeper = limitIn(inner)
    if (deeper !== undefined) return deeper
  }
  return undefined
}

/** By step: hundreds of cells send the same, and each is asked for several times. */
const prompts = new WeakMap<Step, number>()

/** Estimated tokens of the prompt of one request, also where it is refused and costs none. */
export function promptTokens(step: Step): number {
  const known = prompts.get(step)
  if (known !== undefined) return known
  const written = JSON.stringify(step.request).length + fillers(step)
  const tokens = Math.ceil(written / charactersPerToken) + templateTokens
  prompts.set(step, tokens)
  return tokens
}

/** Of one request. */
function tokensOf(step: Step): number {
  const { outcome } = step.expect
  if (outcome === 'error') return 0
  // What has no body holds no prompt.
  if ('send' in step.request && step.request.send.body === undefined) return 0
  const limit = limitIn(step.request) ?? answerTokens
  return promptTokens(step) + Math.min(Math.max(limit, 0), 4 * answerTokens)
}

/** What one play of a step costs, without retries. */
export function costOfStep(step: Step): Cost {
  return costTimes(step, step.repeat)
}

export interface Cost {
  readonly requests: number
  /** Estimated. */
  readonly tokens: number
}

function costTimes(step: Step, requests: number): Cost {
  return { requests, tokens: tokensOf(step) * requests }
}

function sumOf(costs: readonly Cost[]): Cost {
  return {
    requests: costs.reduce((sum, { requests }) => sum + requests, 0),
    tokens: costs.reduce((sum, { tokens }) => sum + tokens, 0),
  }
}

/**
 * What a cell costs when it is sent alone, and each step of it: by the name of its request, where
 * other cells send the same.
 *
 * @param samples runs of each behaviour
 * @param weighs whether a check weighs the repeats of one play, so that one play is enough
 */
export function costOfCell(
  cell: Cell,
  samples: number,
  weighs: Weighs = () => false,
): Cost & { readonly steps: ReadonlyMap<string, Cost> } {
  const parts = sentOf(cell, samples, weighs)
  const costs = parts.map(({ step, requests, alike = `${keyOf(cell)} ${step.id}` }) => {
    return [alike, costTimes(step, requests)] as const
  })
  return { ...sumOf(costs.map(([, cost]) => cost)), steps: new Map(costs) }
}

/**
 * One entry for each case among `cells`, in their order.
 *
 * @param samples runs of each behaviour
 * @param weighs whether a check weighs the repeats of one play, so that one play is enough
 */
export function listCases(
  cells: readonly Cell[],
  samples: number,
  weighs: Weighs = () => false,
): ListedCase[] {
  const byCase = new Map<string, Cell[]>()
  for (const cell of cells) {
    const before = byCase.get(cell.case.id)
    if (before === undefined) byCase.set(cell.case.id, [cell])
    else before.push(cell)
  }
  return [...byCase.values()].flatMap((group) => {
    const asked = group[0]?.case
    if (asked === undefined) return []
    const { requests, tokens } = sumOf(group.map((cell) => costOfCell(cell, samples, weighs)))
    return [
      {
        id: asked.id,
        title: asked.title,
        from: asked.from,
        covers: asked.covers,
        apis: [...new Set(group.map(({ api }) => api))],
        cells: group.length,
        requests,
        tokens,
        checks: asked.checks.length,
        file: asked.source.file,
        line: asked.source.line,
      },
    ]
  })
}

/** What a selection costs. */
export interface CostOfAll extends Cost {
  readonly cells: number
  /** Requests by API, the most first; those of one case may go to several. */
  readonly byApi: Readonly<Record<string, number>>
}

/**
 * The total cost of a selection, without retries: what several cells send alike counts once.
 *
 * @param samples runs of each behaviour
 * @param weighs whether a check weighs the repeats of one play, so that one play is enough
 */
export function costOf(cells: readonly Cell[], samples: number, weighs?: Weighs): CostOfAll {
  const byApi = new Map<string, number>()
  let [requests, tokens] = [0, 0]
  for (const sent of sentOnce(cells, samples, weighs)) {
    const cost = costTimes(sent.step, sent.requests)
    const { api = sent.cell.api } = sent.step
    byApi.set(api, (byApi.get(api) ?? 0) + cost.requests)
    requests += cost.requests
    tokens += cost.tokens
  }
  const sorted = [...byApi].toSorted((one, other) => other[1] - one[1])
  return { cells: cells.length, requests, tokens, byApi: Object.fromEntries(sorted) }
}
