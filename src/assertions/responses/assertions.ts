/** Checks of OpenAI's Responses API, whole and streamed. */
import type { Assertion } from '../assertion.ts'
import { echoAssertions } from './echo.ts'
import { endedAssertions } from './ended.ts'
import { failureAssertions } from './failure.ts'
import { idAssertions } from './ids.ts'
import { identityAssertions } from './identity.ts'
import { keptAssertions } from './kept.ts'
import { orderAssertions } from './order.ts'
import { outputAssertions } from './output/items.ts'
import { reasoningAssertions } from './output/reasoning.ts'
import { sequenceAssertions } from './sequence.ts'
import { statusAssertions } from './status.ts'
import { storedAssertions } from './stored.ts'
import { begunAssertions } from './stream/begun.ts'
import { finalAssertions } from './stream/final.ts'
import { itemAssertions } from './stream/items.ts'
import { joinAssertions } from './stream/joins.ts'
import { deltaNameAssertions } from './stream/renamed.ts'

export const responsesAssertions: readonly Assertion[] = [
  ...orderAssertions,
  ...sequenceAssertions,
  ...identityAssertions,
  ...idAssertions,
  ...itemAssertions,
  ...joinAssertions,
  ...begunAssertions,
  ...finalAssertions,
  ...statusAssertions,
  ...failureAssertions,
  ...echoAssertions,
  ...storedAssertions,
  ...keptAssertions,
  ...endedAssertions,
  ...reasoningAssertions,
  ...outputAssertions,
  ...deltaNameAssertions,
]
