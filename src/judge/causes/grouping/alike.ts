/** Groups that are about one fault although their codes differ. */
import { indexBy } from '../../../model/lists/group-by.ts'
import type { CellResult } from '../../../model/report.ts'
import { countOf, type Groups, type Symptom } from '../symptom.ts'
import { comparable } from '../words.ts'

/** Part of the symptoms of a group that must lie where those of another lie. */
const nearlyAll = 0.8

/**
 * Groups whose findings point at the same member or event of the same response as those of a larger
 * one, nearly all of them. What is wrong at one location is one fault.
 */
export function sameLocations(groups: Groups): [string, string][] {
  const located = new Map<CellResult, Map<string, Set<string>>>()
  for (const [key, symptoms] of groups) {
    for (const symptom of symptoms) {
      if (symptom.checks !== undefined) continue // nothing else is in its cell
      const inCell = located.get(symptom.cell) ?? new Map<string, Set<string>>()
      const location = locationOf(symptom)
      inCell.set(location, (inCell.get(location) ?? new Set()).add(key))
      located.set(symptom.cell, inCell)
    }
  }
  return withLarger(groups, (symptoms, key) => {
    const shared = new Map<string, number>()
    for (const symptom of symptoms) {
      for (const other of located.get(symptom.cell)?.get(locationOf(symptom)) ?? []) {
        if (other !== key) shared.set(other, (shared.get(other) ?? 0) + 1)
      }
    }
    const all = countOf(symptoms)
    return [...shared].flatMap(([other, times]) => (times >= all * nearlyAll ? [other] : []))
  })
}

/** The exchange of a cell, and the member or event that a finding points at; else its code. */
function locationOf({ check, code }: Symptom): string {
  const { finding, exchange = 0 } = check
  const { item, pointer } = finding?.at ?? {}
  const isWhole = item === undefined && (pointer === undefined || pointer === '')
  return JSON.stringify([exchange, ...(isWhole ? [code] : [item, pointer])])
}

/** Groups whose findings say the same in words as those of a larger one, under another code. */
export function sameMessages(groups: Groups): [string, string][] {
  const messages = [...groups].flatMap(([key, [first]]) => {
    if (first?.check.finding === undefined) return []
    const message = withoutNames(first.check.finding.message, first.cell)
    return message === '' ? [] : [{ key, code: first.code, message }]
  })
  const keyed = new Map(messages.map((one) => [one.key, one]))
  const alike = indexBy(messages, ({ message }) => message)
  return withLarger(groups, (_, key) => {
    const own = keyed.get(key)
    const others = alike.get(own?.message ?? '') ?? []
    return others.filter(({ code }) => code !== own?.code).map((other) => other.key)
  })
}

/** Messages with fewer words are told apart by the name of the member, so it stays. */
const fewWords = 6

/** A message without the names that an API has for what it is about. */
function withoutNames(message: string, cell: CellResult): string {
  const plain = message.replace(/\bthe request\b|\b\w*(?:[a-z][A-Z]|_)\w*\b/g, '*')
  const isLong = plain.split(' ').length >= fewWords
  return comparable(isLong ? plain : message, cell)
}

/** Gives each group the largest of those that `related` finds for it, where that is larger. */
function withLarger(
  groups: Groups,
  related: (symptoms: readonly Symptom[], key: string) => readonly string[],
): [string, string][] {
  const sizes = new Map([...groups].map(([key, symptoms]) => [key, countOf(symptoms)]))
  const isBefore = (one: string, other: string): boolean => {
    const [own = 0, others = 0] = [sizes.get(one), sizes.get(other)]
    return own === others ? one < other : own > others
  }
  return [...groups].flatMap(([key, symptoms]): [string, string][] => {
    const rank = rankIn(key)
    const larger = related(symptoms, key).filter(
      (other) => rankIn(other) === rank && isBefore(other, key),
    )
    const [first] = larger.toSorted((one, other) => (isBefore(one, other) ? -1 : 1))
    return first === undefined ? [] : [[key, first]]
  })
}

/** What is known never counts with what is not: the rank begins a key. */
function rankIn(key: string): string {
  return key.slice(0, key.indexOf(' '))
}
