import type { Violation } from '../model/observation.ts'

/** Most violations of one code in one body: a body of noise must not fill the memory. */
const mostPerCode = 100

/** Collects violations, at most a hundred of each code. */
export interface ViolationList {
  readonly all: readonly Violation[]
  add(violation: Violation): void
}

export function createViolations(): ViolationList {
  const all: Violation[] = []
  const counts = new Map<string, number>()
  return {
    all,
    add(violation) {
      const count = (counts.get(violation.code) ?? 0) + 1
      counts.set(violation.code, count)
      if (count <= mostPerCode) all.push(violation)
    },
  }
}
