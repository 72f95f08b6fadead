/** InvokeModel with Claude: a body of the Messages API that names its version (Bedrock User Guide, model-parameters-anthropic-claude-messages). */
import { messageBody, messageEvents } from '../anthropic/message.ts'
import { invalid, missing } from '../anthropic/fields.ts'
import { readAnthropic } from '../anthropic/read.ts'
import type { JsonObject } from '../answer.ts'
import { isObject } from '../json.ts'
import type { Prompt } from '../model/prompt.ts'
import type { TextFamily } from './family.ts'

export const claude: TextFamily = { read, whole: messageBody, chunks: messageEvents }

function read(body: unknown): Prompt {
  if (!isObject(body))
    invalid(
      'Malformed input request: #: expected type: JSONObject, please reformat your input and try again.',
    )
  requireVersion(body)
  for (const name of ['model', 'stream']) {
    if (name in body) invalid(`${name}: Extra inputs are not permitted`)
  }
  return readAnthropic(body, 'claude')
}

function requireVersion({ anthropic_version: version }: JsonObject): void {
  if (version === undefined) missing('anthropic_version')
  if (version === 'bedrock-2023-05-31') return
  invalid(`anthropic_version: "${String(version)}" is not a valid version`)
}
