/** Which front and region a URL means. */
import type { Front } from '../call.ts'
import { regions } from '../places/regions.ts'

export interface Place {
  readonly front: Front
  readonly region: string
  /** What is left of the path. */
  readonly path: string
}

const hosts: readonly (readonly [RegExp, Front])[] = [
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
export function placeOf(host: string, path: string, defaultRegion: string): Place | undefined {
  const named = hostPlace(host, path)
  if (named !== undefined) return known(named)
  const [, first = '', second = '', ...rest] = path.split('/')
  if (first === 'mantle' || first === 'control') {
    return known({ front: first, region: second, path: `/${rest.join('/')}` })
  }
  if (!regionShaped.test(first)) return { front: 'runtime', region: defaultRegion, path }
  return known({ front: 'runtime', region: first, path: path.slice(first.length + 1) || '/' })
}

/** The place of a request to one of Bedrock's own names; undefined for every other name. */
export function bedrockPlace(host: string, path: string): Place | undefined {
  const named = hostPlace(host, path)
  return named && known(named)
}

function hostPlace(host: string, path: string): Place | undefined {
  const name = host.replace(/:\d+$/u, '').toLowerCase()
  for (const [pattern, front] of hosts) {
    const region = pattern.exec(name)?.[1]
    if (region !== undefined) return { front, region, path }
  }
  return undefined
}

function known(place: Place): Place | undefined {
  return regions.includes(place.region) ? place : undefined
}
