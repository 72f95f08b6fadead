/** The words, ids and numbers that the YAML files of `suites/` are made of. */
import { z } from 'zod'
import { apiNames, levels } from '../../model/names.ts'

/** Lower-case words joined by hyphens: ids that survive shells, globs and file names. */
export const kebab = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected a kebab-case word such as "first-token"')

/** Kebab-case words joined by dots, for example `openai.usage.prompt-tokens`. */
export const ruleId = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/,
    'expected a rule id such as "openai.stream.done"',
  )

export const text = z.string().min(1)
export const level = z.enum(levels)

export const apis = z
  .array(z.enum(apiNames))
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'the same API is named twice')

/** One text or a list of them. */
export const textOrTexts = z.union([text, z.array(text)])

/**
 * A value that comes from a template keeps its type, so a number may be written as `${saved.limit}`.
 * It aborts, so that a union does not choose this branch when the other one was meant.
 */
const template = z
  .string()
  .regex(/\$\{.+\}/, { error: 'expected a template such as "${saved.limit}"', abort: true })

/** `schema`, or text with a template in it. */
export function orTemplate<T extends z.ZodType>(schema: T): z.ZodUnion<[T, z.ZodString]> {
  return z.union([schema, template])
}

/** JSON Pointer (RFC 6901); the empty one is the whole document. */
export const jsonPointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/, 'expected a JSON Pointer such as "/choices/0/message"')

/** A name in `${nonce.NAME}` or `${saved.NAME}`. */
export const valueName = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9_-]*$/, 'expected a name such as "reply-id"')
