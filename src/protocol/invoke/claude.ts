/** InvokeModel body of Anthropic's models (Bedrock User Guide, "Anthropic Claude Messages API"). */
import { anthropicBody, anthropicExpresses } from '../anthropic/body.ts'
import { readAnthropic } from '../anthropic/message.ts'
import type { InvokeFamily } from './family.ts'

/** "The value must be bedrock-2023-05-31." The path names the model, the operation says whether to stream. */
const version = 'bedrock-2023-05-31'

export const claude: InvokeFamily = {
  expresses: anthropicExpresses,
  body: (conversation) => ({ anthropic_version: version, ...anthropicBody(conversation) }),
  read: readAnthropic,
}
