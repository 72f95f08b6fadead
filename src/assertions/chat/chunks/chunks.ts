/** Checks of OpenAI chat completion chunks, one key for each rule. */
import type { Assertion } from '../../assertion.ts'
import { streamError } from './error.ts'
import { oneFinish } from './finish.ts'
import { oneCreated, oneId, oneModel } from './identity.ts'
import { obfuscation } from './obfuscation.ts'
import { deltasAdd } from './deltas.ts'
import { firstRole, onlyAssistant } from './roles.ts'
import { emptyChoices, noPreface, usageChunk } from './usage.ts'

export const chunkAssertions: readonly Assertion[] = [
  oneId,
  oneCreated,
  oneModel,
  firstRole,
  onlyAssistant,
  oneFinish,
  emptyChoices,
  noPreface,
  usageChunk,
  obfuscation,
  streamError,
  deltasAdd,
]
