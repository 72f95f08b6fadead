/** Finds out, as cheaply as can be, what of a target can be judged at all. */
import pLimit from 'p-limit'
import type { Send } from '../../model/exchange.ts'
import { createRedactor, type Redactor } from '../../wire/secrets/redact.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import type { PreflightEntry, PreflightResult } from './entry.ts'
import { refusesCaller } from './remedy.ts'
import type { ResolvedTarget } from '../resolve/resolved.ts'
import { tryLocation, type CellLocation, type Tried, type TryOptions } from './try-location.ts'

export interface PreflightOptions extends TryOptions {
  /** Endpoints and regions tried concurrently. */
  readonly concurrency?: number
}

/** Enough that thirty regions take the time of a few, one of them dead. */
const usualConcurrency = 16

/** Preflight under way: a region that is slow to answer holds up none but itself. */
export interface Preflight {
  /** The result of trying an endpoint in a region; undefined if nothing was tried. */
  readonly location: (
    endpointKind: string,
    region: string,
  ) => Promise<readonly PreflightEntry[]> | undefined
  /**
   * Settles as soon as something can be judged, or nothing: then with one sentence and its remedy.
   */
  readonly fatal: Promise<string | undefined>
  /** Everything, when the last has answered. */
  readonly result: Promise<PreflightResult>
}

/**
 * Tries every endpoint in every region. A server that answers, whatever it answers, can be judged;
 * only refused credentials, refused models and silence keep it from being judged.
 *
 * @param send sends one request within its own limits of time; must not throw
 */
export function startPreflight(
  target: ResolvedTarget,
  send: Send,
  options: PreflightOptions = {},
): Preflight {
  const limit = pLimit(options.concurrency ?? usualConcurrency)
  const locations = locationsOf(target)
  // Once for all: to make one is work when there is a key for each region.
  const redact = createRedactor(target.secrets)
  const tried = new Map<string, Promise<Tried>>()
  for (const location of locations) {
    const one = limit(async () => tryLocation(location, target, send, options))
    tried.set(
      nameOf(location.endpoint.kind, location.region),
      one.then((found) => withoutSecrets(found, redact)),
    )
  }
  const result = gather([...tried.values()], locations)
  return {
    location: (endpointKind, region) =>
      tried.get(nameOf(endpointKind, region))?.then(({ entries }) => entries),
    fatal: Promise.race([judgeable([...tried.values()]), result.then(({ fatal }) => fatal)]),
    result,
  }
}

/** The same, waited for. */
export async function preflight(
  target: ResolvedTarget,
  send: Send,
  options: PreflightOptions = {},
): Promise<PreflightResult> {
  return startPreflight(target, send, options).result
}

function nameOf(endpointKind: string, region: string): string {
  return `${endpointKind} ${region}`
}

/** Settles when the first endpoint and region turn out to be judgeable; never when none does. */
async function judgeable(tried: readonly Promise<Tried>[]): Promise<undefined> {
  return new Promise((resolve) => {
    for (const one of tried) {
      void one.then(({ entries }) => entries.some(isAnswer) && resolve(undefined))
    }
  })
}

function withoutSecrets({ entries, ...rest }: Tried, redact: Redactor): Tried {
  return { ...rest, entries: entries.map((entry) => hidden(entry, (text) => redact.text(text))) }
}

async function gather(
  tried: readonly Promise<Tried>[],
  locations: readonly CellLocation[],
): Promise<PreflightResult> {
  const all = await Promise.all(tried)
  const entries = all.flatMap((one) => one.entries)
  const ofModels = locations.flatMap((location, at) =>
    modelWarnings(location, all[at]?.listed ?? []),
  )
  const fatal = fatalOf(entries)
  return {
    entries,
    warnings: [...keyWarnings(locations), ...answerWarnings(entries), ...distinct(ofModels)],
    requests: all.reduce((sum, one) => sum + one.requests, 0),
    ...(fatal !== undefined && { fatal }),
  }
}

/** Regions in which a model is asked for: nothing is planned in the others. */
function locationsOf(target: ResolvedTarget): CellLocation[] {
  return target.endpoints.flatMap((endpoint) => {
    const asked = endpoint.regions.filter((region) =>
      endpoint.models.some((model) => (model.regions ?? endpoint.regions).includes(region)),
    )
    return asked.map((region) => {
      return { endpoint, region, problems: target.localProblems(endpoint, region) }
    })
  })
}

/** The server's words may hold what was sent to it. */
function hidden(entry: PreflightEntry, redact: (text: string) => string): PreflightEntry {
  const { evidence, message } = entry
  const shown = { ...entry, message: redact(message) }
  if (evidence?.message === undefined) return shown
  return { ...shown, evidence: { ...evidence, message: redact(evidence.message) } }
}

function isAnswer({ ok, step, class: found }: PreflightEntry): boolean {
  return ok || (step === 'model' && !refusesCaller(found))
}

/**
 * When nothing can be judged: silence everywhere, or refusal of whoever asks. Where models are
 * refused for what they are, a server has answered, and the cells say so.
 */
function fatalOf(entries: readonly PreflightEntry[]): string | undefined {
  if (entries.length === 0 || entries.some(isAnswer)) return undefined
  const [first = '', ...others] = distinct(entries.map(sentences))
  return others.length === 0 ? first : `${first} (${others.length} more of its places fail too.)`
}

function sentences({ message, remedy }: { message: string; remedy: string }): string {
  return `${message} ${remedy}`.trim()
}

function keyWarnings(locations: readonly CellLocation[]): string[] {
  const problems = locations.flatMap((location) => location.problems)
  return distinct(problems.filter(({ severity }) => severity === 'warning').map(sentences))
}

/** Answers that let the run go on but will show in it. */
export function answerWarnings(entries: readonly PreflightEntry[]): string[] {
  const odd = entries.filter(({ ok, class: found }) => ok && found !== 'available')
  return distinct(odd.map(sentences))
}

/** A model that the server itself does not list is most likely a slip of the pen. */
function modelWarnings({ endpoint }: CellLocation, listed: readonly string[]): string[] {
  if (listed.length === 0) return []
  return endpoint.models
    .filter(({ id }) => !listed.some((pattern) => matchesGlob(pattern, id)))
    .map(({ id }) => `The server does not list ${id}; it lists ${listed.slice(0, 5).join(', ')}.`)
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}
