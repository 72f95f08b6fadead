/** Relations between a number and another, as cases write them. */
import { z } from 'zod'

export const relation = z.enum(['more-than', 'at-least', 'equal', 'about', 'at-most', 'less-than'])

export type Relation = z.infer<typeof relation>

/** An estimate of a short prompt is off by some tokens of its template. */
const leastSlack = 10

const tests: Readonly<Record<Relation, (one: number, other: number) => boolean>> = {
  'more-than': (one, other) => one > other,
  'at-least': (one, other) => one >= other,
  equal: (one, other) => one === other,
  about: (one, other) => Math.abs(one - other) <= Math.max(leastSlack, other / 10),
  'at-most': (one, other) => one <= other,
  'less-than': (one, other) => one < other,
}

/** Whether `one` stands to `other` as the relation says. */
export function relates(one: number, name: Relation, other: number): boolean {
  return tests[name](one, other)
}

const broken: Readonly<Record<Relation, string>> = {
  'more-than': 'are no more than those',
  'at-least': 'are fewer than those',
  equal: 'differ from those',
  about: 'differ by more than a tenth from those',
  'at-most': 'are more than those',
  'less-than': 'are no fewer than those',
}

/** For findings about numbers that do not stand to others as the relation says: `are fewer than those`. */
export function describeBroken(name: Relation): string {
  return broken[name]
}

/** For findings: `more than 17`. */
export function describeRelation(name: Relation, other: number): string {
  return name === 'equal' ? String(other) : `${name.replace('-', ' ')} ${other}`
}
