/** Regular expressions as arguments of checks. */
import { createContext, Script, type Context } from 'node:vm'
import { z } from 'zod'
import { Problem } from '../../model/problem.ts'

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

/** Milliseconds; a linear expression needs a tenth of it for the longest body. */
const longestSearch = 2000

/** Characters that an expression with one repetition searches at once, whatever they are. */
const short = 10_000

/** Node gives a time limit to scripts alone, and takes a tenth of a millisecond for it. */
const search = new Script('expression.exec(text)')
let context: Context | undefined

/**
 * Where `text` first matches the expression `source`; null where it does not. Cases of users hold
 * expressions of which a server's answer could take hours.
 *
 * @throws Problem when it takes longer than 2 s
 */
export function matchOf(source: string, text: string): RegExpExecArray | null {
  const expression = new RegExp(source, 'u')
  const repetitions = source.match(/[*+{]/g)?.length ?? 0
  if (repetitions <= 1 && text.length <= short) return expression.exec(text)
  context ??= createContext({})
  Object.assign(context, { expression, text })
  try {
    const found: unknown = search.runInContext(context, { timeout: longestSearch })
    return found as RegExpExecArray | null
  } catch (error) {
    if (Reflect.get(Object(error), 'code') !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new Problem(
      `The expression /${source}/ took more than ${longestSearch / 1000} s on what came. Write it so that no text can be matched in several ways: not a repetition within a repetition.`,
    )
  } finally {
    Object.assign(context, { text: '' }) // it may be large
  }
}
