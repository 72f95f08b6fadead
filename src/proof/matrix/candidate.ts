/** Cells that a deviation may be played on, with what is needed to choose among them. */
import type { Step } from '../../model/case.ts'
import type { ApiName } from '../../model/names.ts'
import type { Cell } from '../../model/plan.ts'
import type { Api, Endpoint } from '../../reference/answer.ts'
import { promptTokens } from '../../suite/list/list.ts'
import { possibleChecks, type PossibleCheck } from './identity.ts'

/** A cell of the plan with the data needed to choose it. */
export interface Candidate {
  readonly cell: Cell
  readonly checks: readonly PossibleCheck[]
  /** Exchanges of one play, those with long prompts as several. */
  readonly cost: number
  /** Endpoint, API and family: cells of one group use the same code of the reference. */
  readonly group: string
  readonly touches: readonly { readonly endpointKind: Endpoint; readonly api: Api }[]
}

/** The cells of the plan as candidates. */
export function candidatesOf(cells: readonly Cell[]): Candidate[] {
  return cells.map((cell) => ({
    cell,
    checks: possibleChecks(cell),
    cost: cell.case.steps.reduce((sum, step) => sum + step.repeat * costOfRequest(step), 0),
    group: `${cell.endpoint.kind} ${cell.api} ${cell.model.family}`,
    touches: cell.steps.map((step) => touched(cell, step.api)),
  }))
}

/** Prompts of this many tokens take as long as another request. */
const tokensPerRequest = 500

function costOfRequest(step: Step): number {
  return 1 + Math.floor(promptTokens(step) / tokensPerRequest)
}

const endpointKinds: Readonly<Record<string, Endpoint>> = {
  bedrock: 'runtime',
  'bedrock-mantle': 'mantle',
  llamastack: 'llama-stack',
  'openai-compatible': 'llama-stack',
}

function touched(cell: Cell, named: ApiName): Candidate['touches'][number] {
  const api = named === 'unknown-api' ? 'other' : named
  const endpointKind = api === 'bedrock-control' ? 'control' : endpointKinds[cell.endpoint.kind]
  return { endpointKind: endpointKind ?? 'runtime', api }
}
