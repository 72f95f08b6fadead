import type { z } from 'zod'

/** What the case format must know of one entry of the check vocabulary. */
export interface AssertionSchema {
  /** The YAML key. */
  readonly name: string
  /** One sentence: what it demands. */
  readonly about: string
  /** What the key may be given; templates in it are not filled in yet. */
  readonly args: z.ZodType
}

/** The check vocabulary by YAML key. */
export type AssertionSchemas = ReadonlyMap<string, AssertionSchema>
