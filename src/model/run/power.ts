/** What the cases of the suite find: which of the known defects, and for how many requests. */
import type { Level } from '../names.ts'

/** A deliberately defective server that the suite was proven on. */
export interface KnownDefect {
  readonly id: string
  /** Greater for kinds of defects that were reported in public. */
  readonly weight: number
}

/** The known defects that one case finds on one API, as indices of `Power.defects`. */
export type Finds = Readonly<Record<Level | 'behaviour', readonly number[]>>

/** What one case costs and finds on one API. */
export interface CasePower {
  /** Of one play, without the samples of behaviours. */
  readonly requests: number
  /** Estimated. */
  readonly tokens: number
  /** By the strictest check that finds the defect; `behaviour` where only an answer of the model does. */
  readonly finds: Finds
}

/** `fixtures/power.json`. */
export interface Power {
  readonly defects: readonly KnownDefect[]
  /** By API, then by the id of the case. */
  readonly cases: ReadonlyMap<string, ReadonlyMap<string, CasePower>>
}

/** What a run asked, and how much it would have found. */
export interface Bought {
  /** Repeats included. */
  readonly requests: number
  /** `finds` of `of`, from 0 to 1. */
  readonly share: number
  /** Known defects that the cells that were sent find. */
  readonly finds: number
  /** Known defects that the whole suite finds on the same APIs. */
  readonly of: number
  /** Cells of the whole suite, on the same APIs, that were not sent. */
  readonly leftOut: number
}

/** What a run may cost at most. */
export interface Budget {
  readonly unit: 'requests' | 'tokens' | 'time'
  /** Milliseconds where the unit is time. */
  readonly amount: number
}

/** A budget as a flag and as reports name it: `12`, `20k-tokens`, `2m`. */
export function budgetText({ unit, amount }: Budget): string {
  if (unit === 'requests') return `${amount}`
  if (unit === 'tokens') return `${amount % 1000 === 0 ? `${amount / 1000}k` : amount}-tokens`
  return amount % 60_000 === 0 ? `${amount / 60_000}m` : `${amount / 1000}s`
}
