/** `control-granted`, `control-members`, `control-entries`: whether the control plane answers what it was asked. */
import { defineAssertion } from '../assertion.ts'
import { isObject } from '../../model/json/shape.ts'
import { percentDecoded } from '../../model/text/percent.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { headerValue } from '../../model/headers.ts'
import { against } from '../json/schema/schema.ts'
import { on } from '../aws/on.ts'
import { judged, onResponse, passed, unsaid } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'

/** botocore bedrock 2023-04-20, request URIs of the operations whose answers are judged. */
const operations = ['foundation-models', 'inference-profiles', 'foundation-model-availability']

/** A caller need not be allowed to ask. */
const refused = 'The control plane did not grant the request.'

interface Asked {
  readonly operation: string
  /** The one that was asked for; empty for a list. */
  readonly id: string
  readonly query: URLSearchParams
}

function askedBy(url: string): Asked | undefined {
  const [path = '', query = ''] = url.split('?', 2)
  const parts = path.split('/')
  const at = parts.findLastIndex((part) => operations.includes(part))
  if (at < 0) return undefined
  const id = percentDecoded(parts.slice(at + 1).join('/'))
  return { operation: parts[at] ?? '', id, query: new URLSearchParams(query) }
}

/** By operation: what answers a list, and what answers a request for one. */
const schemas: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'foundation-models': ['bedrock.list-foundation-models', undefined],
  'inference-profiles': ['bedrock.list-inference-profiles', 'bedrock.inference-profile'],
  'foundation-model-availability': [undefined, 'bedrock.model-availability'],
}

/** What an answer that is the control plane's has, whatever its status: no page of a gateway does. */
const own = /Summaries$|^modelDetails$|^inferenceProfileId$|Availability$/u

/** For steps that take any answer: those that must be granted are held to the status they ask for. */
export const controlGranted = defineAssertion({
  name: 'control-granted',
  about: 'What the control plane grants comes with status 200, as JSON.',
  args: on,
  reads: { body: 'neither', headers: { names: ['content-type'], holds: 'neither' } },
  judge: onResponse((_, { status, headers }, { observation }) => {
    const json = observation.body?.json
    const isGranted = status >= 200 && status < 300
    if (!isGranted || !isObject(json)) return passed(refused)
    if (!Object.keys(json).some((name) => own.test(name))) return passed(refused)
    const type = headerValue(headers, 'content-type') ?? ''
    const found: Finding[] = []
    if (status !== 200) {
      const message = `A read of the control plane was granted with status ${status}.`
      found.push(finding('http.status', message, '200', `${status}`))
    }
    if (!/^\s{0,9}application\/(?:[\w.+-]{1,80}\+)?json\s{0,9}(?:;|$)/iu.test(type)) {
      const message = 'The JSON of the control plane is not called JSON.'
      const at = { header: 'content-type' }
      found.push(finding('http.content-type', message, 'application/json', excerpt(type), at))
    }
    return judged(found)
  }),
})

export const controlMembers = defineAssertion({
  name: 'control-members',
  about: 'An answer of the control plane has the members of its operation, of the right types.',
  args: on,
  judgesShape: true,
  reads: { body: 'neither' },
  judge: onResponse((_, { status }, { observation }) => {
    if (status !== 200) return passed(refused)
    const json = observation.body?.json
    if (json === undefined) return unsaid('The body is not JSON.')
    const asked = askedBy(observation.exchange.request.url)
    const name = schemas[asked?.operation ?? '']?.[asked?.id === '' ? 0 : 1]
    if (name === undefined) return passed('No answer whose members are known was asked for.')
    return against(name, [{ value: json, where: { pointer: '' } }])
  }),
})

export const controlEntries = defineAssertion({
  name: 'control-entries',
  about:
    'The control plane answers about the one that was asked for, and lists what its query asks for, each under the ARN of its own id in the region that was asked.',
  args: on,
  reads: { body: 'neither' },
  judge: onResponse((_, { status }, { observation, cell }) => {
    if (status !== 200) return passed(refused)
    const asked = askedBy(observation.exchange.request.url)
    const body = observation.body?.json
    if (asked === undefined || !isObject(body)) return passed('Nothing was asked for by its id.')
    if (asked.id !== '') return judged([ofAnother(body, asked.id) ?? ownArn(body, '')])
    const lists = Object.keys(body).filter((name) => name.endsWith('Summaries'))
    const entries = lists.flatMap((name) => {
      const list = body[name]
      return Array.isArray(list) ? list.map((entry, at) => ({ entry, at: `/${name}/${at}` })) : []
    })
    const found = entries.map(({ entry, at }) =>
      isObject(entry)
        ? [ownArn(entry, at), ownRegionOf(entry, at, cell.region), asFiltered(entry, at, asked)]
        : [],
    )
    return judged([0, 1, 2].map((kind) => found.map((one) => one[kind]).find(Boolean)))
  }),
})

type Entry = Readonly<Record<string, unknown>>

/** Which member has the id, and which one the ARN. */
const named = [
  ['modelId', 'modelArn'],
  ['inferenceProfileId', 'inferenceProfileArn'],
] as const

const arn = /^arn:aws[^:]*:bedrock:([^:]*):[^:]*:[^/:]*\/(.+)$/u

function ofAnother(body: Entry, id: string): Finding | undefined {
  const due = arn.exec(id)?.[2] ?? id
  for (const [member] of named) {
    const given = body[member]
    if (typeof given !== 'string' || given === due || given === id) continue
    const message = 'The control plane answers about another than the one that was asked for.'
    const at = { pointer: `/${member}` }
    return finding('listing.malformed', message, excerpt(due), excerpt(given), at)
  }
  return undefined
}

function ownArn(entry: Entry, at: string): Finding | undefined {
  for (const [member, arnMember] of named) {
    const id = entry[member]
    const resource = arn.exec(String(entry[arnMember]))?.[2]
    if (typeof id !== 'string' || resource === undefined || resource === id) continue
    const message = `${arnMember} is the ARN of another than ${member} names.`
    const where = { pointer: `${at}/${arnMember}` }
    return finding('listing.malformed', message, excerpt(id), excerpt(resource), where)
  }
  return undefined
}

function ownRegionOf(entry: Entry, at: string, region: string): Finding | undefined {
  for (const [, member] of named) {
    const given = arn.exec(String(entry[member]))?.[1] ?? ''
    if (given === '' || given === region) continue
    const message = `${member} is of another region than the one that was asked.`
    const where = { pointer: `${at}/${member}` }
    return finding('listing.destination', message, region, given, where)
  }
  return undefined
}

/** ListFoundationModels, byInferenceType. */
function asFiltered(entry: Entry, at: string, { query }: Asked): Finding | undefined {
  const type = query.get('byInferenceType')
  const given = entry['inferenceTypesSupported']
  if (type === null || !Array.isArray(given) || given.includes(type)) return undefined
  const message = 'The list has a model without the inference type that was asked for.'
  const where = { pointer: `${at}/inferenceTypesSupported` }
  return finding('listing.malformed', message, type, excerpt(given), where)
}
