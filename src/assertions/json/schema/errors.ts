/** Ajv's errors as findings: JSON Pointer, expected, received. */
import type { ErrorObject, ValidateFunction } from 'ajv'
import { escaped, valueAt } from '../pointer.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import { memberOf, mostKinds } from '../../../model/findings/kinds.ts'
import type { FindingCode } from '../../../model/findings/finding-codes.ts'
import { within } from './within.ts'
import { charactersIn } from '../../../model/text/large.ts'

/** Keywords that only repeat what the errors below them say. */
const wrappers = ['anyOf', 'oneOf', 'allOf', 'if', 'not', 'propertyNames']

/** As schemas write that a text holds bytes: padded, as readers of Smithy's blobs demand (RFC 4648 section 4). */
const base64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$'

/** The mistakes of several values, each kind once. */
export interface Mistakes {
  /** Takes what is wrong with a value. @param where added to each place, for example the stream item */
  readonly add: (validate: ValidateFunction, value: unknown, where?: Location) => void
  /** Takes what was found in another way. */
  readonly take: (found: Finding) => void
  /** In the order of their first places, with how often each comes again. */
  readonly findings: () => readonly Finding[]
}

/** The same mistake in a hundred chunks, or items, is one finding, at the first place. */
export function createMistakes(): Mistakes {
  const kinds = new Map<string, { readonly first: Finding; count: number }>()
  const count = (code: string, pointer: string, make: () => Finding): void => {
    const key = `${code} ${memberOf(pointer)}`
    const kind = kinds.get(key)
    if (kind !== undefined) kind.count += 1
    else if (kinds.size < mostKinds) kinds.set(key, { first: make(), count: 1 })
  }
  return {
    add(validate, value, where = {}) {
      const root = within(value)
      if (validate(root)) return
      const seen = new Set<string>()
      for (const error of withoutWrappers(validate.errors ?? [])) {
        const pointer = pointerOf(error)
        const { code } = described(error)
        const mistake = `${code} ${pointer}`
        if (seen.has(mistake)) continue
        seen.add(mistake)
        count(code, (where.pointer ?? '') + pointer, () => toFinding(error, root, where))
      }
    },
    take: (found) => count(found.code, found.at?.pointer ?? '', () => found),
    findings: () =>
      [...kinds.values()].map(({ first, count: times }) =>
        times === 1 ? first : { ...first, message: `${first.message} So ${times - 1} times more.` },
      ),
  }
}

/** What is wrong with one value, each kind of mistake once. */
export function schemaFindings(validate: ValidateFunction, value: unknown): readonly Finding[] {
  const mistakes = createMistakes()
  mistakes.add(validate, value)
  return mistakes.findings()
}

/** Without those that only repeat others, unless there are no others. */
function withoutWrappers(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const kept = errors.filter(({ keyword }) => !wrappers.includes(keyword))
  return kept.length > 0 ? kept : errors
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
    ? `${charactersIn(value)} characters: ${excerpt(value)}`
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
        return { code: 'schema.value', message: 'is not base64', expected: 'base64 with padding' }
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
