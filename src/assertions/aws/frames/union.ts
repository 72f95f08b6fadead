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
 * `_handle_structure` of a tagged union; the JavaScript SDK's `expectUnion` does the same, and
 * both refuse a union with two members). A member that the model does not know is a note, since
 * clients skip it.
 *
 * @param known members of the modelled union
 * @param least how many members must be set: 0 where an empty object is seen on the wire
 */
export function judgeUnion(
  value: unknown,
  known: readonly string[],
  what: string,
  at: Location,
  least: 0 | 1 = 1,
): UnionVerdict {
  const expected = `${least === 0 ? 'at most' : 'exactly'} one of ${known.join(', ')}`
  const message = `${what} does not have exactly one member.`
  if (!isObject(value)) {
    return { finding: finding('bedrock.union', message, expected, excerpt(value), at) }
  }
  const set = Object.keys(value).filter((name) => value[name] !== null && name !== '__type')
  if (set.length > 1 || set.length < least) {
    const received = set.length === 0 ? 'no member' : set.join(', ')
    return { finding: finding('bedrock.union', message, expected, received, at) }
  }
  const [name] = set
  if (name === undefined || known.includes(name)) return {}
  return { note: `${what} has the unmodelled member "${name}".` }
}
