/** Whether two replies have the same members. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { isObject } from '../../model/json/shape.ts'
import { judged, unsaid } from '../outcome.ts'
import { escaped } from '../json/pointer.ts'
import type { Observation } from '../../model/observation.ts'
import { finding } from '../../model/findings/finding.ts'

export const sameSchema = defineAssertion({
  name: 'same-schema',
  about:
    'The body has the same members, of the same types, as that of another step; null is absent.',
  args: z.strictObject({ as: z.string() }),
  reads: { body: 'neither', steps: true },
  judge: ({ as }, { observation, steps }) => {
    const there = (steps.get(as) ?? []).find(({ body }) => body?.json !== undefined)
    const other = there?.body?.json
    const own = observation.body?.json
    if (own === undefined) return unsaid('The body is not JSON.')
    if (other === undefined) return unsaid(`Step ${as} has no JSON body.`)
    if (isRefusal(observation) !== isRefusal(there))
      return unsaid('Only one of the two was refused.')
    if (isDeclined(observation) !== isDeclined(there))
      return unsaid('Only one of the two was declined.')
    const [parts, otherParts] = [partsOf(observation), partsOf(there)]
    if (parts !== otherParts) {
      return unsaid(`One of the two answers has ${parts}, the other ${otherParts}.`)
    }
    const [mine, theirs] = [shape(own), shape(other)]
    const missing = [...theirs].filter((entry) => !mine.has(entry))
    const added = [...mine].filter((entry) => !theirs.has(entry))
    if (missing.length + added.length === 0) return judged([])
    const message = `The members are not those of step ${as}.`
    const expected = missing.length === 0 ? 'no other members' : missing.join(', ')
    const received = added.length === 0 ? 'not these' : added.join(', ')
    return judged([finding('compare.shape', message, expected, received)])
  },
})

function isRefusal(observation: Observation | undefined): boolean {
  return (observation?.exchange.response?.status ?? 0) >= 400
}

function isDeclined(observation: Observation | undefined): boolean {
  return observation?.reply?.ending === 'filter'
}

/** What an answer consists of, which the model decides: one that is cut may be reasoning alone. */
function partsOf(observation: Observation | undefined): string {
  const { text = '', reasoning = '', toolCalls = [] } = observation?.reply ?? {}
  const parts = [reasoning !== '' && 'reasoning', text !== '' && 'text']
  const named = [...parts, toolCalls.length > 0 && 'calls'].filter(Boolean)
  return named.length === 0 ? 'nothing' : named.join(' and ')
}

/** Every member with its type, for example `/usage/prompt_tokens number`. */
function shape(value: unknown, pointer = '', found = new Set<string>()): ReadonlySet<string> {
  if (value === null) return found
  if (Array.isArray(value)) {
    found.add(`${pointer} array`)
    for (const item of value) shape(item, `${pointer}/*`, found)
    return found
  }
  if (!isObject(value)) return found.add(`${pointer} ${typeof value}`)
  for (const [name, member] of Object.entries(value)) {
    shape(member, `${pointer}/${escaped(name)}`, found)
  }
  return found
}
