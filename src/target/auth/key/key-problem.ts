/** Problems of a key, present or imminent, found before anything is sent. */
import type { KeyState } from '../../../model/target.ts'
import { decodeKey } from './key.ts'

/** Missing credentials, or a key that cannot work, found without a request. */
export interface KeyProblem {
  readonly severity: 'error' | 'warning'
  readonly class:
    | 'config-key-region'
    | 'config-key-expired'
    | 'config-key-expiring'
    | 'config-key-unknown'
    | 'config-key-missing'
  /** One sentence: what is wrong. */
  readonly message: string
  /** One sentence: what to do. */
  readonly remedy: string
}

/** Where a Bedrock key is unless the user names another variable. */
export const usualVariable = 'AWS_BEARER_TOKEN_BEDROCK'

/** A run of the suite over several regions takes minutes: a key about to expire would spoil it. */
const shortOfTime = 30 * 60_000

/**
 * The first problem of a key in a region.
 *
 * @param region the region that will be called; `-` where regions mean nothing
 * @param now milliseconds since 1970
 * @param variable the one that holds the key
 */
export function keyProblem(
  key: string,
  region: string,
  now: number,
  variable = usualVariable,
): KeyProblem | undefined {
  const decoded = decodeKey(key)
  if (decoded.kind === 'long') return undefined
  if (decoded.kind === 'unknown') return unknownKey(decoded.because, variable)
  const { expiresAt } = decoded
  if (expiresAt <= now) return expired(expiresAt, now, region, variable)
  if (region !== '-' && decoded.region !== region) return otherRegion(decoded.region, region)
  return expiresAt - now < shortOfTime ? expiring(expiresAt, now) : undefined
}

function unknownKey(because: string, variable: string): KeyProblem {
  return {
    severity: 'warning',
    class: 'config-key-unknown',
    message: `The key in ${variable} is not of a form that Bedrock issues: ${because}.`,
    remedy:
      'Copy the whole key again from the Bedrock console; a proxy or a mock may have keys of its own.',
  }
}

function expired(expiresAt: number, now: number, region: string, variable: string): KeyProblem {
  const where = region === '-' ? '' : ` for ${region}`
  return {
    severity: 'error',
    class: 'config-key-expired',
    message: `The short-term key expired ${duration(now - expiresAt)} ago, at ${minuteOf(expiresAt)}.`,
    remedy: `Make a new key${where} in the Bedrock console and set ${variable} to it.`,
  }
}

function otherRegion(made: string, called: string): KeyProblem {
  return {
    severity: 'error',
    class: 'config-key-region',
    message: `The short-term key was made in ${made} and works only there, not in ${called}.`,
    remedy: `Call --region=${made}, make a key in ${called}, or let --auth=key make one from your AWS credentials.`,
  }
}

function expiring(expiresAt: number, now: number): KeyProblem {
  return {
    severity: 'warning',
    class: 'config-key-expiring',
    message: `The short-term key expires in ${duration(expiresAt - now)}, at ${minuteOf(expiresAt)}.`,
    remedy: 'Make a new key first if the run may take longer.',
  }
}

/** Why credentials that are good now may not last for the run. */
export function expiringSoon({ minutesLeft }: KeyState): KeyProblem[] {
  if (minutesLeft === undefined || minutesLeft * 60_000 >= shortOfTime) return []
  const left = minutesLeft > 0 ? `expire in ${duration(minutesLeft * 60_000)}` : 'have expired'
  return [
    {
      severity: minutesLeft > 0 ? 'warning' : 'error',
      class: minutesLeft > 0 ? 'config-key-expiring' : 'config-key-expired',
      message: `The AWS credentials ${left}.`,
      remedy: 'Renew them first, for example with "aws sso login".',
    },
  ]
}

/** Lines that describe a key to its owner; nothing of the key itself is in them. */
export function describeKey(key: string, now: number): string[] {
  const decoded = decodeKey(key)
  if (decoded.kind === 'long') {
    return [
      'A long-term key: it names no region and no expiry; AWS advises it for exploration only.',
    ]
  }
  if (decoded.kind === 'unknown') return [`Not a Bedrock key: ${decoded.because}.`]
  const { region, issuedAt, expiresAt } = decoded
  const left = expiresAt - now
  const state = left > 0 ? `${duration(left)} left` : `expired ${duration(-left)} ago`
  return [
    `A short-term key for ${region}.`,
    `Made at ${minuteOf(issuedAt)}, valid until ${minuteOf(expiresAt)} at the latest: ${state}.`,
  ]
}

function minuteOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Whole minutes, rounded down: `less than a minute`, `29 min`, `11 h 5 min`, `3 days`. */
function duration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} days`
}
