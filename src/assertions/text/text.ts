/** Checks of what a reply says. */
import type { Assertion } from '../assertion.ts'
import { answer } from './answer.ts'
import { countsTo } from './counts-to.ts'
import { answerJson } from './json.ts'
import { noRawCalls } from './residue/raw-calls.ts'
import { codeLayout, layout } from './layout.ts'
import { noErrorText } from './residue/error-text.ts'
import { endsWhole } from './residue/fragment.ts'
import { noTokenMarks } from './residue/marks.ts'
import { reasoningApart, answeredOnce } from './residue/once.ts'
import { repeats } from './repeats.ts'
import { stopCut, stopKept } from './stop.ts'
import {
  noControlTokens,
  noReasoningTags,
  noReplacementChar,
  reasoningBalanced,
} from './residue/tags.ts'
import { noTemplateText } from './residue/template.ts'

export const textAssertions: readonly Assertion[] = [
  answer,
  answerJson,
  layout,
  codeLayout,
  countsTo,
  repeats,
  answeredOnce,
  endsWhole,
  reasoningApart,
  stopCut,
  stopKept,
  noReasoningTags,
  noControlTokens,
  noTemplateText,
  noTokenMarks,
  noErrorText,
  noRawCalls,
  noReplacementChar,
  reasoningBalanced,
]
