import { findingsOf } from '../findings-of.ts'
import type { AccessFindingCode } from './codes.ts'

/** A violation whose code is one of the documented ones. */
export const breach = findingsOf<AccessFindingCode>()
