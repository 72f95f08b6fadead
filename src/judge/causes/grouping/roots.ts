/** Which symptoms are consequences of which. */
import { sameLocations, sameMessages } from './alike.ts'
import { acrossCells } from './across-cells.ts'
import { brokenTexts, type PassesElsewhere } from '../texts/broken-texts.ts'
import { explains } from './explains.ts'
import type { Passing } from '../passing.ts'
import { countOf, type Groups, type Symptom } from '../symptom.ts'
import { wrongTexts } from '../texts/wrong-texts.ts'
import { isAnswer, wordsOf, type Answer } from '../words.ts'

/** What the run shows of groups, beside their symptoms. */
export interface Surveyed {
  /** Whether the check of a symptom passes on another API. */
  readonly passes: PassesElsewhere
  /** Checks that count with each group, those that could not be judged because of it included. */
  readonly weights: ReadonlyMap<string, number>
  readonly passing: Passing
}

/**
 * For each group that is a consequence, the key of the group that brings it about: the one that
 * explains most of its symptoms, where at least half are explained.
 *
 * @param cells the symptoms of each cell
 * @param surveyed what the run shows besides
 */
export function rootsOf(
  groups: Groups,
  cells: readonly (readonly Symptom[])[],
  { passes, weights, passing }: Surveyed,
): Map<string, string> {
  const votes = new Map<string, Map<string, number>>()
  for (const symptoms of cells) {
    for (const symptom of symptoms) {
      const root = symptoms.find(
        (other) =>
          other.key !== symptom.key && comesBefore(other, symptom) && explains(other, symptom),
      )
      if (root === undefined) continue
      const own = votes.get(symptom.key) ?? new Map<string, number>()
      votes.set(symptom.key, own.set(root.key, (own.get(root.key) ?? 0) + 1))
    }
  }
  const parents = new Map<string, string>()
  for (const [key, own] of votes) {
    const explained = [...own.values()].reduce((sum, number) => sum + number, 0)
    const [parent] = [...own].toSorted(([, one], [, other]) => other - one)
    if (parent && explained * 2 >= countOf(groups.get(key) ?? [])) parents.set(key, parent[0])
  }
  const alike = [
    ...sameAnswers(groups),
    ...unclassified(groups),
    ...brokenTexts(groups, passes),
    ...wrongTexts(groups, passing),
    ...sameLocations(groups),
    ...sameMessages(groups),
    ...acrossCells(groups, weights),
  ]
  for (const [key, root] of alike) {
    if (!parents.has(key)) parents.set(key, root)
  }
  return new Map([...parents.keys()].map((key) => [key, rootOf(key, parents)]))
}

/** Whether a symptom is of the same exchange of the cell as the other, or of an earlier one. */
function comesBefore(root: Symptom, { check }: Symptom): boolean {
  return (root.check.exchange ?? 0) <= (check.exchange ?? 0)
}

/**
 * Groups that show the same response as a larger one. Equal words are one root; so is an equal
 * status, but for replies refused with 400, which is the status of most refusals. What refuses a
 * valid request also refuses the invalid ones, in the same words.
 */
function sameAnswers(groups: Groups): [string, string][] {
  const largest = [...groups].toSorted(([, one], [, other]) => other.length - one.length)
  const roots = largest.filter(([, [first]]) => first && showsAnswer(first.code))
  return largest.flatMap(([key, [first]], at): [string, string][] => {
    const answer = first?.answer
    if (first === undefined || answer === undefined) return []
    const root = roots.find(([own, [shown]]) => {
      if (shown?.answer === undefined || own === key) return false
      if (refusesAll(shown, first)) return true
      if (refusesAll(first, shown)) return false
      const isLarger = largest.findIndex(([other]) => other === own) < at
      return isLarger && areAlike(shown.answer, answer)
    })
    return root === undefined ? [] : [[key, root[0]]]
  })
}

/** Codes of cases that ask only whether a model can be called. */
const aboutCalling = /^(availability\.unclassified|listing\..+|models\.not-callable)$/

/** A status that is compared with that of another request is wrong where the same status is. */
const statuses: ReadonlySet<string> = new Set(['http.status', 'error.status', 'error.absent'])

function isSameStatus(compared: Symptom, shown: Symptom): boolean {
  if (!statuses.has(shown.code) || compared.answer?.status !== shown.answer?.status) return false
  // A server that grants a wrong body may well look at keys.
  return !isOfKey(compared) || shown.code !== 'error.absent' || isOfKey(shown)
}

/** Whether a request had to be refused for its credentials. */
function isOfKey({ cell, check: { finding } }: Symptom): boolean {
  if (finding?.code === 'error.absent') return wordsOf(finding, cell) === 'credentials'
  return /^one of 401, 403$/.test(finding?.expected ?? '')
}

/** A response that is broken on an API cannot be classified there: then the fault is the root. */
function unclassified(groups: Groups): [string, string][] {
  const [asking = [], others = []] = [true, false].map((isAsking) =>
    [...groups].filter(([, [first]]) => first && isAskingAgain(first.code) === isAsking),
  )
  const broken = others
    .flatMap(([key, symptoms]) =>
      symptoms
        .slice(0, 1)
        .map((first) => ({ key, first, apis: apisOf(symptoms.filter(isFailure)) })),
    )
    .toSorted((one, other) => other.apis.size - one.apis.size)
  return asking.flatMap(([key, symptoms]): [string, string][] => {
    const own = apisOf(symptoms)
    const [shown] = symptoms
    const roots = broken
      .filter(({ first }) => shown?.code !== 'compare.status' || isSameStatus(shown, first))
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

/**
 * Whether one refuses a valid request, and the other, in the same words, one that must be refused.
 * Without words the status is enough, but for 400, which is that of most refusals.
 */
function refusesAll({ code, answer: valid }: Symptom, { answer: due }: Symptom): boolean {
  if (code !== 'http.status' || valid?.refuses !== false || due?.refuses !== true) return false
  const says = valid.words !== '' || valid.status !== '400'
  return says && valid.words === due.words && valid.status === due.status
}

function areAlike(one: Answer, other: Answer): boolean {
  if (one.status !== other.status) return false
  // Two answers that are no errors have nothing in common but what they say.
  if (one.status.startsWith('2')) return one.words !== '' && one.words === other.words
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
