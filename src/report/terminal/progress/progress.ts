/** The progress of a run. */
import pc from 'picocolors'
import { cellKey, keyOf, type Cell } from '../../../model/plan.ts'
import type { CellResult, CheckResult } from '../../../model/report.ts'
import type { Verdict } from '../../../model/names.ts'
import { checksOf } from '../../model/checks.ts'
import { sentenceOf } from '../../failure/failure.ts'
import { locationText } from '../../text/location-text.ts'
import { visible } from '../../text/visible.ts'
import { truncate } from '../../text/width.ts'
import { count, duration, verdictDescriptions } from '../../text/describe.ts'
import { liveLines, logLine } from './lines.ts'
import { createCounter, type HoldReason } from './state.ts'

/** Where progress goes: `process.stderr` fits. */
interface ProgressStream {
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressOptions {
  readonly stream: ProgressStream
  /** Live lines that erase themselves, rather than a line every few seconds. */
  readonly isTTY: boolean
  /** Milliseconds of any monotonic clock. */
  readonly now: () => number
  /** Default false. */
  readonly colour?: boolean
  /**
   * `verbose`: a line for each cell and for every failure; `usual`: a line for the first failure of a
   * kind; `quiet`: none. Default `usual`.
   */
  readonly detail?: 'quiet' | 'usual' | 'verbose'
  /** Whether a clock calls `tick`; default true. */
  readonly ticks?: boolean
}

interface RetryInfo {
  /** For example `429`, or a transport failure's kind. */
  readonly reason: string
  /** Milliseconds until the next attempt. */
  readonly wait: number
}

export interface Progress {
  /** Says what is done before cells run. */
  phase(text: string): void
  /** Begins to count cells, of which `requests` are expected. */
  plan(total: number, requests: number): void
  /** An exchange of a cell begins, and ends. */
  open(cell: Cell): void
  close(cell: Cell): void
  /** @param planned requests that were expected of the cell */
  finish(result: CellResult, planned?: number): void
  /** Counts a cell that is not sent. */
  skip(planned?: number): void
  /** Counts a request; `received` must follow. */
  sent(): void
  received(): void
  retry(cell: Cell, info: RetryInfo): void
  /** Nothing is sent to a host for this time, in milliseconds, since it refused requests or fell silent. */
  hold(host: string, why: HoldReason, milliseconds: number): void
  /** Answers a person who ends the run. */
  interrupt(): void
  /** Redraws, or writes a line where nothing can be redrawn. */
  tick(): void
  /** Erases the live lines until the next event; a log begins here. */
  clear(): void
  /** Erases the live lines and stops redrawing; may be called twice. */
  stop(): void
}

/** Erase the line (ECMA-48 EL 2), and go up to the one above (CUU). */
const erase = '\r\u001b[2K'
const up = '\u001b[1A'
const shownAtOnce: ReadonlySet<Verdict> = new Set(['fail', 'error'])
const longestLine = 200

/** Milliseconds between redraws, and between the lines of a log. */
const redraw = 500
const logEvery = 5000

/** Starts reporting progress; nothing is written before the first event. */
export function createProgress(options: ProgressOptions): Progress {
  const { stream, isTTY, now, detail = 'usual' } = options
  const colours = pc.createColors(options.colour ?? false)
  const counter = createCounter()
  const kinds = new Set<string>()
  let drawn = 0
  let stopped = false

  const clear = (): void => {
    if (drawn > 0) stream.write(erase + (up + erase).repeat(drawn - 1))
    drawn = 0
  }
  const draw = (): void => {
    if (!isTTY || stopped) return
    clear()
    // One column less: a full line would wrap, and only its last row could be erased.
    const columns = Math.max(10, (stream.columns ?? 80) - 1)
    const lines = liveLines(counter.state(), now(), columns)
    stream.write(lines.map((line) => colours.dim(line)).join('\n'))
    drawn = lines.length
  }
  const print = (line: string): void => {
    clear()
    stream.write(`${line}\n`)
  }
  const tick = (): void => {
    const line = isTTY || detail === 'quiet' ? '' : logLine(counter.state(), now())
    if (line === '') draw()
    else print(line)
  }
  let timer: ReturnType<typeof setInterval> | undefined
  const startClock = (): void => {
    if (options.ticks === false || timer !== undefined || stopped) return
    timer = setInterval(tick, isTTY ? redraw : logEvery)
    timer.unref()
  }
  // A log is not told what comes before the run: a mistake of the user must stay one line.
  if (isTTY) startClock()
  const isNewKind = (check: CheckResult): boolean => {
    const { rule, finding, verdict } = check
    // All checks of an exchange that has no answer say the same.
    const kind = JSON.stringify(
      verdict === 'error' ? [verdict, sentenceOf(check)] : [verdict, rule, finding?.code],
    )
    const isNew = !kinds.has(kind)
    kinds.add(kind)
    return isNew
  }

  return {
    phase(text) {
      counter.phase(text)
      draw()
    },
    plan(total, requests) {
      counter.plan(total, requests)
      draw()
    },
    open(cell) {
      counter.open(cell, now())
      draw()
    },
    close: counter.close,
    finish(result, planned) {
      counter.finish(result, planned)
      const { done, total } = counter.state()
      if (detail === 'verbose') print(plainLine(result, done, total))
      const shown = detail === 'quiet' ? [] : failuresOf(result)
      for (const check of shown) {
        if (isNewKind(check) || detail === 'verbose') print(colours.red(failureLine(result, check)))
      }
      draw()
    },
    skip: counter.skip,
    sent: counter.sent,
    received: counter.received,
    retry(cell, { reason, wait }) {
      counter.retry()
      if (detail === 'verbose') {
        print(visible(`retry ${keyOf(cell)}: ${reason}, again in ${duration(wait)}`))
      }
      draw()
    },
    hold(host, why, milliseconds) {
      counter.hold(host, why, now() + milliseconds)
      draw()
    },
    interrupt() {
      const { open } = counter.state()
      const waiting = open > 0 ? `waiting for ${count(open, 'exchange')}, then ` : ''
      print(`Stopping: ${waiting}writing the reports. Press Ctrl-C again to end now.`)
      draw()
    },
    tick,
    clear() {
      counter.phase('')
      clear()
      startClock()
    },
    stop() {
      stopped = true
      clearInterval(timer)
      clear()
    },
  }
}

function plainLine(result: CellResult, done: number, total: number): string {
  const retried = result.retries > 0 ? `, ${count(result.retries, 'retry', 'retries')}` : ''
  const took = `${duration(result.durationMs)}${retried}`
  return visible(
    `${String(done).padStart(String(total).length)}/${total} ${result.verdict} ${cellKey(result)} ${took}`,
  )
}

function failuresOf(result: CellResult): CheckResult[] {
  return checksOf(result).filter(({ verdict }) => shownAtOnce.has(verdict))
}

function failureLine(result: CellResult, check: CheckResult): string {
  const { mark } = verdictDescriptions[check.verdict]
  const location = locationText(result)
  const name = `${mark} ${result.case}/${check.id}   ${check.level.toUpperCase()}   ${location}: `
  return truncate(visible(name + sentenceOf(check)), longestLine)
}
