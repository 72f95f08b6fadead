/** Flags in the environment: `BEDROCK_CONFORMANCE_REPORT_DIR` is `--report-dir`. */
import { Problem } from '../model/problem.ts'
import { suggest } from '../model/text/nearest.ts'

const prefix = 'BEDROCK_CONFORMANCE_'

/** The variable of a flag. @param flag in camel case */
export function variableOf(flag: string): string {
  return prefix + flag.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}

/**
 * Refuses variables with our prefix that are no flag of any command: a slip would go unnoticed.
 *
 * @param flags of all commands, in camel case
 */
export function refuseUnknownVariables(env: NodeJS.ProcessEnv, flags: readonly string[]): void {
  const known = flags.map(variableOf)
  const wrong = Object.keys(env).find((name) => name.startsWith(prefix) && !known.includes(name))
  if (wrong === undefined) return
  const hint = suggest(wrong, known)
  throw new Problem(
    `The environment variable ${wrong} is not one of this program's${hint?.startsWith('did') === true ? `; ${hint}` : ': unset it.'}`,
  )
}

/** The values that a variable of a flag holds: of a flag that is repeatable one in each line. */
export function valuesIn(text: string, isRepeatable: boolean): string[] {
  const values = isRepeatable ? text.split('\n') : [text]
  return values.map((value) => value.trim()).filter((value) => value !== '')
}
