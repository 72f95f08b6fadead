/** Sends the planned cells and gathers their runs. */
import type { Send } from '../../model/exchange.ts'
import { setMaxListeners } from 'node:events'
import type { Cell } from '../../model/plan.ts'
import type { Verdict } from '../../model/names.ts'
import { defaultSamples, mostSamples } from '../../model/run/samples.ts'
import { createLimitMember } from './request/limit-member.ts'
import { createRedactor } from '../../wire/secrets/redact.ts'
import type { Target } from '../../model/target.ts'
import type { Progress } from '../../report/terminal/progress/progress.ts'
import { runAfterCanaries } from './canary/after-canaries.ts'
import { createAsked } from './asked.ts'
import { createServed, type Served } from './canary/served.ts'
import { createOwnIds } from '../judge/own-ids.ts'
import { createBreaker } from './limits/breaker.ts'
import { fingerprint, portableFingerprint } from '../../judge/blame/fingerprint.ts'
import { apiNamed } from '../blame/other-api.ts'
import type { RunContext } from './context.ts'
import { createMemory } from './limits/memory.ts'
import { createOpenEnds } from './limits/open-end.ts'
import { createRepeats, defaultRetryPolicy } from './limits/retry.ts'
import { createPace } from './limits/pace.ts'
import { sum } from '../../model/lists/lists.ts'
import { plannedRequests } from './schedule/planned-requests.ts'
import { defaultConcurrency, type RunEvents } from './schedule/run-cells.ts'
import type { CellRun } from './run-cell.ts'
import type { RunFlags, SelectionFlags } from '../flags.ts'
import { runByLocation, type Blocked } from './schedule/run-by-location.ts'
import { createRunNonces } from './values/run-nonces.ts'

/** Repeats that a small run may need because a server starts or throttles. */
const fewestRepeats = 50

/** What to do about a host that was given up. */
const slower = 'raise its limit, or send less with --budget or --concurrency.'

/**
 * Milliseconds after an answer is over: a proxy may pass on the end of a stream late. With a short
 * `--timeout` it is that, but enough for a slow server to send the last events one by one.
 */
const openPatience = { usual: 30_000, least: 6000 }

/** What all ways of running cells need. */
export interface Setting {
  readonly target: Target
  readonly flags: SelectionFlags &
    Partial<Pick<RunFlags, 'strict' | 'concurrency' | 'timeout' | 'against'>>
  readonly send: Send
  readonly signal: AbortSignal
}

export interface Execution extends Setting {
  readonly cells: readonly Cell[]
  readonly flags: RunFlags
  readonly blocked: Blocked
  /** Where the run shows how far it is. */
  readonly progress?: Progress
  /** Called with what the first play of a cell says, where samples follow, and with its verdict. */
  readonly onVerdict?: (cell: Cell, verdict: Verdict) => void
}

export interface Executed {
  readonly runs: readonly CellRun[]
  /** What ended a part of the run early, one sentence each. */
  readonly problems: readonly string[]
  readonly isServed: Served['isAnswering']
}

/** Runs every cell that is not blocked; blocked cells stay in the result, unjudged. */
export async function execute(execution: Execution): Promise<Executed> {
  const { cells, progress } = execution
  const usual = contextOf(execution, progress)
  const planned = plannedRequests(cells, usual.samples.least)
  const requests = sum([...planned.values()])
  const context = { ...usual, repeats: createRepeats(Math.max(fewestRepeats, requests)) }
  const events: RunEvents = {
    onFirst: (cell, { verdict }) => execution.onVerdict?.(cell, verdict),
    onFinish: ({ cell, result }) => {
      progress?.finish(result, planned.get(cell))
      execution.onVerdict?.(cell, result.verdict)
    },
    onSkip: (cell) => progress?.skip(planned.get(cell)),
  }
  progress?.plan(cells.length, requests)
  const runs = await runByLocation(cells, {
    blocked: execution.blocked,
    context,
    events,
    concurrency: concurrencyOf(execution),
    stage: runAfterCanaries,
  })
  const problems = context.pace
    .givenUp()
    .map((why) => `${why} What was not sent by then is not judged: ${slower}`)
  return { runs, problems, isServed: context.served.isAnswering }
}

/** Exchanges at a time with a host of the reference, whose streams take their time: at 8 the processor waits. */
const embeddedConcurrency = 16

function concurrencyOf({ target, flags }: Pick<Setting, 'target' | 'flags'>): number {
  const isEmbedded = target.close !== undefined
  return flags.concurrency ?? (isEmbedded ? embeddedConcurrency : defaultConcurrency)
}

/** The context of a run, from flags and defaults. */
export function contextOf(setting: Setting, progress?: Progress): RunContext {
  const { target, flags, send, signal } = setting
  setMaxListeners(0, signal) // every exchange that waits to retry listens, so many listeners are not a leak
  const memory = createMemory()
  return {
    send: progress === undefined ? send : countedSend(send, progress),
    strict: flags.strict ?? false,
    clean: createRedactor(target.secrets).text,
    samples: {
      least: flags.samples ?? defaultSamples,
      most: flags.samples ?? mostSamples,
    },
    retry: defaultRetryPolicy,
    breaker: createBreaker({
      onHold: (location, milliseconds) => progress?.hold(location, 'does not answer', milliseconds),
    }),
    openEnds: createOpenEnds(Math.max(openPatience.least, flags.timeout ?? openPatience.usual)),
    memory,
    asked: createAsked(memory),
    served: createServed(),
    nonces: createRunNonces(),
    ownIds: createOwnIds(),
    limitMember: createLimitMember(),
    ...formOf(flags),
    pace: createPace(concurrencyOf(setting), {
      signal,
      onHold: (host, milliseconds) => progress?.hold(host, 'refuses', milliseconds),
    }),
    baseline: target.baseline,
    signal,
    onOpen: (cell) => {
      progress?.open(cell)
      return () => progress?.close(cell)
    },
    onRetry: (cell, exchange, wait) =>
      progress?.retry(cell, {
        reason: exchange.response
          ? `HTTP ${exchange.response.status}`
          : (exchange.failure?.kind ?? '?'),
        wait,
      }),
  }
}

function countedSend(send: Send, progress: Progress): Send {
  return async (request, options) => {
    progress.sent()
    return send(request, options).finally(() => progress.received())
  }
}

/** What of replies is compared: by another API, what both can say. */
function formOf(flags: Pick<RunFlags, 'against' | 'againstEndpoint'>): Pick<RunContext, 'formOf'> {
  if (flags.against === undefined) return {}
  return { formOf: apiNamed(flags) !== undefined ? portableFingerprint : fingerprint }
}
