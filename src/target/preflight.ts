/** Finds out, as cheaply as can be, what of a target can be judged at all. */
import pLimit from 'p-limit'
import type { Exchange } from '../data/exchange.ts'
import { createRedactor } from '../wire/redact.ts'
import { bodyJson, member } from './body.ts'
import type { PreflightEntry, PreflightResult } from './preflight-entry.ts'
import { refusesCaller } from './remedy.ts'
import type { ResolvedTarget } from './resolved.ts'
import type { SendFn } from './send.ts'
import { trySpot, type Spot, type TryOptions } from './try-spot.ts'

export interface PreflightOptions extends TryOptions {
  /** Surfaces and regions tried at a time. */
  readonly concurrency?: number
}

/** Enough that thirty regions take the time of a few, one of them dead. */
const usualConcurrency = 16

/**
 * Tries every surface in every region. A server that answers, whatever it answers, can be judged;
 * only refused credentials, refused models and silence are obstacles.
 *
 * @param send sends one request within its own limits of time; must not throw
 */
export async function preflight(
  target: ResolvedTarget,
  send: SendFn,
  options: PreflightOptions = {},
): Promise<PreflightResult> {
  const spots = spotsOf(target)
  const limit = pLimit(options.concurrency ?? usualConcurrency)
  const tried = await Promise.all(
    spots.map(async (spot) => limit(async () => trySpot(spot, target, send, options))),
  )
  const redact = createRedactor(target.secrets)
  const entries = tried
    .flatMap((one) => one.entries)
    .map((entry) => hidden(entry, (text) => redact.text(text)))
  const fatal = fatalOf(entries)
  return {
    entries,
    warnings: [...keyWarnings(spots), ...answerWarnings(entries), ...modelWarnings(target)],
    requests: tried.reduce((sum, one) => sum + one.requests, 0),
    ...(fatal !== undefined && { fatal }),
  }
}

/** Regions in which a model is asked for: nothing is planned in the others. */
function spotsOf(target: ResolvedTarget): Spot[] {
  return target.surfaces.flatMap((surface) => {
    const asked = surface.regions.filter((region) =>
      surface.models.some((model) => (model.regions ?? surface.regions).includes(region)),
    )
    return asked.map((region) => {
      return { surface, region, problems: target.localProblems(surface, region) }
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

function keyWarnings(spots: readonly Spot[]): string[] {
  const problems = spots.flatMap((spot) => spot.problems)
  return distinct(problems.filter(({ severity }) => severity === 'warning').map(sentences))
}

/** Answers that let the run go on but will show in it. */
function answerWarnings(entries: readonly PreflightEntry[]): string[] {
  const odd = entries.filter(({ ok, class: found }) => ok && found !== 'available')
  return distinct(odd.map(({ message }) => message))
}

/** A model that the server itself does not list is most likely a slip of the pen. */
function modelWarnings({ discovered, surfaces }: ResolvedTarget): string[] {
  const listed = discovered === undefined ? [] : listedIds(discovered)
  if (listed.length === 0) return []
  return surfaces
    .flatMap(({ models }) => models)
    .filter(({ id }) => !listed.includes(id))
    .map(({ id }) => `The server does not list ${id}; it lists ${listed.slice(0, 5).join(', ')}.`)
}

function listedIds(exchange: Exchange): string[] {
  const data = member(bodyJson(exchange), 'data')
  const ids = Array.isArray(data) ? data.map((entry) => member(entry, 'id')) : []
  return ids.filter((id) => typeof id === 'string')
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}
