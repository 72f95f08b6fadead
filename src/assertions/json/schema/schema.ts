/** Whether JSON on the wire is what its schema says. */
import { z } from 'zod'
import { defineAssertion, type Assertion, type CheckOutcome } from '../../assertion.ts'
import { completionChunks, whyNoChunks } from '../../evidence/evidence.ts'
import { onExchange } from '../../evidence/once.ts'
import { judged, unsaid, whyNoResponse } from '../../outcome.ts'
import { isPointer, resolve } from '../pointer.ts'
import { createMistakes } from './errors.ts'
import { schemaNames, validatorNamed } from './files.ts'
import { unknownMembers } from './unknown-members.ts'
import type { Location } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'

const schemaName = z.string().refine((name) => schemaNames().includes(name), {
  error: () => `Expected the name of a wire schema: ${schemaNames().join(', ')}.`,
})

const schemaArgs = z.union([
  schemaName,
  z.strictObject({
    name: schemaName,
    /** Every JSON object of the stream instead of the body. */
    each: z.literal(true).optional(),
    /** Only what stands there; `*` for every element. */
    at: z.string().refine(isPointer, { error: 'Expected a JSON Pointer (RFC 6901).' }).optional(),
  }),
])

/** Most unknown members that a note names. */
const mostUnknown = 20

const schema = defineAssertion({
  name: 'schema',
  about:
    'The JSON has every required member, of the right type. Unknown members are notes, never findings.',
  args: schemaArgs,
  judgesShape: true,
  reads: { body: 'neither' },
  judge: onExchange((args, observation) => {
    const { name, each, at = '' } = typeof args === 'string' ? { name: args } : args
    return each === true ? eachChunk(name, at, observation) : wholeBody(name, at, observation)
  }),
})

export const schemaAssertions: readonly Assertion[] = [schema]

interface Part {
  readonly value: unknown
  readonly where: Location
}

function wholeBody(name: string, at: string, observation: Observation): CheckOutcome {
  const { body } = observation
  if (body === undefined) return unsaid(whyNoResponse(observation))
  if (body.json === undefined) return unsaid('The body is not JSON.')
  const parts = resolve(body.json, at).map(({ pointer, value }) => ({ value, where: { pointer } }))
  if (parts.length === 0) return unsaid(`The body has nothing at ${at}.`)
  return against(name, parts)
}

function eachChunk(name: string, at: string, observation: Observation): CheckOutcome {
  const parts = completionChunks(observation).flatMap(({ json, item, byte }) =>
    resolve(json, at).map(({ pointer, value }) => ({ value, where: { item, byte, pointer } })),
  )
  if (parts.length === 0) return unsaid(whyNoChunks(observation))
  return against(name, parts)
}

/** The outcome of a schema for these values. @param name of a wire schema */
export function against(name: string, parts: readonly Part[]): CheckOutcome {
  const validate = validatorNamed(name)
  const mistakes = createMistakes()
  const unknown = new Set<string>()
  for (const { value, where } of parts) {
    mistakes.add(validate, value, where)
    for (const pointer of unknownMembers(value, name)) {
      if (unknown.size <= mostUnknown) unknown.add((where.pointer ?? '') + pointer)
    }
  }
  return judged(mistakes.findings(), unknown.size === 0 ? [] : [noteOf(name, [...unknown])])
}

function noteOf(name: string, unknown: readonly string[]): string {
  const more = unknown.length > mostUnknown ? ' and more' : ''
  return `Members unknown to ${name}: ${unknown.slice(0, mostUnknown).join(', ')}${more}.`
}
