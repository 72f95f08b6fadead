/** Checks of Anthropic's messages, on the Messages API and in the bodies of InvokeModel. */
import type { Assertion } from '../assertion.ts'
import { contentCame, messageContent, noEmptyText, thinkingSigned } from './content.ts'
import { blockDeltas, blocksBeginEmpty } from './deltas.ts'
import { anthropicError, errorTypeListed } from './error-type.ts'
import { eventNames, noDone } from './names.ts'
import { stopReasonDue, stopSequenceNamed } from './ending.ts'
import { blocksApart, messageEvents } from './order.ts'
import { messageStop } from './stop.ts'
import {
  noTaggedThought,
  signatureWhole,
  tagsPaired,
  textBesideThinking,
  thinkingApart,
  thinkingCame,
  thinkingFirst,
} from './thinking.ts'
import {
  defaultLifetime,
  inputNotFallen,
  messageUsage,
  outputOfAllBlocks,
  startUsage,
} from './usage.ts'

export const anthropicAssertions: readonly Assertion[] = [
  messageEvents,
  blocksApart,
  blockDeltas,
  blocksBeginEmpty,
  eventNames,
  noDone,
  messageContent,
  contentCame,
  noEmptyText,
  thinkingSigned,
  signatureWhole,
  textBesideThinking,
  thinkingApart,
  thinkingCame,
  thinkingFirst,
  tagsPaired,
  noTaggedThought,
  messageStop,
  stopReasonDue,
  stopSequenceNamed,
  messageUsage,
  outputOfAllBlocks,
  startUsage,
  inputNotFallen,
  defaultLifetime,
  anthropicError,
  errorTypeListed,
]
