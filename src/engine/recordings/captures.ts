/** Determines how each recording is judged: front, profile, region, model, expectation. */
import type { Expectation } from '../../model/case.ts'
import { suggest } from '../../model/text/nearest.ts'
import type { Profile, Surface } from '../../model/target.ts'
import { frontNames, type ApiName, type FrontName } from '../../model/words.ts'
import type { Capture } from './capture.ts'
import { marksOf } from './marks.ts'
import { loadKnownFiles, type KnownFiles } from '../../target/files/known-files.ts'
import { isProblem } from '../../target/problem.ts'
import type { SurfaceFile } from '../../target/files/target-format.ts'
import type { Recording } from './files.ts'
import { frontOf, llamaStackHosts, modelOf, regionOf } from './place.ts'
import { Problem } from '../../model/problem.ts'

/** What the user states in place of what the recording shows. */
export interface Hints {
  /** Id of a profile. */
  readonly profile?: string
  readonly front?: FrontName
}

/**
 * Makes captures of recordings.
 *
 * @throws Problem when a hint names a profile that is not there, or one of our files is broken
 */
export function toCaptures(recordings: readonly Recording[], hints: Hints): Capture[] {
  const known = loadKnownFiles()
  if (isProblem(known)) throw new Problem(known.problem)
  const profile = hints.profile === undefined ? undefined : profileNamed(hints.profile, known)
  const llamaHosts = llamaStackHosts(recordings)
  return recordings.map((recording) => {
    const { exchange, recorded, entry, api, name, source, searched } = recording
    const guess = frontNamed(entry['_front']) ?? frontOf(exchange, api, llamaHosts)
    const front = serves(hints.front, api, known) ? (hints.front ?? guess) : guess
    const model = modelOf(exchange, entry['_model'])
    const noted = entry['_region']
    const region = typeof noted === 'string' && noted !== '' ? noted : regionOf(exchange)
    const expect = expectationOf(entry['_expect'])
    return {
      id: `har.${name}`,
      title: titleOf(recording),
      exchange,
      recorded,
      marks: marksOf(entry),
      as: { api, region, model, surface: surfaceOf(front, api, known, profile) },
      ...(expect && { expect }),
      searched,
      source,
    }
  })
}

function titleOf({ exchange }: Recording): string {
  const { request, response } = exchange
  const path = request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '')
  const came = response === undefined ? 'without a response' : `answered ${response.status}`
  return `${request.method} ${path === '' ? '/' : path} ${came}`
}

function profileNamed(id: string, { profiles }: KnownFiles): Profile {
  const found = profiles.get(id)
  if (found !== undefined) return found
  const hint = suggest(id, profiles.keys()) ?? `profiles: ${[...profiles.keys()].join(', ')}`
  throw new Problem(`There is no profile "${id}"; ${hint}`)
}

function frontNamed(value: unknown): FrontName | undefined {
  return frontNames.find((name) => name === value)
}

function fileOf(front: FrontName | undefined, { targets }: KnownFiles): SurfaceFile | undefined {
  const surfaces = [...targets.values()].map(({ value }) => value.surface)
  return surfaces.find((surface) => surface?.front === front)
}

function serves(front: FrontName | undefined, api: ApiName, known: KnownFiles): boolean {
  return front !== undefined && fileOf(front, known)?.apis[api] !== undefined
}

/** The dated expectations of an API on a front. */
function profileOf(front: FrontName, api: ApiName, known: KnownFiles): Profile {
  const id = fileOf(front, known)?.apis[api]?.profile
  const found = id === undefined ? undefined : known.profiles.get(id)
  if (found !== undefined) return found
  throw new Problem(`No profile says what ${api} looks like on ${front}: name one with --profile.`)
}

/** A surface for judging only: nothing is sent to it. */
function surfaceOf(
  front: FrontName,
  api: ApiName,
  known: KnownFiles,
  given: Profile | undefined,
): Surface {
  const profile = given ?? profileOf(front, api, known)
  return {
    front,
    baseUrl: () => '',
    profile: () => profile,
    apis: [api],
    capabilities: {},
    models: [],
    regions: [],
    authorize: async () => [],
  }
}

const outcomes = ['reply', 'error', 'reply-or-error', 'any'] as const

/** The expectation of the step, which our own recordings note. */
function expectationOf(noted: unknown): Expectation | undefined {
  if (typeof noted !== 'object' || noted === null) return undefined
  const { outcome: given, error } = noted as {
    readonly outcome?: unknown
    readonly error?: unknown
  }
  const outcome = outcomes.find((name) => name === given)
  if (outcome === undefined) return undefined
  return outcome === 'reply' || typeof error !== 'string' ? { outcome } : { outcome, error }
}
