/** Values that name environment variables: `Bearer ${TOKEN}`. */
import type { UsageProblem } from '../problem.ts'
import type { Environment } from '../resolve/resolved.ts'

const reference = /\$\{([^{}]*)\}/g
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/** A text with its variables filled in. */
export interface Filled {
  readonly value: string
  /** What the variables held. */
  readonly secrets: readonly string[]
}

/**
 * Fills `${NAME}` in.
 *
 * @param from what holds the text, for the message: `--header X-Key`
 * @returns a problem where a variable is not set, or a name cannot be one
 */
export function fillVariables(text: string, from: string, env: Environment): Filled | UsageProblem {
  const names = [...text.matchAll(reference)].map(([, name = '']) => name)
  const wrong = names.find((name) => !variableName.test(name))
  if (wrong !== undefined) {
    return { problem: `${from}: "\${${wrong}}" is not a valid name of an environment variable.` }
  }
  const unset = names.find((name) => (env[name] ?? '').trim() === '')
  if (unset !== undefined) {
    return {
      problem: `${from}: the environment variable ${unset} is not set. Set it to the value.`,
    }
  }
  return {
    value: text.replaceAll(reference, (_, name: string) => env[name]?.trim() ?? ''),
    secrets: names.map((name) => env[name]?.trim() ?? ''),
  }
}
