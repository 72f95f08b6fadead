/** The progress of a run. */
import pc from 'picocolors'
import type { Cell } from '../../model/plan.ts'
import type { CellResult } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import { checksOf } from '../model/checks.ts'
import { sentenceOf } from '../failure/failure.ts'
import { locationText } from '../text/location-text.ts'
import { visible } from '../text/visible.ts'
import { truncate } from '../text/width.ts'
import { count, duration, verdictDescriptions } from '../text/describe.ts'

/** Where progress goes: `process.stderr` fits. */
interface ProgressStream {
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressOptions {
  readonly stream: ProgressStream
  /** A live line that erases itself, rather than a line per finished cell. */
  readonly isTTY: boolean
  /** Cells planned. */
  readonly total: number
  /** Milliseconds of any monotonic clock. */
  readonly now: () => number
  /** Default false. */
  readonly colour?: boolean
  /** Milliseconds between redraws while nothing happens; 0 for none. Default 1000. */
  readonly tick?: number
}

interface RetryInfo {
  /** For example `429`, or a transport failure's kind. */
  readonly reason: string
  /** Milliseconds until the next attempt. */
  readonly wait: number
}

export interface Progress {
  start(cell: Cell): void
  finish(result: CellResult): void
  retry(cell: Cell, info: RetryInfo): void
  /** Erases the live line and stops redrawing; may be called twice. */
  stop(): void
}

/** Return to the first column and erase the line: ECMA-48 EL 2. */
const erase = '\r\u001b[2K'
const shownAtOnce: ReadonlySet<Verdict> = new Set(['fail', 'error'])
const longestLine = 200

interface Running {
  readonly name: string
  readonly since: number
}

/** Starts reporting progress; nothing is written before the first event. */
export function createProgress(options: ProgressOptions): Progress {
  const { stream, isTTY, total, now } = options
  const colours = pc.createColors(options.colour ?? false)
  const begun = now()
  const running = new Map<string, Running>()
  const counts = { done: 0, fail: 0, error: 0, warn: 0, retries: 0 }
  let drawn = false
  let stopped = false

  const clear = (): void => {
    if (drawn) stream.write(erase)
    drawn = false
  }
  const draw = (): void => {
    if (!isTTY || stopped) return
    // One column less: a full line would wrap, and only its last row could be erased.
    const columns = Math.max(10, (stream.columns ?? 80) - 1)
    stream.write(
      erase + colours.dim(truncate(liveLine(counts, total, running, now, begun), columns)),
    )
    drawn = true
  }
  const print = (line: string): void => {
    clear()
    stream.write(`${line}\n`)
  }
  const timer = isTTY && options.tick !== 0 ? setInterval(draw, options.tick ?? 1000) : undefined
  timer?.unref()

  return {
    start(cell) {
      const key = keyOf(cell.case.id, cell.api, cell.region, cell.model.id)
      running.set(key, { name: visible(cell.case.id), since: now() })
      draw()
    },
    finish(result) {
      running.delete(keyOf(result.case, result.api, result.region, result.model))
      counts.done += 1
      for (const { verdict } of checksOf(result)) {
        if (verdict === 'fail' || verdict === 'error' || verdict === 'warn') counts[verdict] += 1
      }
      if (!isTTY) print(plainLine(result, counts.done, total))
      for (const line of failureLines(result)) print(colours.red(line))
      draw()
    },
    retry(cell, { reason, wait }) {
      counts.retries += 1
      if (!isTTY) {
        const name = keyOf(cell.case.id, cell.api, cell.region, cell.model.id)
        print(visible(`retry ${name}: ${reason}, again in ${duration(wait)}`))
      }
      draw()
    },
    stop() {
      stopped = true
      clearInterval(timer)
      clear()
    },
  }
}

function keyOf(id: string, api: string, region: string, model: string): string {
  return `${id} [${[api, region, model].join(' ')}]`
}

function liveLine(
  counts: Readonly<Record<'done' | 'fail' | 'error' | 'warn' | 'retries', number>>,
  total: number,
  running: ReadonlyMap<string, Running>,
  now: () => number,
  begun: number,
): string {
  const problems = [
    counts.fail > 0 ? `${counts.fail} failed` : undefined,
    counts.error > 0 ? count(counts.error, 'error') : undefined,
    counts.warn > 0 ? count(counts.warn, 'warning') : undefined,
    counts.retries > 0 ? count(counts.retries, 'retry', 'retries') : undefined,
  ]
  const cells = [...running.values()].map(({ name, since }) => {
    const waited = now() - since
    return waited < 2000 ? name : `${name} (${duration(waited)})`
  })
  return [`${counts.done}/${total}`, duration(now() - begun), ...problems, cells.join(', ')]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
}

function plainLine(result: CellResult, done: number, total: number): string {
  const name = keyOf(result.case, result.api, result.region, result.model)
  const retried = result.retries > 0 ? `, ${count(result.retries, 'retry', 'retries')}` : ''
  const took = `${duration(result.durationMs)}${retried}`
  return visible(
    `${String(done).padStart(String(total).length)}/${total} ${result.verdict} ${name} ${took}`,
  )
}

/** One line for each check that failed or could not be completed. */
function failureLines(result: CellResult): string[] {
  const location = locationText(result)
  return checksOf(result)
    .filter((check) => shownAtOnce.has(check.verdict))
    .map((check) => {
      const { mark } = verdictDescriptions[check.verdict]
      const name = `${mark} ${result.case}/${check.id}   ${check.level.toUpperCase()}   ${location}: `
      return truncate(visible(name + sentenceOf(check)), longestLine)
    })
}
