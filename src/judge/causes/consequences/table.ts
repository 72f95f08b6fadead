/** The table of consequences: which finding brings about which. */
import type { Consequence } from './consequence.ts'
import { ofAnthropic } from './of-anthropic.ts'
import { ofBedrock } from './of-bedrock.ts'
import { ofCalls } from './of-calls.ts'
import { ofErrors } from './of-errors.ts'
import { ofMessages } from './of-messages.ts'
import { ofReplies } from './of-replies.ts'
import { ofResponses } from './of-responses.ts'

/** All entries; an earlier one explains more. */
export const consequences: readonly Consequence[] = [
  ...ofMessages,
  ...ofErrors,
  ...ofReplies,
  ...ofCalls,
  ...ofResponses,
  ...ofAnthropic,
  ...ofBedrock,
]
