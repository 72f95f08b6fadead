/** `cache-use`: what the reply says of the prompt cache. */
import { z } from 'zod'
import type { FindingCode } from '../../model/findings/finding-codes.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { asNumber, asObject, type Members } from '../../model/json/shape.ts'
import type { Observation } from '../../model/observation.ts'
import { defineAssertion } from '../assertion.ts'
import { chunksOf } from '../evidence/evidence.ts'
import { judged, onReply } from '../outcome.ts'

const share = z.enum(['some', 'none'])

type Use = 'written' | 'read'

/** Of Anthropic's messages and of Converse. */
const members: Readonly<Record<Use, readonly string[]>> = {
  written: ['cache_creation_input_tokens', 'cacheWriteInputTokens'],
  read: ['cache_read_input_tokens', 'cacheReadInputTokens'],
}

const codes: Readonly<Record<Use, FindingCode>> = {
  written: 'usage.cache-written',
  read: 'usage.cache-read',
}

export const cacheUse = defineAssertion({
  name: 'cache-use',
  about: 'Some or no tokens of the prompt are written to the cache, or read from it.',
  args: z.strictObject({ written: share.optional(), read: share.optional() }),
  reads: { body: 'neither' },
  judge: onReply((args, _reply, { observation }) =>
    judged((['written', 'read'] as const).map((use) => unlike(use, args[use], observation))),
  ),
})

function unlike(
  use: Use,
  wanted: z.infer<typeof share> | undefined,
  observation: Observation,
): Finding | undefined {
  const tokens = tokensOf(use, observation)
  if (wanted === undefined || tokens > 0 === (wanted === 'some')) return undefined
  const what = use === 'written' ? 'written to the cache' : 'read from the cache'
  const message = wanted === 'some' ? `No tokens are ${what}.` : `Tokens are ${what}.`
  return finding(codes[use], message, wanted === 'some' ? 'more than 0' : '0', `${tokens}`)
}

/** The last count that the reply gives; 0 where it gives none, as a cache that is not used. */
function tokensOf(use: Use, observation: Observation): number {
  const counts = usagesOf(observation).flatMap((usage) =>
    members[use].flatMap((name) => asNumber(usage[name]) ?? []),
  )
  return counts.at(-1) ?? 0
}

/** Usage of a whole answer, of `message_start`, and of what ends a stream. */
function usagesOf(observation: Observation): readonly Members[] {
  const jsons = [observation.body?.json, ...chunksOf(observation).map(({ json }) => json)]
  return jsons
    .map(asObject)
    .flatMap((json) => [asObject(json['message'])['usage'], json['usage']])
    .map(asObject)
}
