/** Checks of what a reply says. */
import type { Assertion } from '../assertion.ts'
import { answer } from './answer.ts'
import { countsTo } from './counts-to.ts'
import { answerJson } from './json.ts'
import { noRawCalls } from './raw-calls.ts'
import { layout } from './layout.ts'
import { noTokenMarks } from './marks.ts'
import { reasoningApart, saidOnce } from './once.ts'
import { repeats } from './repeats.ts'
import { stopCut, stopKept } from './stop.ts'
import { noControlTokens, noReasoningTags, noReplacementChar, reasoningBalanced } from './tags.ts'
import { noTemplateText } from './template.ts'

export const textAssertions: readonly Assertion[] = [
  answer,
  answerJson,
  layout,
  countsTo,
  repeats,
  saidOnce,
  reasoningApart,
  stopCut,
  stopKept,
  noReasoningTags,
  noControlTokens,
  noTemplateText,
  noTokenMarks,
  noRawCalls,
  noReplacementChar,
  reasoningBalanced,
]
