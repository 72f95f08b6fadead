/** Determines how each recording is judged: endpoint, profile, region, model, expectation. */
import type { Expectation } from '../../model/case.ts'
import { suggest } from '../../model/text/nearest.ts'
import { apiFacts } from '../../model/apis.ts'
import { memoByAll } from '../../model/lists/memo.ts'
import type { Exchange } from '../../model/exchange.ts'
import { parseJson } from '../../model/json/shape.ts'
import type { Endpoint, Model, Profile } from '../../model/target.ts'
import { familyOfBody } from '../../protocol/invoke/family-of-body.ts'
import { apis } from '../../protocol/registry.ts'
import { observe } from '../observe/observe.ts'
import { endpointKinds, type ApiName, type EndpointKind } from '../../model/names.ts'
import type { Recording } from './recording.ts'
import { marksOf } from './marks.ts'
import { loadKnownFiles, type KnownFiles } from '../../target/files/known-files.ts'
import { isProblem } from '../../target/problem.ts'
import type { EndpointFile } from '../../target/files/target-format.ts'
import type { KnownEntry } from './files.ts'
import { endpointKindOf, modelOf, regionOf } from './location.ts'
import { Problem } from '../../model/problem.ts'

/** What the user states in place of what the recording shows. */
export interface Hints {
  /** Id of a profile. */
  readonly profile?: string
  readonly front?: EndpointKind
}

/**
 * Makes recordings of entries, one at a time: the exchange of each is read when it is made.
 *
 * @param llamaHosts hosts that the files show to be a Llama Stack
 * @throws Problem when a hint names a profile that is not there, or one of our files is broken
 */
export function recordingMaker(
  hints: Hints,
  llamaHosts: ReadonlySet<string>,
): (entry: KnownEntry) => Recording {
  const known = loadKnownFiles()
  if (isProblem(known)) throw new Problem(known.problem)
  const profile = hints.profile === undefined ? undefined : profileNamed(hints.profile, known)
  const endpoint = memoByAll<Endpoint>()
  return ({ api, id, source, wants, read }) => {
    const { exchange, recorded, entry, searched } = read()
    const guess = endpointKindNamed(entry['_front']) ?? endpointKindOf(exchange, api, llamaHosts)
    const endpointKind = serves(hints.front, api, known) ? (hints.front ?? guess) : guess
    const model = withFamily(modelOf(exchange, entry['_model']), exchange, api)
    const noted = entry['_region']
    const region = typeof noted === 'string' && noted !== '' ? noted : regionOf(exchange)
    const expect = expectationOf(entry['_expect'])
    return {
      id,
      title: titleOf(exchange),
      exchange,
      recorded,
      marks: marksOf(entry),
      as: {
        api,
        region,
        model,
        endpoint: endpoint([endpointKind, api], () =>
          endpointOf(endpointKind, api, known, profile),
        ),
        ...(wants && { wants }),
      },
      ...(expect && { expect }),
      searched,
      source,
    }
  }
}

/** The model with the family that the bodies of InvokeModel show, where its id names none. */
function withFamily(model: Model, exchange: Exchange, api: ApiName): Model {
  if (model.family !== 'unknown' || apiFacts[api].family !== 'invoke') return model
  const { body, items } = observe(exchange, apis[api], model)
  const asked = parseJson(new TextDecoder().decode(exchange.request.body))
  return { ...model, family: familyOfBody(asked, body?.json ?? items[0]?.json) ?? 'unknown' }
}

function titleOf({ request, response }: Exchange): string {
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

function endpointKindNamed(value: unknown): EndpointKind | undefined {
  return endpointKinds.find((name) => name === value)
}

function fileOf(
  endpointKind: EndpointKind | undefined,
  { targets }: KnownFiles,
): EndpointFile | undefined {
  const endpoints = [...targets.values()].map(({ value }) => value.endpoint)
  return endpoints.find((endpoint) => endpoint?.kind === endpointKind)
}

function serves(endpointKind: EndpointKind | undefined, api: ApiName, known: KnownFiles): boolean {
  return endpointKind !== undefined && fileOf(endpointKind, known)?.apis[api] !== undefined
}

/** The dated expectations of an API on an endpoint. */
function profileOf(endpointKind: EndpointKind, api: ApiName, known: KnownFiles): Profile {
  const served = fileOf(endpointKind, known)?.apis ?? {}
  // What is not served by name is held to what is true of the server.
  const own = served[api] ?? (api === 'unknown-api' ? Object.values(served).at(-1) : undefined)
  const id = own?.profile
  const found = id === undefined ? undefined : known.profiles.get(id)
  if (found !== undefined) return found
  throw new Problem(
    `No profile says what ${api} looks like on ${endpointKind}: name one with --profile.`,
  )
}

/** An endpoint for judging only: nothing is sent to it. */
function endpointOf(
  endpointKind: EndpointKind,
  api: ApiName,
  known: KnownFiles,
  given: Profile | undefined,
): Endpoint {
  const profile = given ?? profileOf(endpointKind, api, known)
  return {
    kind: endpointKind,
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
