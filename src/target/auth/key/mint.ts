/** Short-term keys made on this machine from AWS credentials, by AWS's own generator. */
import type { Now, KeyRing } from '../auth.ts'
import type { CredentialSource } from '../credentials.ts'
import { decodeKey } from './key.ts'
import { secretsOfKey } from '../secrets.ts'

/** A key with less left is made anew before it is used. */
const tooShort = 5 * 60_000

/** Where regions have no meaning, a key still needs one. */
const someRegion = 'us-west-2'

export interface Mint {
  /** A key for a region, the one made before as long as it lasts. */
  readonly key: (region: string) => Promise<string>
}

/**
 * Makes a key per region, once for as long as it lasts.
 *
 * @param secrets learns every key that is made
 */
export function createMint(source: CredentialSource, now: Now, secrets: string[]): Mint {
  const made = new Map<string, { readonly key: Promise<string>; readonly until: number }>()
  const make = async (region: string): Promise<string> => {
    const { getToken } = await import('./generator.ts')
    const key = await getToken({ credentials: source, region })
    for (const value of secretsOfKey(key)) if (!secrets.includes(value)) secrets.push(value)
    return key
  }
  return {
    key: async (asked) => {
      const region = asked === '-' ? someRegion : asked
      const known = made.get(region)
      if (known !== undefined && now() < known.until) return known.key
      const { expiration } = await source()
      const key = make(region)
      const decoded = decodeKey(await key)
      const life = decoded.kind === 'short' ? decoded.expiresAt : now()
      const until = Math.min(life, expiration?.getTime() ?? life) - tooShort
      made.set(region, { key, until })
      return key
    },
  }
}

/** A key for a region; undefined where the credentials to make it of are gone: then none is sent. */
async function keyOf(mint: Mint, region: string): Promise<string | undefined> {
  return mint.key(region).catch(() => undefined)
}

/**
 * The user's own key where it is of the region and made ones elsewhere; wrong keys are forged, but
 * for one of another region, which is the best wrong key.
 */
export function mintedKeys(
  mint: Mint,
  own: { readonly key?: string; readonly fits: (region: string) => boolean },
  otherwise: KeyRing,
  otherRegion: (region: string) => string,
): KeyRing {
  return async (choice, region) => {
    if (choice === 'other-region') return keyOf(mint, otherRegion(region))
    if (choice !== 'default') return otherwise(choice, region)
    return own.key !== undefined && own.fits(region) ? own.key : keyOf(mint, region)
  }
}
