/** `settings-as-asked`: with which tier and latency a request says that it was served. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { asObject } from '../../../model/json/shape.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { finding } from '../../../model/findings/finding.ts'
import { judged, onResponse } from '../../outcome.ts'
import { on } from '../on.ts'

/** The member, what says it, and to what the service may fall back; the first is the default. */
const settings: readonly (readonly [member: string, key: string, lower: readonly unknown[]])[] = [
  ['performanceConfig', 'latency', ['standard']],
  ['serviceTier', 'type', ['default', 'flex']],
]

/** An answer need not say it. */
export const settingsAsAsked = defineAssertion({
  name: 'settings-as-asked',
  about:
    'serviceTier and performanceConfig of an answer, where they are sent, are what was asked for, by default at least, or less.',
  args: on,
  reads: { body: 'neither', request: 'neither' },
  judge: onResponse((_, _response, { observation }) => {
    const asked = asObject(requestBody(observation))
    const given = asObject(observation.body?.json)
    return judged(
      settings.map(([member, key, lower]) => {
        const wanted = asObject(asked[member])[key] ?? lower[0]
        const served = asObject(given[member])[key]
        if (typeof served !== 'string') return undefined
        if (served === wanted || lower.includes(served)) return undefined
        const message = `The answer says that it was served with another ${member} than was asked for.`
        const at = { pointer: `/${member}/${key}` }
        return finding('bedrock.setting-differs', message, excerpt(wanted), excerpt(served), at)
      }),
    )
  }),
})
