/** Looks into JSON of unknown shape: what is not there, or of another type, is undefined. */
import { isObject } from '../../model/json/shape.ts'

export interface Json {
  /** A member, which may turn out to be nothing. */
  at(name: string): Json
  text(name: string): string | undefined
  /** A finite number: JSON may hold `1e999`. */
  number(name: string): number | undefined
  flag(name: string): boolean | undefined
  list(name: string): readonly Json[] | undefined
  /** A number in an array. */
  item(index: number): number | undefined
  members(): [string, unknown][]
}

/** Parses `text`; nothing when it is not JSON. */
export function readJson(text: string): Json | undefined {
  try {
    return look(JSON.parse(text))
  } catch {
    return undefined
  }
}

function look(value: unknown): Json {
  const members = isObject(value) ? value : {}
  const member = (name: string): unknown =>
    Object.hasOwn(members, name) ? members[name] : undefined
  return {
    at: (name) => look(member(name)),
    text: (name) => only(member(name), 'string'),
    number(name) {
      const number = only(member(name), 'number')
      return Number.isFinite(number) ? number : undefined
    },
    flag: (name) => only(member(name), 'boolean'),
    list(name) {
      const list = member(name)
      return Array.isArray(list) ? list.map(look) : undefined
    },
    item: (index) => (Array.isArray(value) ? only(value[index], 'number') : undefined),
    members: () => Object.entries(members),
  }
}

interface Types {
  readonly string: string
  readonly number: number
  readonly boolean: boolean
}

function only<Name extends keyof Types>(value: unknown, type: Name): Types[Name] | undefined {
  return typeof value === type ? (value as Types[Name]) : undefined
}
