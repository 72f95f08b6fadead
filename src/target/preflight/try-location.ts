/** Tries one endpoint in one region and classifies the result. */
import type { Exchange, HeaderList, Send } from '../../model/exchange.ts'
import type { ErrorReply } from '../../model/observation.ts'
import type { ApiName } from '../../model/names.ts'
import type { Endpoint } from '../../model/target.ts'
import { headerValue } from '../../model/headers.ts'
import { append } from '../../model/lists/lists.ts'
import { listedIds } from '../resolve/discover.ts'
import { bodyObject, bodyText } from './body.ts'
import { classify } from '../../protocol/errors/classify.ts'
import type { Classified } from '../../model/answer.ts'
import type { KeyProblem } from '../auth/key/key-problem.ts'
import type { PreflightEntry } from './entry.ts'
import { outgoing } from '../reach/outgoing.ts'
import { modelProbesOf, probesOf, type Probe } from './probe.ts'
import {
  stepOf,
  stopsModel,
  describeFailure,
  describeOdd,
  describeRefusal,
  describeRefusedKey,
  type Description,
} from './remedy.ts'
import type { ResolvedTarget } from '../resolve/resolved.ts'

/** A place to try. */
export interface CellLocation {
  readonly endpoint: Endpoint
  readonly region: string
  /** Problems known without a request. */
  readonly problems: readonly KeyProblem[]
}

/** The result of trying an endpoint in a region. */
export interface Tried {
  readonly entries: readonly PreflightEntry[]
  readonly requests: number
  /** Ids of the models that the server lists, where it was asked. */
  readonly listed?: readonly string[]
}

export interface TryOptions {
  /** APIs that are judged; absent: all. */
  readonly judged?: ReadonlySet<ApiName>
  /** Reads an error from a body, as the checks do; without it only the text is looked at. */
  readonly readError?: (json: unknown, headers: HeaderList) => ErrorReply | undefined
  readonly signal?: AbortSignal
}

/**
 * Probes a location. Nothing is sent where a problem is known beforehand; after a failure that
 * concerns the whole region, its other models are not tried.
 */
export async function tryLocation(
  location: CellLocation,
  target: ResolvedTarget,
  send: Send,
  options: TryOptions,
): Promise<Tried> {
  const wrong = location.problems.find(({ severity }) => severity === 'error')
  if (wrong !== undefined) return { entries: [localEntry(location, wrong)], requests: 0 }
  const { endpoint, region } = location
  const listed = await tryProbes(
    probesOf(endpoint, region, options.judged),
    location,
    target,
    send,
    options,
  )
  if (!listed.entries.some(isForbiddenList)) return listed
  // Who may call a model need not be let see the list: keys are limited so, and gateways have no such path.
  const probes = modelProbesOf(endpoint, region, options.judged)
  const called = await tryProbes(probes, location, target, send, options)
  const { entries } = called.entries.length > 0 ? called : listed
  return { entries, requests: listed.requests + called.requests }
}

function isForbiddenList({ step, model, class: found, evidence }: PreflightEntry): boolean {
  const isForbidden = found === 'unclassified' && evidence?.status === 403
  return step === 'key' && model === undefined && isForbidden
}

async function tryProbes(
  probes: readonly Probe[],
  location: CellLocation,
  target: ResolvedTarget,
  send: Send,
  options: TryOptions,
): Promise<Tried> {
  const { discovered } = target
  const entries: PreflightEntry[] = []
  const listed: string[] = []
  let requests = 0
  for (const probe of probes) {
    const isAnswered = probe.model === undefined && discovered !== undefined
    const exchange = isAnswered ? discovered : await ask(probe, location, send, options)
    if (!isAnswered) requests += 1
    if (probe.model === undefined) append(listed, listedIds(exchange))
    const wasAnswered = entries.length > 0
    const entry = judge(exchange, { probe, location, target, options, wasAnswered })
    entries.push(entry)
    if (!entry.ok && entry.model === undefined) break
  }
  return { entries, requests, listed }
}

function localEntry({ endpoint, region }: CellLocation, problem: KeyProblem): PreflightEntry {
  const { message, remedy } = problem
  const at = { endpoint: endpoint.kind, region, ok: false, step: 'credentials' } as const
  return { ...at, class: problem.class, message, remedy }
}

async function ask(
  { request }: Probe,
  { endpoint, region }: CellLocation,
  send: Send,
  { signal }: TryOptions,
): Promise<Exchange> {
  const whole = await outgoing(endpoint, request, { region, choice: 'default' })
  return send(whole, signal === undefined ? {} : { signal })
}

interface Trial {
  readonly probe: Probe
  readonly location: CellLocation
  readonly target: ResolvedTarget
  readonly options: TryOptions
  /** Another model of the region has been answered: what comes now concerns this one alone. */
  readonly wasAnswered: boolean
}

function judge(exchange: Exchange, trial: Trial): PreflightEntry {
  const { probe, location, wasAnswered } = trial
  const whole = { endpoint: location.endpoint.kind, region: location.region }
  const ofModel = { ...whole, ...(probe.model !== undefined && { model: probe.model }) }
  const { response, failure } = exchange
  // A response that breaks off was a response: that is for the checks to judge.
  if (response === undefined && failure !== undefined) {
    const described = describeFailure(
      failure,
      originOf(probe),
      trial.target.startAdvice(location.endpoint),
      trial.target.connection?.unixSocket,
    )
    const at = wasAnswered ? ofModel : whole
    return { ...at, ok: false, step: stepOf(failure), ...classify({ failure }), ...described }
  }
  const classified = classifyAnswer(exchange, trial.options)
  const { class: found, evidence } = classified
  const { kind: endpointKind, curl } = location.endpoint
  const at = {
    address: originOf(probe),
    endpointKind,
    variable: curl?.tokenVariable,
    isKeySent: headerValue(exchange.request.headers, 'authorization') !== undefined,
    ...ofModel,
  }
  if (refusesCredentials(classified)) {
    const described = describeRefusedKey(evidence, at)
    return {
      ...(wasAnswered ? ofModel : whole),
      ok: false,
      step: 'key',
      ...classified,
      ...described,
    }
  }
  if (probe.model !== undefined && stopsModel(found)) {
    const described = describeRefusal(found, evidence, at)
    return { ...ofModel, ok: false, step: 'model', ...classified, ...described }
  }
  return { ...ofModel, ok: true, ...classified, ...answers(classified, probe, location) }
}

/** A 403 of unknown wording says no all the same (RFC 9110 section 15.5.4). */
function refusesCredentials({ class: found, evidence }: Classified): boolean {
  return found === 'auth' || (found === 'unclassified' && evidence.status === 403)
}

function originOf({ request }: Probe): string {
  return new URL(request.url).origin
}

function classifyAnswer(exchange: Exchange, { readError }: TryOptions): Classified {
  const { response } = exchange
  const error = readError?.(bodyObject(exchange), response?.headers ?? [])
  return classify({
    ...(response !== undefined && { status: response.status, headers: response.headers }),
    ...(error !== undefined && { error }),
    text: bodyText(exchange),
  })
}

function answers(
  { class: found, evidence }: Classified,
  probe: Probe,
  { endpoint }: CellLocation,
): Description {
  const address = originOf(probe)
  if (found === 'available') return { message: `${address} answers.`, remedy: '' }
  const { method, url } = probe.request
  const asked = `${method} ${new URL(url).pathname}`
  const message = `${address} answers ${asked} with status ${evidence.status} (${found}).`
  return { message, remedy: describeOdd(evidence, endpoint) }
}
