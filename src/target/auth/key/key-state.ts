/** What is known of credentials in a region, as plain data without any of them. */
import type { KeyState } from '../../../model/target.ts'
import type { AwsCredentials } from '../credentials.ts'
import { decodeKey } from './key.ts'

const minute = 60_000

/** Of a key, at a time in milliseconds since 1970. */
export function stateOfKey(key: string, now: number): KeyState {
  const decoded = decodeKey(key)
  if (decoded.kind === 'unknown')
    return isOfBedrock(key) ? { kind: 'damaged' } : { kind: 'unknown' }
  if (decoded.kind === 'long') return { kind: 'long' }
  const { region, expiresAt } = decoded
  return { kind: 'short', region, minutesLeft: (expiresAt - now) / minute }
}

/** Whether a key begins as one of Bedrock; a proxy or a mock may have keys of its own. */
function isOfBedrock(key: string): boolean {
  return /^(?:bedrock-api-key-|ABSK)/.test(key.trim())
}

/** Of AWS credentials that sign. */
export function stateOfCredentials({ expiration }: AwsCredentials, now: number): KeyState {
  if (expiration === undefined) return { kind: 'signed' }
  return { kind: 'signed', minutesLeft: (expiration.getTime() - now) / minute }
}

/** Of a key that is made for the region from AWS credentials, and ends no later than they do. */
export function stateOfMinted(credentials: AwsCredentials, region: string, now: number): KeyState {
  const longest = 12 * 60 // minutes: what AWS's generator makes
  const { minutesLeft = longest } = stateOfCredentials(credentials, now)
  return { kind: 'short', region, minutesLeft: Math.min(longest, minutesLeft) }
}
