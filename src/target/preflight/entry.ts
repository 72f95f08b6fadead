/** One line of preflight: whether an endpoint, a region, perhaps a model can be judged. */
import type { AnswerClass, Evidence } from '../../model/answer.ts'
import type { KeyProblem } from '../auth/key/key-problem.ts'

/** What can fail, in the order in which it is found out. */
const preflightSteps = [
  'credentials', // known without a request
  'name', // DNS
  'connect',
  'tls',
  'answer', // a response at all, and HTTP
  'key', // let in
  'model', // may be called
] as const
export type PreflightStep = (typeof preflightSteps)[number]

export interface PreflightEntry {
  /** The kind of the endpoint. */
  readonly endpoint: string
  readonly region: string
  /** Absent if the entry covers the whole endpoint in the region. */
  readonly model?: string
  /** Whether cells of it can be judged. */
  readonly ok: boolean
  /** The step that failed. */
  readonly step?: PreflightStep
  readonly class?: AnswerClass | KeyProblem['class']
  /** One sentence. */
  readonly message: string
  /** One sentence; empty if no action is needed. */
  readonly remedy: string
  readonly evidence?: Evidence
}

export interface PreflightResult {
  readonly entries: readonly PreflightEntry[]
  /** One sentence, with its remedy: why nothing at all can be judged. Exit code 3. */
  readonly fatal?: string
  /** One sentence each, with its remedy: worth knowing, no reason to stop. */
  readonly warnings: readonly string[]
  /** Requests sent. */
  readonly requests: number
}

/** What prevents judging cells of an endpoint, region and model; undefined if nothing does. */
export function blockingProblem(
  { entries }: Pick<PreflightResult, 'entries'>,
  cell: { readonly endpointKind: string; readonly region: string; readonly model: string },
): PreflightEntry | undefined {
  return entries.find(
    (entry) =>
      !entry.ok &&
      entry.endpoint === cell.endpointKind &&
      entry.region === cell.region &&
      (entry.model === undefined || entry.model === cell.model),
  )
}
