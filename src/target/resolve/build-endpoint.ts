/** From an endpoint's file to the endpoint that the runner uses. */
import type { Endpoint, Profile } from '../../model/target.ts'
import type { ApiName } from '../../model/names.ts'
import { fillEndpoint } from './endpoint.ts'
import { expectedAt } from './regions/expectations.ts'
import type { RegionFile } from '../files/region-format.ts'
import { suffixOf } from './regions/regions.ts'
import type { EndpointFile } from '../files/target-format.ts'

/** Where an endpoint's APIs are. */
export interface Addresses {
  /** Template of the APIs that have no host of their own. */
  readonly endpoint: string
  /** Template for APIs that have: `bedrock-control`. Absent: the file's. */
  readonly control?: string
  /** Origins of regions that live somewhere else. */
  readonly elsewhere?: Readonly<Record<string, string>>
}

/** What is known of an endpoint, and where the rest of it is read. */
export interface EndpointParts extends Pick<
  Endpoint,
  | 'addExtras'
  | 'authorize'
  | 'canSign'
  | 'curl'
  | 'hasCredentials'
  | 'key'
  | 'models'
  | 'regions'
  | 'upstream'
> {
  readonly file: EndpointFile
  readonly addresses: Addresses
  readonly profiles: ReadonlyMap<string, Profile>
  readonly regionFile: RegionFile
}

/** Puts an endpoint together. `profiles` must hold what the file names. */
export function buildEndpoint(parts: EndpointParts): Endpoint {
  const { file, addresses, profiles, regionFile, ...known } = parts
  const offered = file.regions?.offered
  return {
    ...known,
    kind: file.kind,
    apis: servedApis(file),
    onRequest: servedApis(file).filter((api) => entryOf(file, api).onRequest === true),
    capabilities: defined(file.capabilities),
    ...(offered !== undefined && {
      expected: (model, region, api) => expectedAt({ model, region, api }, regionFile, offered),
    }),
    baseUrl: (api, region) => {
      const { base, endpoint } = entryOf(file, api)
      const own = endpoint === undefined ? undefined : (addresses.control ?? endpoint)
      const url = fillEndpoint(own ?? addresses.endpoint, region, suffixOf(region, regionFile))
      return moved(url, addresses.elsewhere?.[region]) + base
    },
    profile: (api) => {
      const { profile } = entryOf(file, api)
      const found = profiles.get(profile)
      if (found === undefined) throw new Error(`No profile ${profile}; it was checked on loading.`)
      return found
    },
  }
}

/** `url` at another origin, when there is one. */
function moved(url: string, origin: string | undefined): string {
  return origin === undefined ? url : url.replace(/^[^:]+:\/\/[^/]+/, origin)
}

/** The APIs of an endpoint, in the file's order. */
function servedApis(file: EndpointFile): ApiName[] {
  return Object.keys(file.apis) as ApiName[]
}

function entryOf(file: EndpointFile, api: ApiName): NonNullable<EndpointFile['apis'][ApiName]> {
  const entry = file.apis[api]
  if (entry !== undefined) return entry
  throw new Error(`${file.kind} does not serve ${api}. Ask only for its \`apis\`.`)
}

function defined<Name extends string>(
  claims: Readonly<Partial<Record<Name, boolean | undefined>>>,
): Partial<Record<Name, boolean>> {
  const entries = Object.entries(claims).filter(([, claim]) => claim !== undefined)
  return Object.fromEntries(entries) as Partial<Record<Name, boolean>>
}
