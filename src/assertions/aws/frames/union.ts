/** Unions of the model: exactly one member is set. */
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import { isObject } from '../../../model/json/shape.ts'
import { excerpt } from '../../evidence/excerpt.ts'

export interface UnionVerdict {
  readonly finding?: Finding
  readonly note?: string
}

/**
 * Judges one union value. Null members and `__type` do not count (botocore parsers.py,
 * `_handle_structure` of a tagged union; the JavaScript SDK's `expectUnion` does the same). Both
 * refuse a union with no member or with two; an unknown member counts. A single member that the
 * model does not know is a note, since clients skip it; one of the union's other form is a mistake,
 * since what it holds is lost with it.
 * @param known members of the modelled union
 * @param otherForm members of the union that stands in its place in a whole message, or in a stream
 */
export function judgeUnion(
  value: unknown,
  known: readonly string[],
  shape: string,
  at: Location,
  otherForm: readonly string[] = [],
): UnionVerdict {
  const expected = `exactly one of ${known.join(', ')}`
  const message = `The union ${shape} does not have exactly one member.`
  if (!isObject(value)) {
    return { finding: finding('bedrock.union', message, expected, excerpt(value), at) }
  }
  const set = Object.keys(value).filter((name) => value[name] !== null && name !== '__type')
  const [name, ...more] = set
  if (name === undefined || more.length > 0) {
    const received = name === undefined ? 'no member' : set.join(', ')
    return { finding: finding('bedrock.union', message, expected, received, at) }
  }
  if (known.includes(name)) return {}
  if (!otherForm.includes(name)) {
    return { note: `The union ${shape} has the unmodelled member "${name}".` }
  }
  const mixed = `The union ${shape} has a member of its other form, which clients skip.`
  return { finding: finding('bedrock.union', mixed, expected, name, at) }
}
