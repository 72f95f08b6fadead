/** A cause in one sentence. */
import type { CellResult } from '../../model/report.ts'
import type { Symptom } from './symptom.ts'
import { errorMessage, isAnswer } from './words.ts'

/** More APIs than these are counted, not listed. */
const listedApis = 3

/**
 * What is wrong; of a response that was not due, in the words of the server, and whether it came to
 * every call.
 *
 * @param concerned the cells of the cause
 * @param cells all cells of the run
 */
export function messageOf(
  { check, code }: Symptom,
  concerned: readonly CellResult[],
  cells: readonly CellResult[],
): string {
  const { finding, because } = check
  if (finding === undefined) return because ?? 'It could not be judged.'
  if (!isAnswer(code)) {
    const [after] = concerned.flatMap((cell) => cell.after ?? [])
    return after === undefined ? finding.message : `${finding.message} ${after.because}`
  }
  const message = errorMessage(finding.received)?.replace(/\\(.)/g, '$1')
  const [status = ''] = /^[^:]*/.exec(finding.received) ?? []
  const answer = message === undefined ? finding.received : `${status}: ${message}`
  return `${callsOf(concerned, cells)} answered ${answer}`
}

function callsOf(concerned: readonly CellResult[], cells: readonly CellResult[]): string {
  if (concerned.length === cells.length) return 'Every call is'
  const apis = [...new Set(concerned.map(({ api }) => api))]
  const all = cells.filter(({ api }) => apis.includes(api)).length
  const names =
    apis.length > listedApis
      ? `${apis.slice(0, listedApis).join(', ')} and ${apis.length - listedApis} more`
      : apis.join(', ')
  if (concerned.some(({ after }) => after !== undefined)) return `Every plain call of ${names} is`
  return concerned.length === all
    ? `Every call of ${names} is`
    : `Calls of ${names} (${concerned.length} of ${all} cells) are`
}
