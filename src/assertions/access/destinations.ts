/** `destinations`, `own-region`: where an inference profile routes to, and where it is. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { isObject } from '../../model/json/shape.ts'
import { judged, passed, unsaid } from '../outcome.ts'
import { closedBecause } from './listing.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { excerpt } from '../evidence/excerpt.ts'

/**
 * Geographies by the prefix of the profile's id (Bedrock User Guide, inference-profiles-support). A
 * global one may go anywhere, and its ARNs have no region.
 */
const geographies: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    us: /^(?:us-(?!gov|iso)|ca-)/,
    'us-gov': /^us-gov-/,
    eu: /^eu-/,
    apac: /^(?:ap|me|il)-/,
    jp: /^ap-northeast-[13]$/,
    au: /^ap-southeast-[246]$/,
    in: /^ap-south-/,
    ca: /^ca-/,
  }),
)

const arn = /^arn:aws[^:]*:bedrock:([a-z0-9-]*)::foundation-model\/.+$/

export const destinations = defineAssertion({
  name: 'destinations',
  about: 'An inference profile routes to foundation models within the geography that it names.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const because = closedBecause(observation.answer)
    if (because !== undefined) return unsaid(because)
    if (observation.answer?.class !== 'available') return passed('The profile is not listed here.')
    const body = observation.body?.json
    const models = isObject(body) ? body['models'] : undefined
    const id = isObject(body) ? String(body['inferenceProfileId']) : ''
    if (!Array.isArray(models) || models.length === 0) {
      const message = 'The profile names no model that it routes to.'
      return judged([finding('listing.malformed', message, 'models, at least one', 'none')])
    }
    const arns = models.map((entry) => (isObject(entry) ? String(entry['modelArn']) : ''))
    const geography = geographies.get(id.split('.')[0] ?? '')
    const astray = arns.findIndex((one) => !isWithin(one, geography))
    if (astray < 0) return passed(`Routes to ${arns.map(regionOf).join(', ')}.`)
    const message = 'The profile routes to a place that its name does not say.'
    const at = { pointer: `/models/${astray}/modelArn` }
    return judged([
      finding('listing.destination', message, `a region of ${id}`, arns[astray] ?? '', at),
    ])
  },
})

/** System-defined profiles have the account and the region that was asked in their ARN. */
export const ownRegion = defineAssertion({
  name: 'own-region',
  about:
    'The ARN of an inference profile names the region that was asked, and its type who made it.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: (_, { observation, cell }) => {
    const because = closedBecause(observation.answer)
    if (because !== undefined) return unsaid(because)
    const body = observation.body?.json
    const given = isObject(body) ? body['inferenceProfileArn'] : undefined
    const region = /^arn:aws[^:]*:bedrock:([^:]*):/u.exec(String(given))?.[1]
    if (region === undefined) return passed('No profile is described here.')
    if (region === cell.region) return judged([otherType(body, String(given))])
    const message = 'The profile belongs to another region than the one that was asked.'
    const at = { pointer: '/inferenceProfileArn' }
    return judged([finding('listing.destination', message, cell.region, region, at)])
  },
})

/** GetInferenceProfile: APPLICATION was made by a user, and its ARN is of another resource. */
function otherType(body: unknown, given: string): Finding | undefined {
  const type = isObject(body) ? body['type'] : undefined
  const due = given.includes(':application-inference-profile/') ? 'APPLICATION' : 'SYSTEM_DEFINED'
  if (type === undefined || type === null || type === due) return undefined
  const message = 'The type of the profile is not that of its ARN.'
  return finding('listing.malformed', message, due, excerpt(type), { pointer: '/type' })
}

function regionOf(one: string): string {
  const region = arn.exec(one)?.[1]
  return region === '' ? 'any region' : (region ?? '?')
}

function isWithin(one: string, geography: RegExp | undefined): boolean {
  const region = arn.exec(one)?.[1]
  if (region === undefined) return false
  return geography === undefined || geography.test(region)
}
