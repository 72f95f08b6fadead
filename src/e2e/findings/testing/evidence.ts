/** Evidence of one finding, for tests. */
import type { Shown } from '../evidence.ts'
import type { Evidence } from '../format.ts'

export const shown: Shown = {
  check: '*/usage',
  code: 'usage.sum',
  reason: 'It adds the cache twice. Long since.',
  example: 'chat.simple/usage',
  api: 'openai-chat',
  rule: 'openai.usage.total',
  level: 'must',
  message: 'The sum is wrong.',
  expected: '3',
  received: '4',
  curl: 'curl "$URL"\'/v1\'',
}

export const one: Evidence = { ...shown, since: '1' }
