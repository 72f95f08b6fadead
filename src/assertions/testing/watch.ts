/** Records which parts of an observation a check reads. */
import type { CheckInput } from '../assertion.ts'
import type { Observation } from '../../model/observation.ts'

/** A part of `Reads`, or `header NAME` for the value of a response header. */
export type Touched = (part: string) => void

type Shape = Readonly<Record<string, Watched>>

/** What reading a member touches, and how to watch the member itself. */
interface Watched {
  /** The part, or what names it after the object that the member is of. */
  readonly part?: string | ((of: object) => string)
  /** A second part that the member was derived from. */
  readonly also?: string
  readonly inside?: Shape
  readonly each?: Shape
}

const time: Watched = { part: 'times' }
const framing: Watched = { part: 'framing' }
const content: Watched = { part: 'body' }
const chunks: Watched = { part: 'body', each: { at: time } }

/** The value of a header is what counts: every look-up passes over the names of the others. */
const header: Shape = {
  1: { part: (pair) => `header ${String(Reflect.get(pair, 0)).toLowerCase()}` },
}

const response: Shape = {
  headers: { each: header },
  headersAt: time,
  endedAt: time,
  raw: chunks,
  decoded: chunks,
  complete: { part: 'end' },
  faults: { part: 'end' },
}

const observed: Shape = {
  body: content,
  items: chunks,
  error: content,
  answer: content,
  reply: { part: 'body', inside: { deltas: { each: { at: time } } } },
  sse: {
    part: 'body',
    inside: {
      events: { each: { at: time } },
      unterminated: framing,
      comments: framing,
      bom: framing,
      lineEndings: framing,
      violations: framing,
    },
  },
  frames: {
    part: 'body',
    inside: { frames: { each: { at: time, headers: framing } }, violations: framing },
  },
  exchange: {
    inside: {
      request: { inside: { body: { part: 'request' } } },
      response: { inside: response },
      leaks: { part: 'secrets', also: 'body' },
    },
  },
}

/** The input of a check, which reports to `touch` each part that is read. */
export function watched(input: CheckInput, touch: Touched): CheckInput {
  const known = new Map<Observation, Observation>()
  const see = (observation: Observation): Observation => {
    const before = known.get(observation) ?? watch(observation, observed, touch)
    known.set(observation, before)
    return before
  }
  return {
    ...input,
    observation: see(input.observation),
    get repeats() {
      touch('repeats')
      return input.repeats.map(see)
    },
    get steps() {
      touch('steps')
      return new Map([...input.steps].map(([id, all]) => [id, all.map(see)]))
    },
    ...(input.foreignIn && {
      foreignIn: (text: string) => {
        touch('run')
        return input.foreignIn?.(text) ?? []
      },
    }),
  }
}

function watch<T extends object>(value: T, shape: Shape, touch: Touched): T {
  return new Proxy(value, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      const rule = typeof key === 'string' ? shape[key] : undefined
      if (rule === undefined || member === undefined) return member
      const { part } = rule
      if (part !== undefined) touch(typeof part === 'string' ? part : part(target))
      if (rule.also !== undefined) touch(rule.also)
      if (typeof member !== 'object' || member === null) return member
      if (rule.inside !== undefined) return watch(member, rule.inside, touch)
      const { each } = rule
      if (each === undefined || !Array.isArray(member)) return member
      return member.map((one: object) => watch(one, each, touch))
    },
  })
}
