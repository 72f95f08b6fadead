/** Checks of OpenAI chat completion chunks, one key for each rule. */
import type { Assertion } from './assertion.ts'
import { streamError } from './chunk-error.ts'
import { oneFinish } from './chunk-finish.ts'
import { oneCreated, oneId, oneModel } from './chunk-identity.ts'
import { obfuscation } from './chunk-obfuscation.ts'
import { deltasAdd } from './deltas.ts'
import { firstRole, onlyAssistant } from './chunk-roles.ts'
import { emptyChoices, usageChunk } from './chunk-usage.ts'

export const chunkAssertions: readonly Assertion[] = [
  oneId,
  oneCreated,
  oneModel,
  firstRole,
  onlyAssistant,
  oneFinish,
  emptyChoices,
  usageChunk,
  obfuscation,
  streamError,
  deltasAdd,
]
