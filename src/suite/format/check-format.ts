/** One check in YAML: its own members, and exactly one assertion with its arguments. */
import { z } from 'zod'
import { kinds } from '../../model/names.ts'
import type { AssertionSchemas } from './assertion-schema.ts'
import { apis, kebab, level, ruleId } from './scalar-format.ts'

const packCheckFields = {
  id: kebab,
  level: level.optional().describe('Default: must; for a behaviour: should'),
  kind: z.enum(kinds).optional(),
  rule: ruleId,
  also: z.array(ruleId).min(1).optional().describe('Other rules that it judges at the same time'),
  apis: apis.optional().describe('Narrower than the APIs around it'),
  needs: z.array(kebab).optional().describe('Checks of the same step that must have passed'),
  floor: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .describe('Behaviours: the rate that the whole interval must clear'),
}

const caseCheckFields = { ...packCheckFields, step: kebab.optional() }

const caseCheckBase = z.strictObject(caseCheckFields)

/** A check without its assertion, which is under a key of the vocabulary. */
export type CheckYaml = z.infer<typeof caseCheckBase>

/** Members of a check other than its assertion. */
export const checkMembers: ReadonlySet<string> = new Set(Object.keys(caseCheckFields))

function assertionFields(assertions: AssertionSchemas): Record<string, z.ZodOptional> {
  const fields: Record<string, z.ZodOptional> = {}
  for (const { name, about, args } of assertions.values()) {
    if (checkMembers.has(name)) {
      throw new TypeError(`An assertion cannot be named "${name}": every check has such a member.`)
    }
    fields[name] = args.optional().describe(about)
  }
  return fields
}

/** For editors; the loader reports the same mistake with its location. */
function exactlyOne(assertions: AssertionSchemas): Record<string, unknown> {
  return { oneOf: [...assertions.keys()].map((name) => ({ required: [name] })) }
}

/**
 * The schemas of a check inside a case and inside a protocol pack.
 *
 * @throws TypeError when an assertion is named like a member that every check has
 */
export function checkFormats(assertions: AssertionSchemas): {
  readonly inCase: z.ZodType<CheckYaml>
  readonly inPack: z.ZodType<CheckYaml>
} {
  const fields = assertionFields(assertions)
  const one = exactlyOne(assertions)
  return {
    inCase: z.strictObject({ ...fields, ...caseCheckFields }).meta(one),
    inPack: z.strictObject({ ...fields, ...packCheckFields }).meta(one),
  }
}
