/** What `member` can be told. */
import { z } from 'zod'
import { pattern } from '../text/pattern.ts'
import { isPointer } from './pointer.ts'

const type = z.enum(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])

export const memberArgs = z.strictObject({
  at: z.string().refine(isPointer, { error: 'Expected a JSON Pointer (RFC 6901).' }),
  /** Of a stream: the first or last JSON item, the nth from 0, each of them, or any (the default). */
  item: z
    .union([z.enum(['first', 'last', 'each', 'any']), z.number().int().nonnegative()])
    .optional(),
  exists: z.literal(true).optional(),
  /** Null counts as absent. */
  absent: z.literal(true).optional(),
  type: z.union([type, z.array(type).min(1)]).optional(),
  equals: z.unknown().optional(),
  oneOf: z.array(z.unknown()).min(1).optional(),
  contains: z.string().min(1).optional(),
  matches: pattern.optional(),
  length: z.number().int().nonnegative().optional(),
  lengthAtLeast: z.number().int().positive().optional(),
  lengthAtMost: z.number().int().nonnegative().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
})

export type MemberArgs = z.infer<typeof memberArgs>
