/** A cause in one sentence. */
import type { CellResult } from '../../model/report.ts'
import type { Symptom } from './symptom.ts'
import { isAnswer } from './words.ts'

/**
 * What is wrong; of a refusal, in the words of the server, and whether it concerns every call.
 *
 * @param places the cells of the cause
 * @param cells all cells of the run
 */
export function messageOf(
  { check, code }: Symptom,
  places: readonly CellResult[],
  cells: readonly CellResult[],
): string {
  const { finding, because } = check
  if (finding === undefined) return because ?? 'It could not be judged.'
  if (!isAnswer(code)) return finding.message
  const apis = [...new Set(places.map(({ api }) => api))]
  const all = cells.filter(({ api }) => apis.includes(api))
  const which = places.length === all.length ? 'Every call' : 'A call'
  return `${which} of ${apis.join(', ')} is answered ${finding.received}`
}
