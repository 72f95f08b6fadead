/** `cache-details`: what was written to the cache, by its lifetime. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isObject } from '../../../model/json/shape.ts'
import { finding } from '../../../model/findings/finding.ts'
import { judged, passed } from '../../outcome.ts'
import { on } from '../on.ts'
import { onMessage } from './on-message.ts'
import { within } from './usage.ts'

/** Entries that are no counts are judged by the schema. */
export const cacheDetails = defineAssertion({
  name: 'cache-details',
  about: 'The counts of cacheDetails add up to cacheWriteInputTokens, where it has any.',
  args: on,
  reads: { body: 'neither' },
  judge: onMessage('usage', ({ usage, totals }) => {
    const details = isObject(usage) ? usage['cacheDetails'] : undefined
    if (!isObject(usage) || !Array.isArray(details) || details.length === 0) return passed()
    const counts = details.map((entry) => (isObject(entry) ? entry['inputTokens'] : undefined))
    const written = usage['cacheWriteInputTokens'] ?? 0
    if (typeof written !== 'number' || !counts.every((count) => typeof count === 'number')) {
      return passed()
    }
    const sum = counts.reduce((all, count) => all + count, 0)
    if (sum === written) return passed()
    const message = 'cacheDetails counts other tokens than cacheWriteInputTokens.'
    const at = within(totals, '/usage/cacheDetails')
    const expected = `counts of ${written} tokens in all`
    const received = `${sum} tokens: ${excerpt(details)}`
    return judged([finding('bedrock.usage-total', message, expected, received, at)])
  }),
})
