/** Regular expressions as arguments of checks. */
import { z } from 'zod'

/** A regular expression in the syntax of ECMAScript with the `u` flag; a wrong one is refused. */
export const pattern = z.string().refine(
  (source) => {
    try {
      return new RegExp(source, 'u') instanceof RegExp
    } catch {
      return false
    }
  },
  { error: 'Expected a regular expression (ECMAScript, flag u).' },
)
