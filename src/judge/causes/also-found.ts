/** Faults that a check found beside the one that it counts with. */
import { findingCodes, isFindingCode } from '../../model/findings/finding-codes.ts'
import type { CheckResult, FindingKind } from '../../model/report.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import { entriesOf } from './grouping/explains.ts'
import { foreignIn, type Symptom } from './symptom.ts'
import { inWhole, isAnswer } from './words.ts'

/**
 * What the checks found besides, as symptoms of its own: where nothing that counts shows it, and
 * where nothing that the same check found brings it about. Two faults of one response are often
 * found by one check, which counts with the first of them.
 */
export function alsoFound(symptoms: readonly Symptom[]): Symptom[] {
  const shown = new Set(
    symptoms.flatMap(({ code, check }) => [code, kindKey(code, check.finding?.at?.pointer)]),
  )
  const own = symptoms.flatMap((symptom) => othersOf(symptom))
  const kinds = indexBy(own, ({ key }) => key)
  return [...kinds.values()].flat().filter(({ code, check }) => {
    const pointer = check.finding?.at?.pointer
    return !shown.has(pointer === undefined ? code : kindKey(code, pointer))
  })
}

function othersOf(symptom: Symptom): Symptom[] {
  const { check, verdict, code } = symptom
  const { finding, alsoFound: others = [] } = check
  const counts = verdict === 'fail' || verdict === 'warn'
  const isReply = !isAnswer(code) && foreignIn(symptom.cell, check) === undefined
  if (finding === undefined || !counts || !isReply) return []
  const first = { code, ...(finding.at?.pointer !== undefined && { pointer: finding.at.pointer }) }
  const kinds = [first, ...others]
  const isOther = kinds.filter(isMissing).length >= missingInOther
  return others
    .filter((kind) => !(isOther && isMissing(kind)))
    .filter((kind) => kinds.every((other) => other === kind || areIndependent(kind, other)))
    .map((kind) => symptomOf(symptom, kind))
}

/** A response without this many of its members is another object, which is one fault. */
const missingInOther = 3

/** Whether a member is missing at the top of an object, which an event of a stream may carry. */
function isMissing({ code, pointer = '' }: FindingKind): boolean {
  return code === 'schema.required' && inWhole(pointer).lastIndexOf('/') === 0
}

/** More members than these are counted, not listed. */
const listedMembers = 3

/** Which other members are missing from an object that is another one; empty where it lacks only few. */
export function missingBeside({ finding, alsoFound: others = [] }: CheckResult): string {
  const missing = others.filter(isMissing).flatMap(({ pointer }) => pointer ?? [])
  const isFirst =
    finding !== undefined && isMissing({ code: finding.code, pointer: finding.at?.pointer ?? '' })
  if (!isFirst || missing.length + 1 < missingInOther) return ''
  const more = missing.length - listedMembers
  const rest = more > 0 ? ` and ${more} more` : ''
  return `Also missing: ${missing.slice(0, listedMembers).join(', ')}${rest}.`
}

/** Whether neither brings the other about, and they are about different members. */
function areIndependent(one: FindingKind, other: FindingKind): boolean {
  const isExplained = [
    [one, other],
    [other, one],
  ].some(([root, effect]) =>
    entriesOf(root?.code ?? '').some(({ explains }) =>
      explains.some((code) => code === effect?.code),
    ),
  )
  // Only a schema has one code for many members; any other code is one fact.
  const isSameFact = one.code === other.code && !one.code.startsWith('schema.')
  const [member, another] = [memberOf(one), memberOf(other)]
  // Another shape of object breaks whatever its own shape fixes.
  const isShape = [one, other].some(
    ({ code, pointer = '' }) => code === 'schema.const' && /\/(object|type)$/.test(pointer),
  )
  const isElsewhere = member !== another || member === undefined
  return !isExplained && !isSameFact && !isShape && isElsewhere
}

/** The member at the top of the body or event. */
function memberOf({ pointer }: FindingKind): string | undefined {
  return pointer && inWhole(pointer).split('/')[1]
}

function symptomOf(symptom: Symptom, { code, pointer }: FindingKind): Symptom {
  const known = isFindingCode(code) ? findingCodes[code] : code
  const message = pointer === undefined ? known : `${known.replace(/\.$/, '')}: ${pointer}`
  const root = kindKey(code, pointer)
  const at = pointer === undefined ? {} : { at: { pointer } }
  const finding = { code, message, expected: '', received: '', ...at }
  const { cell, check, verdict } = symptom
  return { cell, check: { ...check, finding }, verdict, code, root, key: `also ${root}` }
}

function kindKey(code: string, pointer: string | undefined): string {
  return JSON.stringify([code, pointer && inWhole(pointer).replaceAll(/\d+/g, '#')])
}
