/** Which endpoint and region a URL means. */
import type { Endpoint } from '../answer.ts'
import { regions } from '../regions/regions.ts'

export interface Location {
  readonly endpoint: Endpoint
  readonly region: string
  /** What is left of the path. */
  readonly path: string
}

const hosts: readonly (readonly [RegExp, Endpoint])[] = [
  [/^bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/u, 'runtime'],
  [/^bedrock-mantle\.([a-z0-9-]+)\.api\.aws$/u, 'mantle'],
  [/^bedrock(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/u, 'control'],
]

/** Looks like a region, whether or not there is one of that name. */
const regionShaped = /^[a-z]{2,5}(?:-[a-z]+){1,2}-\d+$/u

/**
 * The place of a request by its Host, when that is one of Bedrock's own names, else by the first
 * segments of its path. Undefined for a region that Bedrock does not have.
 */
export function locationOf(
  host: string,
  path: string,
  defaultRegion: string,
): Location | undefined {
  const named = hostLocation(host, path)
  if (named !== undefined) return known(named)
  const [, first = '', second = '', ...rest] = path.split('/')
  if (first === 'mantle' || first === 'control') {
    return known({ endpoint: first, region: second, path: `/${rest.join('/')}` })
  }
  if (!regionShaped.test(first)) return { endpoint: 'runtime', region: defaultRegion, path }
  return known({ endpoint: 'runtime', region: first, path: path.slice(first.length + 1) || '/' })
}

/** The place of a request to one of Bedrock's own names; undefined for every other name. */
export function bedrockLocation(host: string, path: string): Location | undefined {
  const named = hostLocation(host, path)
  return named && known(named)
}

function hostLocation(host: string, path: string): Location | undefined {
  const name = host.replace(/:\d+$/u, '').toLowerCase()
  for (const [pattern, endpoint] of hosts) {
    const region = pattern.exec(name)?.[1]
    if (region !== undefined) return { endpoint, region, path }
  }
  return undefined
}

function known(location: Location): Location | undefined {
  return regions.includes(location.region) ? location : undefined
}
