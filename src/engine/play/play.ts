/** What one play of a case brought: what was observed of each step, and why a step was not sent. */
import type { Classified } from '../../model/answer.ts'
import type { Reason } from '../../model/names.ts'
import type { Observation } from '../../model/observation.ts'
import type { CellResult } from '../../model/report.ts'
import type { Values } from './values/values.ts'

/** Why a step was not sent: one sentence, and whether the target was out of reach. */
export interface NotSent {
  readonly reason: Reason
  readonly because: string
  readonly unreachable?: boolean
  /** What is already known of the answer. */
  readonly answer?: Classified
  /** The cell that failed before, and what came of it in one sentence. */
  readonly after?: CellResult['after']
}

/** One play of a case. */
export interface Play {
  readonly values: Values
  /** What was observed of each step that was sent. */
  readonly steps: ReadonlyMap<string, readonly Observation[]>
  /** What an earlier play of the cell observed of the steps that were not sent again. */
  readonly earlier?: ReadonlyMap<string, readonly Observation[]>
  /** What another cell sent: the same request serves both. */
  readonly reused: ReadonlySet<Observation>
  /** What the templates of each repeat were filled with, where the repeats differ. */
  readonly repeats?: ReadonlyMap<string, readonly Values[]>
  readonly notSent: ReadonlyMap<string, NotSent>
}
