/** The state of a run as the lines that a terminal shows while it goes on. */
import { count, duration } from '../../text/describe.ts'
import { truncate, width } from '../../text/width.ts'
import type { RunState, Running } from './state.ts'

/** A cell that runs for longer is shown with its time, in milliseconds. */
const slow = 2000
/** Before this time, in milliseconds, and number of answers, what is left cannot be estimated. */
const leastTime = 2000
const leastAnswers = 5

/** A host that is asked again sooner, in milliseconds, is no reason to wait. */
const shortest = 1000

const separator = ' · '

/** One or two lines, none wider than `columns`: bar and counts, then what it waits for. */
export function liveLines(state: RunState, now: number, columns: number): string[] {
  if (state.phase !== '') return [truncate(`${state.phase} …`, columns)]
  if (state.total === 0) return []
  const counts = countsLine(state, now, columns)
  const waiting = [...holdTexts(state, now), runningText(state.running, now)].filter(Boolean)
  return [counts, ...(waiting.length === 0 ? [] : [truncate(waiting.join(separator), columns)])]
}

/** The counts alone, for a log; nothing while there is nothing to say. */
export function logLine(state: RunState, now: number): string {
  if (state.phase !== '' || state.total === 0) return state.phase
  const slowest = state.running.filter(({ since }) => now - since >= slow).slice(0, 3)
  const waiting = slowest.length > 0 ? [`slow: ${runningText(slowest, now)}`] : []
  const parts = partsOf(state, now).map(({ text }) => text)
  return [...parts, ...holdTexts(state, now), ...waiting].join(separator)
}

interface Part {
  readonly text: string
  /** What is dropped first has the largest. */
  readonly rank: number
}

function countsLine(state: RunState, now: number, columns: number): string {
  const bar = barOf(state, columns < 100 ? 10 : 20)
  let parts = partsOf(state, now)
  const lineOf = (): string => [bar, ...parts.map(({ text }) => text)].join(separator)
  while (width(lineOf()) > columns && parts.length > 1) {
    const [last] = parts.toSorted((one, other) => other.rank - one.rank)
    parts = parts.filter((part) => part !== last)
  }
  return truncate(lineOf(), columns)
}

function partsOf(state: RunState, now: number): Part[] {
  const { done, total, requests, fail, error, warn, retries } = state
  const time = now - (state.begun ?? now)
  const rate = time >= leastTime ? `${(requests / (time / 1000)).toFixed(1)}/s` : ''
  const parts: Part[] = [
    { rank: 0, text: `${done}/${total} cells` },
    { rank: 4, text: requests > 0 ? count(requests, 'request') : '' },
    { rank: 5, text: rate },
    { rank: 2, text: leftText(state, time) },
    { rank: 1, text: fail > 0 ? `${fail} failed` : '' },
    { rank: 3, text: error > 0 ? count(error, 'error') : '' },
    { rank: 6, text: warn > 0 ? count(warn, 'warning') : '' },
    { rank: 7, text: retries > 0 ? count(retries, 'retry', 'retries') : '' },
  ]
  return parts.filter(({ text }) => text !== '')
}

function leftText({ done, total, requests, open, planned }: RunState, time: number): string {
  const answered = requests - open
  if (time < leastTime || answered < leastAnswers || done >= total) return ''
  const left = (time / answered) * Math.max(1, planned - answered)
  return `${left < 59_500 ? `${Math.ceil(left / 1000)} s` : duration(left)} left`
}

/** The hosts that refused requests as too many, or fell silent, and when they are asked again. */
function holdTexts({ holds }: RunState, now: number): string[] {
  return [...holds]
    .filter(([, { until }]) => until - now >= shortest)
    .map(
      ([host, { why, until }]) =>
        `${host} ${why}, asked again in ${Math.ceil((until - now) / 1000)} s`,
    )
}

function barOf({ done, total }: RunState, length: number): string {
  const full = Math.min(length, Math.floor((done / total) * length))
  return '█'.repeat(full) + '░'.repeat(length - full)
}

function runningText(running: readonly Running[], now: number): string {
  return running
    .map(({ name, since }) =>
      now - since < slow ? name : `${name} (${Math.round((now - since) / 1000)} s)`,
    )
    .join(', ')
}
