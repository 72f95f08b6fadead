/** The whole vocabulary of checks, by YAML key. */
import { accessAssertions } from './access.ts'
import type { Assertion } from './assertion.ts'
import { awsAssertions } from './aws.ts'
import { bodyAssertions } from './body.ts'
import { chunkAssertions } from './chunks.ts'
import { compareAssertions } from './compare.ts'
import { completionAssertions } from './completion.ts'
import { errorAssertions } from './error.ts'
import { finishAssertions } from './finish.ts'
import { httpAssertions } from './http.ts'
import { memberAssertions } from './member.ts'
import { modelAssertions } from './models.ts'
import { schemaAssertions } from './schema.ts'
import { sseAssertions } from './sse.ts'
import { textAssertions } from './text.ts'
import { timingAssertions } from './timing.ts'
import { toolAssertions } from './tools.ts'
import { usageAssertions } from './usage.ts'

const families: readonly (readonly Assertion[])[] = [
  httpAssertions,
  bodyAssertions,
  schemaAssertions,
  errorAssertions,
  sseAssertions,
  chunkAssertions,
  completionAssertions,
  finishAssertions,
  usageAssertions,
  textAssertions,
  memberAssertions,
  compareAssertions,
  timingAssertions,
  toolAssertions,
  modelAssertions,
  awsAssertions,
  accessAssertions,
]

/** Every assertion by its YAML key. */
export const assertions: ReadonlyMap<string, Assertion> = byName(families.flat())

function byName(all: readonly Assertion[]): ReadonlyMap<string, Assertion> {
  const found = new Map<string, Assertion>()
  for (const assertion of all) {
    if (found.has(assertion.name)) throw new Error(`Two assertions are named "${assertion.name}".`)
    found.set(assertion.name, assertion)
  }
  return found
}
