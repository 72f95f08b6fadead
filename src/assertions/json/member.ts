/** A check of any member of the JSON, for what has no check of its own. */
import { defineAssertion, type Assertion } from '../assertion.ts'
import { chunksOf, whyNoChunks, type Chunk } from '../evidence/evidence.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { memberArgs, type MemberArgs } from './member-args.ts'
import { judged, unsaid, whyNoResponse } from '../outcome.ts'
import { resolve, type Found } from './pointer.ts'
import { sameJson } from './same-json.ts'
import { matchOf } from '../text/pattern.ts'
import { finding, type Finding, type Location } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import type { FindingCode } from '../../model/findings/finding-codes.ts'
import { charactersIn } from '../../model/text/large.ts'

const member = defineAssertion<MemberArgs>({
  name: 'member',
  about:
    'The member at a JSON Pointer (`*` for every element) of the body, or of a stream item, is as said.',
  args: memberArgs,
  reads: { body: 'neither' },
  judge: (args, { observation }) => {
    const roots = rootsOf(args, observation)
    if (typeof roots === 'string') return unsaid(roots)
    return judged(
      itemOf(args) === 'any' ? inAny(args, roots) : roots.flatMap((root) => inRoot(args, root)),
    )
  },
})

export const memberAssertions: readonly Assertion[] = [member]

interface Root {
  readonly json: unknown
  readonly where: Location
}

/** What to look into, or why there is nothing to look into. */
function rootsOf(args: MemberArgs, observation: Observation): readonly Root[] | string {
  const { body } = observation
  if (args.item === undefined && observation.items.length === 0) {
    if (body === undefined) return whyNoResponse(observation)
    return body.json === undefined ? 'The body is not JSON.' : [{ json: body.json, where: {} }]
  }
  const chunks = chunksOf(observation)
  const picked = pick(chunks, itemOf(args))
  return picked.length === 0
    ? whyNoChunks(observation)
    : picked.map(({ json, item: index, byte }) => ({ json, where: { item: index, byte } }))
}

/** What is absent must be absent from every item. */
function itemOf({ item, absent }: MemberArgs): NonNullable<MemberArgs['item']> {
  return item ?? (absent === true ? 'each' : 'any')
}

function pick(chunks: readonly Chunk[], item: NonNullable<MemberArgs['item']>): readonly Chunk[] {
  if (item === 'each' || item === 'any') return chunks
  const one = item === 'first' ? chunks[0] : item === 'last' ? chunks.at(-1) : chunks[item]
  return one === undefined ? [] : [one]
}

/** One item that fits is enough; else the findings of the last. */
function inAny(args: MemberArgs, roots: readonly Root[]): readonly Finding[] {
  let found: readonly Finding[] = []
  for (const root of roots) {
    found = inRoot(args, root)
    if (found.length === 0) return []
  }
  return found
}

function inRoot(args: MemberArgs, { json, where }: Root): readonly Finding[] {
  const all = resolve(json, args.at)
  if (args.absent === true) {
    return all
      .filter(({ value }) => value !== null)
      .map(({ pointer, value }) => {
        const message = `The member ${name(pointer)} must not be there.`
        return finding('member.present', message, 'nothing', excerpt(value), { ...where, pointer })
      })
  }
  if (all.length > 0) return all.flatMap((found) => unfit(args, found, where))
  const message = `The member ${name(args.at)} is missing.`
  return [
    finding('member.missing', message, wish(args), excerpt(json), { ...where, pointer: args.at }),
  ]
}

function unfit(args: MemberArgs, { pointer, value }: Found, where: Location): readonly Finding[] {
  const test = tests.find(({ fails }) => fails(args, value))
  if (test === undefined) return []
  const message = `The member ${name(pointer)} ${test.message}.`
  return [finding(test.code, message, wish(args), excerpt(value), { ...where, pointer })]
}

interface Test {
  readonly code: FindingCode
  readonly message: string
  readonly fails: (args: MemberArgs, value: unknown) => boolean
}

const tests: readonly Test[] = [
  {
    code: 'member.type',
    message: 'has the wrong type',
    fails: ({ type }, value) =>
      type !== undefined && ![type].flat().some((one) => isOf(one, value)),
  },
  {
    code: 'member.value',
    message: 'has another value',
    fails: ({ equals, oneOf, contains, matches }, value) =>
      (equals !== undefined && !sameJson(equals, value)) ||
      (oneOf !== undefined && !oneOf.some((one) => sameJson(one, value))) ||
      (contains !== undefined && !String(value).includes(contains)) ||
      (matches !== undefined && matchOf(matches, String(value)) === null),
  },
  {
    code: 'member.length',
    message: 'has the wrong length',
    fails: ({ length, lengthAtLeast, lengthAtMost }, value) => {
      const given = lengthOf(value)
      return (
        (length !== undefined && given !== length) ||
        (lengthAtLeast !== undefined && !(given >= lengthAtLeast)) ||
        (lengthAtMost !== undefined && !(given <= lengthAtMost))
      )
    },
  },
  {
    code: 'member.range',
    message: 'is outside its range',
    fails: ({ min, max }, value) =>
      (min !== undefined && !(typeof value === 'number' && value >= min)) ||
      (max !== undefined && !(typeof value === 'number' && value <= max)),
  },
]

function isOf(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

/** Of text in characters, of lists in items, of objects in members; else not a number. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return charactersIn(value)
  if (Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : Number.NaN
}

function wish(args: MemberArgs): string {
  const { at: _, item: __, exists: ___, ...rest } = args
  const words = Object.entries(rest).map(([key, value]) => `${key} ${excerpt(value, 100)}`)
  return words.length === 0 ? 'a member' : words.join(', ')
}

function name(pointer: string): string {
  return pointer === '' ? '(the whole)' : pointer
}
