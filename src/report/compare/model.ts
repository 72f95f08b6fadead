/** What a comparison shows, computed once: terminal and Markdown only render it. */
import type { Comparison } from '../../model/comparison.ts'
import { outcomeOf, runsLine, type Outcome } from './head.ts'
import { compareSections } from './sections.ts'
import type { CompareSection } from './section.ts'

export interface ComparisonModel {
  /** `llamastack 0.7.1, 2026-01-02 03:00 → 0.7.2, 2026-01-03 03:00`. */
  readonly runs: string
  /** What limits the comparison, one sentence each. */
  readonly caveats: readonly string[]
  readonly outcome: Outcome
  /** Sections that are not empty, the most important first. */
  readonly sections: readonly CompareSection[]
  /** When a time counts as changed; absent where none did. */
  readonly timingRule?: string
}

/** Computes everything that the formats share. */
export function comparisonModel(comparison: Comparison): ComparisonModel {
  const { caveats, timing, timingRule } = comparison
  return {
    runs: runsLine(comparison),
    caveats,
    outcome: outcomeOf(comparison),
    sections: compareSections(comparison),
    ...(timing.length > 0 && {
      timingRule: `A time is listed when it changed by ${timingRule}.`,
    }),
  }
}
