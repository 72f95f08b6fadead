/** A cause in one sentence. */
import type { CellResult, CheckResult } from '../../model/report.ts'
import type { Finding } from '../../model/findings/finding.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import { foreignIn, type Symptom } from './symptom.ts'
import { errorMessage, isAnswer, isGranted, pageOf } from './words.ts'

/** More APIs than these are counted, not listed. */
const listedApis = 3

/**
 * What is wrong; of a response that was not due, in the words of the server, and whether it came to
 * every call.
 *
 * @param all what has the cause
 * @param concerned the cells of the cause
 * @param cells all cells of the run
 */
export function messageOf(
  { cell, check, code, answer: shown }: Symptom,
  all: readonly Symptom[],
  concerned: readonly CellResult[],
  cells: readonly CellResult[],
): string {
  const { finding, because } = check
  if (finding === undefined) return because ?? 'It could not be judged.'
  const foreign = foreignIn(cell, check)
  if (foreign !== undefined) return `${callsOf(concerned, cells)} answered ${foreign}`
  if (!isAnswer(code)) {
    const [after] = concerned.flatMap((one) => one.after ?? [])
    const own = ofErrors(statementOf(finding), all)
    return after === undefined ? own : `${own} ${after.because}`
  }
  if (holdsError(cell, check)) {
    return `${callsOf(concerned, cells)} answered with an error under status ${shown?.status ?? '200'}, as if granted.`
  }
  if (isGranted(shown)) return 'The request was granted, though it must be refused.'
  const page = pageOf(finding.received)
  if (page !== undefined)
    return `${callsOf(concerned, cells)} answered ${page.status} with ${page.is}`
  const message = errorMessage(finding.received)
  const [status = ''] = /^[^:]*/.exec(finding.received) ?? []
  const isOne = all.every(({ answer }) => answer === undefined || answer.words === shown?.words)
  const separator = isOne ? ': ' : ', for example: '
  const answer = message === undefined ? finding.received : `${status}${separator}${message}`
  return `${callsOf(concerned, cells)} answered ${answer}`
}

/** Whether the success that a check found was read as an error: a stream may end with one. */
function holdsError({ checks }: CellResult, { finding, exchange = 0 }: CheckResult): boolean {
  const isSuccess = finding?.code === 'http.status' && finding.received.startsWith('2')
  return (
    isSuccess &&
    checks.some(
      (other) =>
        other.finding?.code === 'error.status' &&
        other.finding.received.startsWith('2') &&
        (other.exchange ?? 0) === exchange,
    )
  )
}

/** More cases than these are counted, not listed: of what was granted. */
const listedCases = 3

/** More cases than these are not named: of calls. */
const namedCases = 2

/** Which requests were granted that must be refused: steps of cases, the first ones by name. */
export function grantedIn(symptoms: readonly Symptom[]): string {
  const granted = symptoms.filter(
    ({ cell, check, code, answer }) =>
      code === 'error.absent' || (isAnswer(code) && isGranted(answer) && !holdsError(cell, check)),
  )
  const cases = [...indexBy(granted, ({ cell }) => cell.case)].map(([id, own]) => {
    const steps = new Set(own.flatMap(({ check }) => /^(.+)\./.exec(check.id)?.[1] ?? []))
    return steps.size === 0 ? id : `${id} (${[...steps].join(', ')})`
  })
  if (cases.length === 0) return ''
  const more = cases.length - listedCases
  return `Granted: ${cases.slice(0, listedCases).join('; ')}${more > 0 ? ` and ${more} more case${more > 1 ? 's' : ''}` : ''}.`
}

/** More errors than these are counted, not listed. */
const listedErrors = 3

/** A message about one named error, as one about all errors of which the symptoms say the same. */
function ofErrors(message: string, all: readonly Symptom[]): string {
  const [, , does] = aboutError.exec(message) ?? []
  if (does === undefined) return message
  const names = all.flatMap(({ check: { finding } }) => {
    const [, name, same] = aboutError.exec(finding?.message ?? '') ?? []
    return name !== undefined && same === does ? [name] : []
  })
  const [first, ...others] = new Set(names)
  if (first === undefined || others.length === 0) return message
  const named = [first, ...others].slice(0, listedErrors)
  const more = others.length + 1 - named.length
  const list =
    more > 0
      ? `${named.join(', ')} and ${more} more`
      : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
  return `The errors ${list} ${does.replace(/^comes /, 'come ')}`
}

/** What an error that is named does. */
const aboutError = /^The error ([\w-]{1,60}) ((?:came with status|comes in another envelope).*)$/

/** The message, and which media type came where it is the wrong one. */
function statementOf({ code, message, received }: Finding): string {
  const [, type] = /^content-type: (.+)$/.exec(received) ?? []
  return code === 'http.content-type' && type !== undefined
    ? `${message.replace(/\.$/, '')}: ${type}.`
    : message
}

/** Whether a cause is about calls of every API, and about all, or the plain ones on which others wait. */
export function isOfAll(concerned: readonly CellResult[], cells: readonly CellResult[]): boolean {
  if (concerned.length === cells.length) return true
  const apis = new Set(concerned.map(({ api }) => api))
  return (
    concerned.some(({ after }) => after !== undefined) && cells.every(({ api }) => apis.has(api))
  )
}

function callsOf(concerned: readonly CellResult[], cells: readonly CellResult[]): string {
  if (concerned.length === cells.length) return 'Every call is'
  // A cell of another API may have one step on the API that does not answer.
  const plain = concerned.flatMap(({ after }) => (after === undefined ? [] : [after.api]))
  if (plain.length > 0) return `Every plain call of ${listed(plain)} is`
  const apis = new Set(concerned.map(({ api }) => api))
  const all = cells.filter(({ api }) => apis.has(api)).length
  if (concerned.length === all) return `Every call of ${listed(apis)} is`
  const cases = [...new Set(concerned.map(({ case: id }) => id))]
  const named = cases.length > namedCases ? '' : ` in ${cases.join(' and ')}`
  return `Calls of ${listed(apis)}${named} (${concerned.length} of ${all} cells) are`
}

function listed(names: Iterable<string>): string {
  const apis = [...new Set(names)]
  return apis.length > listedApis
    ? `${apis.slice(0, listedApis).join(', ')} and ${apis.length - listedApis} more`
    : apis.join(', ')
}
