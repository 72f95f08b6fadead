/** Checks of keys, regions and access to models. */
import { destinations } from './access/destinations.ts'
import { availability } from './access/expected.ts'
import { keyAssertion } from './access/key.ts'
import { callableIfListed } from './access/listing.ts'
import { reachable } from './access/reachable.ts'
import { asSaid } from './access/said-availability.ts'
import type { Assertion } from './assertion.ts'

export const accessAssertions: readonly Assertion[] = [
  availability,
  reachable,
  keyAssertion,
  callableIfListed,
  destinations,
  asSaid,
]
