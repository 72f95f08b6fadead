import type { Environment } from './resolved.ts'

/** The first of some environment variables that is set to more than blanks. */
export function setVariable(
  env: Environment,
  names: readonly string[] | undefined,
): { readonly name: string; readonly value: string } | undefined {
  for (const name of names ?? []) {
    const value = env[name]?.trim()
    if (value !== undefined && value !== '') return { name, value }
  }
  return undefined
}
