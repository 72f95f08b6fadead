/** Which symptoms are consequences of which. */
import type { CheckResult } from '../../model/report.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { consequences } from './consequences/table.ts'
import type { Symptom } from './symptom.ts'
import { isAnswer, type Answer } from './words.ts'

/** By key, the symptoms that have it. */
export type Groups = ReadonlyMap<string, readonly Symptom[]>

const byCode = indexBy(consequences, ({ because }) => because as string)

/**
 * For each group that is a consequence, the key of the group that brings it about: the one that
 * explains most of its symptoms, where at least half are explained.
 *
 * @param cells the symptoms of each cell
 */
export function rootsOf(
  groups: Groups,
  cells: readonly (readonly Symptom[])[],
): Map<string, string> {
  const votes = new Map<string, Map<string, number>>()
  for (const symptoms of cells) {
    for (const symptom of symptoms) {
      const root = symptoms.find((other) => other.key !== symptom.key && explains(other, symptom))
      if (root === undefined) continue
      const own = votes.get(symptom.key) ?? new Map<string, number>()
      votes.set(symptom.key, own.set(root.key, (own.get(root.key) ?? 0) + 1))
    }
  }
  const parents = new Map<string, string>()
  for (const [key, own] of votes) {
    const explained = [...own.values()].reduce((sum, number) => sum + number, 0)
    const [parent] = [...own].toSorted(([, one], [, other]) => other - one)
    if (parent && explained * 2 >= (groups.get(key)?.length ?? 0)) parents.set(key, parent[0])
  }
  for (const [key, root] of [...sameAnswers(groups), ...unclassified(groups)]) {
    if (!parents.has(key)) parents.set(key, root)
  }
  return new Map([...parents.keys()].map((key) => [key, rootOf(key, parents)]))
}

/**
 * Groups that show the same response as a larger one. Equal words are one root; so is an equal
 * status, but for replies refused with 400, which is the status of most refusals.
 */
function sameAnswers(groups: Groups): [string, string][] {
  const largest = [...groups].toSorted(([, one], [, other]) => other.length - one.length)
  const roots = largest.filter(([, [first]]) => first && showsAnswer(first.code))
  return largest.flatMap(([key, [first]], at): [string, string][] => {
    const answer = first?.answer
    if (answer === undefined) return []
    const root = roots.find(([own, [shown]]) => {
      const isLarger = largest.findIndex(([other]) => other === own) < at
      return isLarger && shown?.answer !== undefined && areAlike(shown.answer, answer)
    })
    return root === undefined ? [] : [[key, root[0]]]
  })
}

/** Codes of cases that ask only whether a model can be called. */
const aboutCalling = /^(availability\.unclassified|listing\..+|models\.not-callable)$/

/** A status that is compared with that of another request is wrong where a status is. */
const statuses: ReadonlySet<string> = new Set(['http.status', 'error.status', 'error.absent'])

/** A response that is broken on an API cannot be classified there: then the fault is the root. */
function unclassified(groups: Groups): [string, string][] {
  const [asking = [], others = []] = [true, false].map((isAsking) =>
    [...groups].filter(([, [first]]) => first && isAskingAgain(first.code) === isAsking),
  )
  const broken = others
    .map(([key, symptoms]) => ({
      key,
      code: symptoms[0]?.code ?? '',
      apis: apisOf(symptoms.filter(isFailure)),
    }))
    .toSorted((one, other) => other.apis.size - one.apis.size)
  return asking.flatMap(([key, symptoms]): [string, string][] => {
    const own = apisOf(symptoms)
    const isCompared = symptoms[0]?.code === 'compare.status'
    const roots = broken
      .filter(({ code }) => !isCompared || statuses.has(code))
      .filter(({ apis }) => [...own].some((api) => apis.has(api)))
    const [root] = roots
    const isCovered = [...own].every((api) => roots.some(({ apis }) => apis.has(api)))
    return root !== undefined && isCovered ? [[key, root.key]] : []
  })
}

function isAskingAgain(code: string): boolean {
  return aboutCalling.test(code) || code === 'compare.status'
}

function isFailure({ verdict }: Symptom): boolean {
  return verdict === 'fail'
}

function apisOf(symptoms: readonly Symptom[]): Set<string> {
  return new Set(symptoms.map(({ cell }) => cell.api))
}

function showsAnswer(code: string): boolean {
  return isAnswer(code) || code === 'error.status'
}

function areAlike(one: Answer, other: Answer): boolean {
  if (one.status !== other.status) return false
  return other.status !== '400' || one.words === other.words || (one.refuses && other.refuses)
}

/** Follows the parents up; where they form a circle, the first key of it is the root. */
function rootOf(key: string, parents: ReadonlyMap<string, string>): string {
  const path = [key]
  for (let next = parents.get(key); next !== undefined; next = parents.get(next)) {
    const seen = path.indexOf(next)
    if (seen >= 0) return path.slice(seen).toSorted()[0] ?? key
    path.push(next)
  }
  return path.at(-1) ?? key
}

function explains(root: Symptom, { code, check }: Symptom): boolean {
  return codesOf(root).some((own) =>
    (byCode.get(own) ?? []).some(
      (entry) =>
        entry.explains.some((known) => known === code) &&
        (entry.rule === undefined || entry.rule === root.check.rule) &&
        (entry.check === undefined || matchesGlob(entry.check, check.id)) &&
        (entry.overlaps !== true || overlap(root.check, own, check.finding?.at?.pointer)),
    ),
  )
}

/** What a check found, the first finding first. */
function codesOf({ code, check }: Symptom): string[] {
  return [code, ...(check.alsoFound ?? []).map((also) => also.code)]
}

/**
 * Whether what a check found with a code lies at, above or below `pointer`. A finding without a
 * pointer is about the whole reply, so a member at the top of it is enough.
 */
function overlap(root: CheckResult, code: string, pointer: string | undefined): boolean {
  const { finding, alsoFound = [] } = root
  const first = finding?.code === code ? [finding.at?.pointer] : []
  const also = alsoFound.filter((other) => other.code === code).map((other) => other.pointer)
  return [...first, ...also].some((own) => {
    if (own === undefined) return false
    if (pointer === undefined) return own.lastIndexOf('/') <= 0
    return `${own}/`.startsWith(`${pointer}/`) || `${pointer}/`.startsWith(`${own}/`)
  })
}
