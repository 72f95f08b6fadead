import type { Finding, Place } from '../../data/finding.ts'
import type { AccessFindingCode } from './codes.ts'

/** A violation whose code is one of the documented ones. */
export function breach(
  code: AccessFindingCode,
  message: string,
  expected: string,
  received: string,
  at?: Place,
): Finding {
  return { code, message, expected, received, ...(at && { at }) }
}
