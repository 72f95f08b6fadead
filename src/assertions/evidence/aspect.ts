/** One value of an observation, by name or by JSON Pointer, for comparing observations. */
import { z } from 'zod'
import { chunksOf } from './evidence.ts'
import { isPointer, valueAt } from '../json/pointer.ts'
import type { Observation } from '../../model/observation.ts'

const aspectName = z.enum([
  'text',
  'rawText',
  'reasoning',
  'id',
  'model',
  'created',
  'finish',
  'ending',
  'status',
  'prompt',
  'completion',
  'total',
  'tool-names',
  'tool-id',
])

export const aspectArgs = {
  /** A part of the reply. */
  of: aspectName.optional(),
  /** A member of the body, or of the first stream item that has it. */
  at: z.string().refine(isPointer, { error: 'Expected a JSON Pointer (RFC 6901).' }).optional(),
}

export interface Aspect {
  readonly of?: z.infer<typeof aspectName> | undefined
  readonly at?: string | undefined
}

/** The value, or undefined where the observation has none. */
export function aspectOf(observation: Observation, { of, at }: Aspect): unknown {
  if (at !== undefined) return memberOf(observation, at)
  const { reply, exchange } = observation
  switch (of) {
    case undefined:
      return undefined
    case 'status':
      return exchange.response?.status
    case 'prompt':
    case 'completion':
    case 'total':
      return reply?.usage?.[of]
    case 'tool-names':
      return reply?.toolCalls.map(({ name }) => name).join(',')
    case 'tool-id':
      return reply?.toolCalls[0]?.id
    default:
      return reply?.[of]
  }
}

/** For findings. */
export function describeAspect({ of, at }: Aspect): string {
  return at ?? (of === 'tool-id' ? 'id of a tool call' : of) ?? 'value'
}

function memberOf(observation: Observation, at: string): unknown {
  if (observation.body?.json !== undefined) return valueAt(observation.body.json, at)
  return chunksOf(observation)
    .map(({ json }) => valueAt(json, at))
    .find((value) => value !== undefined)
}
