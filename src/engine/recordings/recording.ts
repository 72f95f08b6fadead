/** An exchange that was captured elsewhere, and what is known of it besides. */
import type { Check, Expectation, Source } from '../../model/case.ts'
import type { Exchange } from '../../model/exchange.ts'
import type { CellLocation } from '../../model/plan.ts'
import type { Recorded } from '../../wire/har/recorded.ts'
import type { Marks } from './marks.ts'

export interface Recording {
  /** `har.` and a name of its own. */
  readonly id: string
  readonly title: string
  readonly exchange: Exchange
  readonly recorded: Recorded
  readonly marks: Marks
  /** What it is judged as. */
  readonly as: Omit<CellLocation, 'case'> & {
    /** Which checks were asked for; absent: all. */
    readonly wants?: (check: Pick<Check, 'id' | 'level'>) => boolean
  }
  /** What it was sent for, where the recording says; else what came tells. */
  readonly expect?: Expectation
  /** Whether the response was searched for the credentials of the request. */
  readonly searched: boolean
  readonly source: Source
}
