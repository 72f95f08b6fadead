/** One thing that a real client must have seen. */
export interface Claim {
  /** A sentence. */
  readonly says: string
  readonly holds: boolean
  /** What was seen instead, where it does not hold. */
  readonly seen: string
}

/** A claim, with an excerpt of what was seen where it does not hold. */
export function claim(says: string, holds: boolean, seen: string): Claim {
  return { says, holds, seen: holds ? '' : seen.replaceAll(/\s+/g, ' ').trim().slice(0, 400) }
}
