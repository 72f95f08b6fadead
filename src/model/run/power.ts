/** What the cases of the suite find: which of the known defects, and for how many requests. */
import type { Level } from '../names.ts'

/** A deliberately defective server that the suite was proven on. */
export interface KnownDefect {
  readonly id: string
  /** Greater for kinds of defects that were reported in public. */
  readonly weight: number
  /** On InvokeModel, where each family of models has a form of its own: those that show it. */
  readonly families?: readonly string[]
}

/** The known defects that one case finds on one API, as indices of `Power.defects`. */
export type Finds = Readonly<Record<Level | 'behaviour', readonly number[]>>

/** What one step of a case costs and finds on one API. */
export interface StepPower {
  readonly id: string
  /** Of one play, without the samples of behaviours. */
  readonly requests: number
  /** Estimated. */
  readonly tokens: number
  /** By the strictest check that finds the defect; `behaviour` where only an answer of the model does. */
  readonly finds: Finds
}

/** What one case finds on one API, step by step. */
export type CasePower = readonly StepPower[]

/** `fixtures/power.json`. */
export interface Power {
  readonly defects: readonly KnownDefect[]
  /** By API, then by the id of the case. */
  readonly cases: ReadonlyMap<string, ReadonlyMap<string, CasePower>>
}

/** What a run asked, and how much it would have found. */
export interface Bought {
  /** Repeats included. */
  readonly requests: number
  /** `finds` of `of`, from 0 to 1. */
  readonly share: number
  /** Known defects that the cells that were sent find. */
  readonly finds: number
  /** Known defects that the whole suite finds on the same APIs. */
  readonly of: number
  /** Cells of the whole suite, on the same APIs, that were not sent. */
  readonly leftOut: number
}

/** What a run may cost at most. */
export interface Budget {
  readonly unit: 'requests' | 'tokens' | 'time'
  /** Milliseconds where the unit is time. */
  readonly amount: number
}

/** A budget as a flag and as reports name it: `12`, `20k-tokens`, `2m`. */
export function budgetText({ unit, amount }: Budget): string {
  if (unit === 'requests') return `${amount}`
  if (unit === 'tokens') return `${amount % 1000 === 0 ? `${amount / 1000}k` : amount}-tokens`
  return amount % 60_000 === 0 ? `${amount / 60_000}m` : `${amount / 1000}s`
}

/** The budget of `--smoke`: what a gateway can be asked at each deployment. */
export const smokeBudget: Budget = { unit: 'requests', amount: 12 }

const millisecondsOf: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

/** `12` or `12-requests`, `20k-tokens`, `30s`, `2m` or `1h`; undefined for anything else and for none. */
export function parseBudget(text: string): Budget | undefined {
  const [, number, factor = '', unit] =
    /^(\d+(?:\.\d+)?)(?:(k?)(?:-(requests|tokens))?|[smh])$/.exec(text) ?? []
  const time = millisecondsOf[text.slice(-1)]
  const isTime = time !== undefined && !text.includes('-')
  const amount = Math.round(Number(number) * (isTime ? time : factor === 'k' ? 1000 : 1))
  if (!(amount >= 1)) return undefined
  if (isTime) return { unit: 'time', amount }
  return { unit: unit === 'tokens' ? 'tokens' : 'requests', amount }
}
