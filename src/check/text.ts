/** Checks of what a reply says. */
import type { Assertion } from './assertion.ts'
import { answer } from './text-answer.ts'
import { answerJson } from './text-json.ts'
import { stopCut } from './text-stop.ts'
import {
  noControlTokens,
  noReasoningTags,
  noReplacementChar,
  reasoningBalanced,
} from './text-tags.ts'

export const textAssertions: readonly Assertion[] = [
  answer,
  answerJson,
  stopCut,
  noReasoningTags,
  noControlTokens,
  noReplacementChar,
  reasoningBalanced,
]
