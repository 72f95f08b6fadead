/** What `doctor` finds, as plain data; rendering is elsewhere. */
import type { Evidence } from './answer.ts'

/** Something around the program that decides how servers are reached. */
export interface Fact {
  readonly name: string
  /** Never holds a secret. */
  readonly value: string
  /** What is wrong with it, and what to do: two sentences. */
  readonly problem?: string
}

/** What a target would be reached as. */
export interface Prospect {
  readonly target: string
  /** Absent when it cannot be said. */
  readonly endpoint?: string
  readonly regions: readonly string[]
  readonly models: readonly string[]
  readonly notes: readonly string[]
  /** Message and remedy, one line each. */
  readonly problems: readonly string[]
}

/** How a place answered. */
export interface Reached {
  readonly front: string
  readonly region: string
  readonly model?: string
  readonly ok: boolean
  /** The step that failed. */
  readonly step?: string
  readonly class?: string
  readonly message: string
  readonly remedy: string
  readonly evidence?: Evidence
}

export interface Diagnosis {
  /** Settings that are not the defaults of the program. */
  readonly settings?: readonly Setting[]
  readonly found: readonly Fact[]
  readonly targets: readonly Prospect[]
  /** The result of asking the target; absent when none was named. */
  readonly reached?: readonly Reached[]
  readonly remedies: readonly { says: string; cause: string; remedy: string; class: string }[]
}

/** A setting of the program, and where its value comes from. */
export interface Setting {
  /** As a flag: `--endpoint`. */
  readonly flag: string
  readonly value: string
  /** `flag`, the name of a variable, a place in a file, or `default`. */
  readonly origin: string
}
