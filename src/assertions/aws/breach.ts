/** Building what a Bedrock check returns. */
import { z } from 'zod'
import { findingsOf } from '../findings-of.ts'
import type { AwsFindingCode } from './codes.ts'

/** For assertions that are only switched on: `name: true`. */
export const on = z.literal(true)

/** A violation of what Bedrock's model or documents say. */
export const breach = findingsOf<AwsFindingCode>()
