/** Brings new evidence to what is recorded, and changes no more than it must. */
import type { Evidence } from './format.ts'

function identity({ check, code, pointer = '' }: Evidence): string {
  return `${check} ${code} ${pointer}`
}

/**
 * The recorded findings after another run. What is still seen keeps its example, so that words and
 * numbers that change with every run change no file; what is gone is marked as fixed.
 *
 * @param version the release that was judged
 */
export function mergeEvidence(
  recorded: readonly Evidence[],
  seen: readonly Evidence[],
  version: string,
): readonly Evidence[] {
  const before = new Map(recorded.map((one) => [identity(one), one]))
  const now = new Set(seen.map(identity))
  const gone = recorded.filter((one) => !now.has(identity(one)))
  return [
    ...seen.map((one) => kept(before.get(identity(one)), one)),
    ...gone.map((one) => (one.fixed === undefined ? { ...one, fixed: version } : one)),
  ]
}

function kept(before: Evidence | undefined, now: Evidence): Evidence {
  if (before === undefined || before.fixed !== undefined) return now
  if (before.rule !== now.rule || before.level !== now.level) return now
  const { reason, link } = now
  return { ...before, reason, ...(link !== undefined && { link }) }
}
