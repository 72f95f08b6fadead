/** Checks of what identifies a completion, its choices and its log probabilities. */
import type { Assertion } from '../../assertion.ts'
import { choices } from './choices.ts'
import { choicesFilled } from './filled.ts'
import { createdInSeconds, createdNearDate, modelEcho } from './identity.ts'
import { logprobs } from './logprobs.ts'
import { alternativesDiffer } from './alternatives.ts'
import { topLogprobsSum } from './top-logprobs-sum.ts'
import { topLogprobs } from './top-logprobs.ts'
import { noLogprobsUnasked } from './unasked-logprobs.ts'
import { reasoningText } from './reasoning-text.ts'
import { unreasoned } from './unreasoned.ts'

export const completionAssertions: readonly Assertion[] = [
  createdInSeconds,
  createdNearDate,
  modelEcho,
  choices,
  choicesFilled,
  logprobs,
  topLogprobs,
  topLogprobsSum,
  alternativesDiffer,
  noLogprobsUnasked,
  reasoningText,
  unreasoned,
]
