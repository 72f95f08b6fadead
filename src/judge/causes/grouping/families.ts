/** APIs without the difference between a stream and a whole answer. */
import type { Symptom } from '../symptom.ts'

/** The APIs that symptoms are of, a streamed form as the whole one: most faults are common to them. */
export function familiesOf(symptoms: readonly Symptom[]): Set<string> {
  return new Set(symptoms.map(({ cell }) => cell.api.replace(/-stream$/, '')))
}
