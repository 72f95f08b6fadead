/** Data for `list`: the selected cases and their cost, before a request is sent. */
import type { Case, Check, Step } from '../../model/case.ts'
import type { Cell } from '../../model/plan.ts'
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
const limits = new Set(['maxTokens', 'max_tokens', 'max_completion_tokens', 'max_gen_len'])

function limitIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (limits.has(key) && typeof inner === 'number') return inner
    const deeper = limitIn(inner)
    if (deeper !== undefined) return deeper
  }
  return undefined
}

function tokensOf(step: Step): number {
  const { outcome } = step.expect
  if (outcome === 'error') return 0
  const written = JSON.stringify(step.request).length + fillers(step)
  const isSay = 'say' in step.request
  if (!isSay && outcome !== 'reply' && step.request.send.body === undefined) return 0
  const prompt = Math.ceil(written / charactersPerToken) + templateTokens
  const limit = limitIn(step.request) ?? answerTokens
  return (prompt + Math.min(Math.max(limit, 0), 4 * answerTokens)) * step.repeat
}

/** Whether a check weighs the repeats of one play, so that one play is enough. */
type Weighs = (check: Pick<Check, 'assert'>) => boolean

function plays({ checks }: Case, samples: number, weighs: Weighs): number {
  return checks.some((check) => check.kind === 'behaviour' && !weighs(check)) ? samples : 1
}

/** Of a case whose capability the target declares to lack, only the first step is sent, to be refused. */
function sent({ case: asked, endpoint }: Cell): Case {
  const { capability } = asked
  if (capability === undefined || endpoint.capabilities[capability] !== false) return asked
  return { ...asked, steps: asked.steps.slice(0, 1), checks: [] }
}

/** Requests that one play of a case sends, without retries. */
function requestsOf(asked: Case): number {
  return asked.steps.reduce((sum, { repeat }) => sum + repeat, 0)
}

/** What one play of a case costs. */
export function costsOf(asked: Case): { readonly requests: number; readonly tokens: number } {
  return {
    requests: requestsOf(asked),
    tokens: asked.steps.reduce((sum, step) => sum + tokensOf(step), 0),
  }
}

/**
 * One entry for each case among `cells`, in their order.
 *
 * @param samples how often a case with behaviour checks is played
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
    const cost = (of: (sends: Case) => number): number =>
      group.reduce((sum, cell) => sum + of(sent(cell)) * plays(sent(cell), samples, weighs), 0)
    return [
      {
        id: asked.id,
        title: asked.title,
        from: asked.from,
        covers: asked.covers,
        apis: [...new Set(group.map(({ api }) => api))],
        cells: group.length,
        requests: cost(requestsOf),
        tokens: cost((of) => costsOf(of).tokens),
        checks: asked.checks.length,
        file: asked.source.file,
        line: asked.source.line,
      },
    ]
  })
}

/**
 * Requests by API, the most first; the requests of one case may go to several APIs.
 *
 * @param samples how often a case with behaviour checks is played
 * @param weighs whether a check weighs the repeats of one play, so that one play is enough
 */
export function requestsByApi(
  cells: readonly Cell[],
  samples: number,
  weighs: Weighs = () => false,
): Readonly<Record<string, number>> {
  const found = new Map<string, number>()
  for (const cell of cells) {
    const asked = sent(cell)
    const times = plays(asked, samples, weighs)
    for (const { api = cell.api, repeat } of asked.steps) {
      found.set(api, (found.get(api) ?? 0) + repeat * times)
    }
  }
  return Object.fromEntries([...found].toSorted((one, other) => other[1] - one[1]))
}

/** The total cost of a selection, without retries. */
export function costOf(listed: readonly ListedCase[]): {
  readonly cells: number
  readonly requests: number
  /** Estimated. */
  readonly tokens: number
} {
  const sum = (member: 'cells' | 'requests' | 'tokens'): number =>
    listed.reduce((total, entry) => total + entry[member], 0)
  return { cells: sum('cells'), requests: sum('requests'), tokens: sum('tokens') }
}
