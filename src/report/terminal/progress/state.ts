/** What is known of a run while it goes on. */
import type { Cell } from '../../../model/plan.ts'
import type { CellResult } from '../../../model/report.ts'
import { checksOf } from '../../model/checks.ts'
import { visible } from '../../text/visible.ts'

const counted = ['fail', 'error', 'warn'] as const

/** A cell that waits for an answer, and since when, in milliseconds. */
export interface Running {
  readonly name: string
  readonly since: number
}

/** The counts of a run. */
export interface RunState {
  /** What is done before cells are sent; empty afterwards. */
  readonly phase: string
  /** Cells planned, and cells that are judged or will not be sent. */
  readonly total: number
  readonly done: number
  /** Requests that are expected in all: those of cells that are judged, and the plan of the others. */
  readonly planned: number
  /** Requests sent, and those of them that have not ended. */
  readonly requests: number
  readonly open: number
  readonly retries: number
  /** Checks by verdict. */
  readonly fail: number
  readonly error: number
  readonly warn: number
  /** The cells that wait for an answer, the one that waits longest first. */
  readonly running: readonly Running[]
  /** The hosts to which nothing is sent, each until a time in milliseconds, which may be over. */
  readonly holds: ReadonlyMap<string, Hold>
  /** When the first exchange began, in milliseconds; absent before. */
  readonly begun?: number
}

/** Keeps the counts. */
export interface Counter {
  readonly state: () => RunState
  phase(text: string): void
  plan(total: number, requests: number): void
  open(cell: Cell, now: number): void
  close(cell: Cell): void
  finish(result: CellResult, planned?: number): void
  skip(planned?: number): void
  sent(): void
  received(): void
  retry(): void
  hold(host: string, why: HoldReason, until: number): void
}

/** What a host does to which nothing is sent for a while. */
export type HoldReason = 'refuses' | 'does not answer'

interface Hold {
  readonly why: HoldReason
  readonly until: number
}

/** A counter at nothing. */
export function createCounter(): Counter {
  const running = new Map<Cell, Running & { readonly exchanges: number }>()
  const counts = {
    total: 0,
    planned: 0,
    done: 0,
    requests: 0,
    open: 0,
    retries: 0,
    fail: 0,
    error: 0,
    warn: 0,
  }
  const holds = new Map<string, Hold>()
  let phase = ''
  let begun: number | undefined
  return {
    state: () => ({
      ...counts,
      phase,
      running: [...running.values()],
      holds,
      ...(begun !== undefined && { begun }),
    }),
    phase(text) {
      phase = text
    },
    plan(total, requests) {
      phase = ''
      counts.total = total
      counts.planned = requests
    },
    open(cell, now) {
      begun ??= now
      const { since = now, exchanges = 0 } = running.get(cell) ?? {}
      running.set(cell, { name: visible(cell.case.id), since, exchanges: exchanges + 1 })
    },
    close(cell) {
      const before = running.get(cell)
      if (before === undefined) return
      if (before.exchanges > 1) running.set(cell, { ...before, exchanges: before.exchanges - 1 })
      else running.delete(cell)
    },
    finish(result, planned = result.requests) {
      counts.done += 1
      counts.planned += result.requests - planned
      for (const { verdict } of checksOf(result)) {
        const found = counted.find((name) => name === verdict)
        if (found !== undefined) counts[found] += 1
      }
    },
    skip(planned = 0) {
      counts.done += 1
      counts.planned -= planned
    },
    sent() {
      counts.requests += 1
      counts.open += 1
    },
    received() {
      counts.open -= 1
    },
    retry() {
      counts.retries += 1
    },
    hold(host, why, until) {
      const name = visible(host)
      const before = holds.get(name)
      if (before === undefined || until > before.until) holds.set(name, { why, until })
    },
  }
}
