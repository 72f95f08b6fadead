/** Puts credentials on requests, right ones or deliberately wrong ones. */
import type { AuthChoice } from '../../model/case.ts'
import type { HeaderList } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import type { Authorize } from '../../model/target.ts'
import type { CredentialSource } from './credentials.ts'
import { decodeKey } from './key/key.ts'
import { forgeKey, usualLife } from './key/forge.ts'
import { sign } from './signature/sigv4.ts'

/** Gives the bearer key for a choice; undefined if there is none. */
export type KeyRing = (choice: AuthChoice, region: string) => Promise<string | undefined>

/** Milliseconds since 1970. */
export type Now = () => number

/** No form in which Bedrock has ever issued a key. */
const malformedKey = 'this-is-not-a-bedrock-key'

/** Where regions mean nothing, a forged key still has to name one. */
const someRegion = 'us-west-2'

/**
 * Wrong keys, made up here: of another region, expired an hour ago, or never issued.
 */
export function forgedKeys(now: Now): KeyRing {
  return async (choice, region) => {
    const own = region === '-' ? someRegion : region
    const issuedAt = now() - 60_000
    const life = usualLife
    switch (choice) {
      case 'malformed':
        return malformedKey
      case 'wrong':
        return forgeKey({ region: own, issuedAt, life })
      case 'expired':
        return forgeKey({ region: own, issuedAt: now() - (usualLife + 3600) * 1000, life })
      case 'other-region':
        return forgeKey({ region: otherThan(own), issuedAt, life })
      default:
        return undefined
    }
  }
}

/** A region that is not `region`, whatever that is. */
export function otherThan(region: string): string {
  return region === 'eu-central-1' ? 'us-west-2' : 'eu-central-1'
}

/** The user's key, and forged ones beside it; a key of another region is the best wrong one. */
export function ownKey(key: string, now: Now): KeyRing {
  const forged = forgedKeys(now)
  const decoded = decodeKey(key)
  const isElsewhere = (region: string): boolean =>
    decoded.kind === 'short' && region !== '-' && decoded.region !== region
  return async (choice, region) => {
    if (choice === 'default') return key
    if (choice === 'other-region' && isElsewhere(region)) return key
    return forged(choice, region)
  }
}

/** A scheme that Bedrock does not have (RFC 7617), with a fictional user. */
const basic = `Basic ${Buffer.from('unknown:password').toString('base64')}`

/** A bearer key in `Authorization` (RFC 6750 section 2.1). */
export function bearer(ring: KeyRing): Authorize {
  return async ({ headers, region, choice }) => {
    if (hasOwn(headers)) return headers
    if (choice === 'basic') return [...headers, ['authorization', basic]]
    const key = await ring(choice, region)
    return key === undefined ? headers : [...headers, ['authorization', `Bearer ${key}`]]
  }
}

/** A case that brings its own Authorization means that one. */
function hasOwn(headers: HeaderList): boolean {
  return headerValue(headers, 'authorization') !== undefined
}

/** An OpenAI key, optional; every wrong choice is a key that no server has issued. */
export function openAiKey(key: string | undefined): Authorize {
  return bearer(async (choice) => {
    if (choice === 'default') return key
    if (choice === 'none') return undefined
    return choice === 'malformed' ? 'not a key' : 'sk-conformance-0000000000000000000000000000'
  })
}

/** Header with credentials for the provider: Llama Stack to 0.7, and OGX from 0.8. */
const providerDataHeaders = ['x-llamastack-provider-data', 'x-ogx-provider-data'] as const

/**
 * Llama Stack: an OpenAI key where the server wants one. It ignores the client's bearer key, so wrong
 * Bedrock keys go to its provider by the provider-data header.
 */
export function llamaStackKey(key: string | undefined, ring: KeyRing): Authorize {
  const own = openAiKey(key)
  return async (request) => {
    if (request.choice === 'none') return request.headers
    const headers = await own({ ...request, choice: 'default' })
    const wrong = request.choice === 'default' ? undefined : await ring(request.choice, '-')
    if (wrong === undefined) return headers
    const data = JSON.stringify({ aws_bearer_token_bedrock: wrong })
    return [...headers, ...providerDataHeaders.map((name) => [name, data] as const)]
  }
}

/**
 * Signature Version 4; wrong choices that a signature cannot express are bearer keys.
 *
 * @param source asked for every request, so that credentials that expire are renewed
 */
export function sigV4(source: CredentialSource, now: Now): Authorize {
  const forged = bearer(forgedKeys(now))
  return async (request) => {
    const { headers, region, choice } = request
    if (choice === 'none' || hasOwn(headers)) return headers
    if (choice === 'malformed' || choice === 'expired' || choice === 'basic') return forged(request)
    const credentials = await source().catch(() => undefined)
    if (credentials === undefined) return headers
    const wrong = choice === 'wrong'
    const added = await sign(request, {
      credentials: wrong ? { ...credentials, secretAccessKey: 'not-the-secret' } : credentials,
      region: choice === 'other-region' ? otherThan(region) : region,
      service: 'bedrock', // signing name of bedrock-runtime; bedrock-mantle accepts it too
      at: new Date(now()),
    })
    return [...headers, ...added]
  }
}

/** Nothing to add. */
export const noKey: Authorize = async ({ headers }) => headers
