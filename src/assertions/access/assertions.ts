/** Checks of keys, regions and access to models. */
import { controlEntries, controlGranted, controlMembers } from './control.ts'
import { destinations, ownRegion } from './destinations.ts'
import { availability } from './expected.ts'
import { keyAssertion } from './key.ts'
import { callableIfListed, foundIfListed } from './listing.ts'
import { reachable } from './reachable.ts'
import { asStated } from './stated-availability.ts'
import type { Assertion } from '../assertion.ts'

export const accessAssertions: readonly Assertion[] = [
  availability,
  reachable,
  keyAssertion,
  callableIfListed,
  foundIfListed,
  destinations,
  ownRegion,
  controlGranted,
  controlMembers,
  controlEntries,
  asStated,
]
