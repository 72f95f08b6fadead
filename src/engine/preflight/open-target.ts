/** From flags and environment to a target and the wire that reaches it. */
import type { ConnectionOptions, Exchange, Send } from '../../model/exchange.ts'
import { isProblem } from '../../target/problem.ts'
import { secretsOfEnvironment } from '../../target/auth/secrets.ts'
import { resolveTarget } from '../../target/resolve/resolve.ts'
import type { ResolvedTarget, StartedReference } from '../../target/resolve/resolved.ts'
import type { Client, ClientOptions } from '../../wire/http/client.ts'
import { limitsFor } from '../../wire/http/limits.ts'
import { createRedactor, type Redactor } from '../../wire/secrets/redact.ts'
import type { RunFlags, SelectionFlags } from '../flags.ts'
import { endedEarly, limitRun, timeGiven } from '../play/limits/early-end.ts'
import { Problem } from '../../model/problem.ts'
import { defaultRetryPolicy, withRetries } from '../play/limits/retry.ts'
import { readRegionDeviations } from './region-deviations.ts'

/** A target that can be sent to. */
export interface Opened {
  readonly target: ResolvedTarget
  readonly client: Client
  /** Made anew when asked, since credentials may have been renewed meanwhile. */
  readonly redactor: () => Redactor
  readonly close: () => Promise<void>
}

/** Starts the embedded reference as the flags want it, for whoever may import it. */
export type StartReference = (options: {
  readonly mutant?: string
  readonly oddity?: string
  readonly regionDeviations?: Readonly<Record<string, string>>
}) => Promise<StartedReference>

export interface OpenOptions {
  readonly startReference: StartReference
  /** Asks no server anything, not even for its models. */
  readonly quiet?: boolean
  /** Ends what is asked of the server. */
  readonly signal?: AbortSignal
}

/**
 * Resolves the target that the flags name, and starts the reference when it is that.
 *
 * @throws Problem when a name, a file or the environment must be fixed first, and where the signal or
 *   the time of the run ends it
 */
export async function openTarget(
  flags: SelectionFlags &
    Pick<Partial<RunFlags>, 'baseline' | 'updateBaseline' | 'timeout' | 'maxTime'>,
  { startReference, quiet = false, signal: given = new AbortController().signal }: OpenOptions,
): Promise<Opened> {
  refuseDeviations(flags)
  const limits = flags.timeout === undefined ? {} : limitsFor(flags.timeout)
  const time = timeGiven(flags)
  const { signal, stop } = limitRun(given, time ? { time: { ...time, left: time.given } } : {})
  const scouts: Client[] = []
  const connect = (connection: ConnectionOptions): Send => {
    const redactor = createRedactor(secretsOfEnvironment(process.env))
    const scout = clientWhenUsed({ limits, connection, redactor })
    scouts.push(scout)
    return patiently(scout.send, signal)
  }
  const target = await resolveTarget(flags.target, flags, process.env, {
    startReference: async () => playReference(flags, startReference),
    ...(!quiet && { connect }),
  }).finally(async () => {
    stop()
    await Promise.all(scouts.map(async (scout) => scout.close()))
  })
  if (signal.aborted) {
    if (!isProblem(target)) await target.close?.()
    throw endedEarly(signal)
  }
  if (isProblem(target)) throw new Problem(target.problem)
  const { connection = {}, secrets } = target
  const client = clientWhenUsed({ limits, connection, redactor: createRedactor(secrets) })
  return {
    target,
    client,
    redactor: () => createRedactor(target.secrets),
    close: async () => {
      await client.close()
      await target.close?.()
    },
  }
}

/** What a server is, is asked before there is a pace: it is waited for a little. */
const scoutRetries = { ...defaultRetryPolicy, refusals: 3, longestWait: 5000 }

/**
 * Repeats what a server refused for the moment: without its list of models and its version, others
 * would be judged, or by another baseline.
 *
 * @param signal ends a request, and the wait for the next
 */
function patiently(send: Send, signal: AbortSignal): Send {
  return async (request, options) => {
    const again = async (): Promise<Exchange> => send(request, { ...options, signal })
    const first = await again()
    // That a server cannot be reached is for preflight to find.
    if (first.response === undefined) return first
    return withRetries(async () => first, again, { policy: scoutRetries, signal })
  }
}

/** A client that is loaded by its first request: commands that send nothing start faster without it. */
function clientWhenUsed(options: ClientOptions): Client {
  let loading: Promise<Client> | undefined
  const client = async (): Promise<Client> =>
    (loading ??= import('../../wire/http/client.ts').then(({ createClient }) =>
      createClient(options),
    ))
  return {
    send: async (request, more) => (await client()).send(request, more),
    close: async () => (await loading)?.close(),
  }
}

function refuseDeviations({ target, mutant, oddity, trouble }: SelectionFlags): void {
  const given = Object.entries({ mutant, oddity, trouble }).find(([, value]) => value !== undefined)
  if (target === 'reference' || given === undefined) return
  const flag = `--${given[0]}`
  throw new Problem(`${flag} changes the embedded reference only: use it with --target=reference.`)
}

async function playReference(
  { mutant, oddity, trouble }: SelectionFlags,
  startReference: StartReference,
): Promise<StartedReference> {
  const regionDeviations = readRegionDeviations(trouble)
  return startReference({
    ...(mutant !== undefined && { mutant }),
    ...(oddity !== undefined && { oddity }),
    ...(regionDeviations !== undefined && { regionDeviations }),
  })
}
