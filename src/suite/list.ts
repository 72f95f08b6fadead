/** Data for `list`: what there is, and what a selection will cost before anything is sent. */
import type { Case, Step } from '../data/case.ts'
import type { Cell } from '../data/plan.ts'
import { mentions } from './placeholder.ts'

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
  /** Rough number of tokens, prompts and answers together. */
  readonly tokens: number
  readonly checks: number
  readonly file: string
  readonly line: number
}

/** Characters of English for one token, as OpenAI's and Meta's tokenisers have it on average. */
const charactersPerToken = 4

/** What an answer costs when the case sets no limit: the models at hand rarely say more. */
const answerTokens = 200

/** What the chat template, and the system text of gpt-oss, add to every prompt. */
const templateTokens = 60

function fillers(step: Step): number {
  return mentions(step.request).reduce(
    (sum, { part }) =>
      part.kind === 'variable' && part.variable.name === 'filler' ? sum + part.variable.bytes : sum,
    0,
  )
}

/** The numbers under these keys limit the answer, in one API or another. */
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

function plays(asked: Case, samples: number): number {
  return asked.checks.some(({ kind }) => kind === 'behaviour') ? samples : 1
}

/** Requests that one cell of a case sends, retries apart. */
function requestsOf(asked: Case, samples: number): number {
  const once = asked.steps.reduce((sum, { repeat }) => sum + repeat, 0)
  return once * plays(asked, samples)
}

/**
 * One entry for each case among `cells`, in their order.
 *
 * @param samples how often a case with behaviour checks is played
 */
export function listCases(cells: readonly Cell[], samples: number): ListedCase[] {
  const byCase = new Map<string, Cell[]>()
  for (const cell of cells) {
    const before = byCase.get(cell.case.id)
    if (before === undefined) byCase.set(cell.case.id, [cell])
    else before.push(cell)
  }
  return [...byCase.values()].flatMap((group) => {
    const asked = group[0]?.case
    if (asked === undefined) return []
    const tokens = asked.steps.reduce((sum, step) => sum + tokensOf(step), 0)
    return [
      {
        id: asked.id,
        title: asked.title,
        from: asked.from,
        covers: asked.covers,
        apis: [...new Set(group.map(({ api }) => api))],
        cells: group.length,
        requests: requestsOf(asked, samples) * group.length,
        tokens: tokens * plays(asked, samples) * group.length,
        checks: asked.checks.length,
        file: asked.source.file,
        line: asked.source.line,
      },
    ]
  })
}

/** What a selection comes to, retries apart. */
export function costOf(listed: readonly ListedCase[]): {
  readonly cells: number
  readonly requests: number
  /** Rough. */
  readonly tokens: number
} {
  const sum = (member: 'cells' | 'requests' | 'tokens'): number =>
    listed.reduce((total, entry) => total + entry[member], 0)
  return { cells: sum('cells'), requests: sum('requests'), tokens: sum('tokens') }
}
