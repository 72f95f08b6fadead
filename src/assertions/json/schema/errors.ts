/** Ajv's errors as findings: JSON Pointer, expected, received. */
import type { ErrorObject } from 'ajv'
import { escaped, valueAt } from '../pointer.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import type { FindingCode } from '../../../model/findings/finding-codes.ts'

/** Keywords that only repeat what the errors below them say. */
const wrappers = ['anyOf', 'oneOf', 'allOf', 'if', 'not', 'propertyNames']

/** As schemas write that a text holds bytes; padding may be left out. */
const base64 = '^[A-Za-z0-9+/]*={0,2}$'

/**
 * One finding per place and keyword.
 *
 * @param root the value that was validated
 * @param where what to add to every place, for example the stream item
 */
export function schemaFindings(
  errors: readonly ErrorObject[],
  root: unknown,
  where: Location = {},
): readonly Finding[] {
  const kept = errors.filter(({ keyword }) => !wrappers.includes(keyword))
  const seen = new Set<string>()
  return (kept.length > 0 ? kept : errors).flatMap((error) => {
    const made = toFinding(error, root, where)
    const key = `${made.code} ${made.at?.pointer}`
    if (seen.has(key)) return []
    seen.add(key)
    return [made]
  })
}

function toFinding(error: ErrorObject, root: unknown, where: Location): Finding {
  const pointer = pointerOf(error)
  const value = valueAt(root, pointer)
  const name = pointer === '' ? 'The value' : pointer
  const inItem = where.item === undefined ? '' : ` in item ${where.item}`
  const { code, message, expected } = described(error)
  return finding(code, `${name}${inItem} ${message}.`, expected, sized(value, error.keyword), {
    ...where,
    pointer: (where.pointer ?? '') + pointer,
  })
}

/** A text of another length is shown with that. */
function sized(value: unknown, keyword: string): string {
  const isOfLength = keyword === 'minLength' || keyword === 'maxLength'
  return isOfLength && typeof value === 'string'
    ? `${[...value].length} characters: ${excerpt(value)}`
    : excerpt(value)
}

/** The place of a member that is missing, or is one too many, is the member's own. */
function pointerOf({ keyword, instancePath, params }: ErrorObject): string {
  const name: unknown =
    keyword === 'required'
      ? params['missingProperty']
      : keyword === 'additionalProperties'
        ? params['additionalProperty']
        : undefined
  return name === undefined ? instancePath : `${instancePath}/${escaped(String(name))}`
}

function described(error: ErrorObject): {
  readonly code: FindingCode
  readonly message: string
  readonly expected: string
} {
  const params = error.params as Readonly<Record<string, unknown>>
  switch (error.keyword) {
    case 'required':
      return { code: 'schema.required', message: 'is missing', expected: 'a value' }
    case 'type':
      return { code: 'schema.type', message: 'has the wrong type', expected: types(params['type']) }
    case 'enum':
      return {
        code: 'schema.enum',
        message: 'has a value that is not in the list',
        expected: `one of ${excerpt(params['allowedValues'])}`,
      }
    case 'const':
      return {
        code: 'schema.const',
        message: 'has another value',
        expected: excerpt(params['allowedValue']),
      }
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum':
    case 'minLength':
    case 'minItems':
    case 'maxItems':
    case 'pattern':
      if (params['pattern'] === base64) {
        return { code: 'schema.value', message: 'is not base64', expected: 'base64 of its bytes' }
      }
      return {
        code: 'schema.value',
        message: 'is outside its limits',
        expected: error.message ?? error.keyword,
      }
    // A property whose schema is `false` may not be there.
    case 'additionalProperties':
    case 'false schema':
      return { code: 'schema.invalid', message: 'must not be there', expected: 'no such member' }
    default:
      return {
        code: 'schema.invalid',
        message: 'breaks the schema',
        expected: error.message ?? error.keyword,
      }
  }
}

function types(type: unknown): string {
  return [type].flat().join(' or ')
}
