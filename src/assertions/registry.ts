/** The whole vocabulary of checks, by YAML key. */
import { anthropicAssertions } from './anthropic/assertions.ts'
import { accessAssertions } from './access/assertions.ts'
import type { Assertion } from './assertion.ts'
import { awsAssertions } from './aws/assertions.ts'
import { bodyAssertions } from './json/body.ts'
import { chunkAssertions } from './chat/chunks/chunks.ts'
import { compareAssertions } from './compare/compare.ts'
import { completionAssertions } from './chat/completion/completion.ts'
import { embeddingAssertions } from './embeddings/assertions.ts'
import { errorAssertions } from './errors/error.ts'
import { finishAssertions } from './chat/completion/finish.ts'
import { notFiltered } from './chat/completion/not-filtered.ts'
import { httpAssertions } from './http/http.ts'
import { memberAssertions } from './json/member.ts'
import { modelAssertions } from './models/models.ts'
import { responsesAssertions } from './responses/assertions.ts'
import { schemaAssertions } from './json/schema/schema.ts'
import { sseAssertions } from './chat/sse/sse.ts'
import { textAssertions } from './text/text.ts'
import { timingAssertions } from './http/timing.ts'
import { toolAssertions } from './tools/tools.ts'
import { usageAssertions } from './usage/usage.ts'

const families: readonly (readonly Assertion[])[] = [
  httpAssertions,
  bodyAssertions,
  schemaAssertions,
  errorAssertions,
  sseAssertions,
  chunkAssertions,
  completionAssertions,
  responsesAssertions,
  embeddingAssertions,
  finishAssertions,
  [notFiltered],
  usageAssertions,
  textAssertions,
  memberAssertions,
  compareAssertions,
  timingAssertions,
  toolAssertions,
  modelAssertions,
  awsAssertions,
  anthropicAssertions,
  accessAssertions,
]

/** Every assertion by its YAML key. */
export const assertions: ReadonlyMap<string, Assertion> = byName(families.flat())

/** Whether a check weighs all repeats together, so that it looks once at each play, and one is enough. */
export function weighsRepeats({ assert }: { readonly assert: string }): boolean {
  return assertions.get(assert)?.weighsRepeats === true
}

function byName(all: readonly Assertion[]): ReadonlyMap<string, Assertion> {
  const found = new Map<string, Assertion>()
  for (const assertion of all) {
    if (found.has(assertion.name)) throw new Error(`Two assertions are named "${assertion.name}".`)
    found.set(assertion.name, assertion)
  }
  return found
}
