/** Building what a Bedrock check returns. */
import { z } from 'zod'
import type { Finding, Place } from '../../data/finding.ts'
import type { AwsFindingCode } from './codes.ts'

/** For assertions that are only switched on: `name: true`. */
export const on = z.literal(true)

/** A violation of what Bedrock's model or documents say. */
export function breach(
  code: AwsFindingCode,
  message: string,
  expected: string,
  received: string,
  at?: Place,
): Finding {
  return { code, message, expected, received, ...(at && { at }) }
}
