/** Members that every JSON body gets. */
import { namesCredential } from '../../model/text/credentials.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { Environment } from '../resolve/resolved.ts'
import { fillVariables } from './variables.ts'

export interface BodyMembers {
  readonly members: Readonly<Record<string, unknown>>
  readonly secrets: readonly string[]
}

/** Reads a JSON object, and fills `${NAME}` in where it stands in a string. */
export function readBodyMembers(
  text: string | undefined,
  env: Environment,
): BodyMembers | UsageProblem {
  if (text === undefined) return { members: {}, secrets: [] }
  const filled = fillStrings(parsed(text), '', env)
  if (isProblem(filled)) return filled
  const { value, secrets } = filled
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {
      problem: `--body-extra: expected a JSON object, for example '{"provider":"bedrock"}'.`,
    }
  }
  return { members: Object.fromEntries(Object.entries(value)), secrets }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the same as what is no object
  }
}

interface FilledValue {
  readonly value: unknown
  readonly secrets: readonly string[]
}

/** @param name that of the member; of an element, that of its list */
function fillStrings(value: unknown, name: string, env: Environment): FilledValue | UsageProblem {
  if (typeof value === 'string') {
    const filled = fillVariables(value, `--body-extra ${name}`, env)
    if (isProblem(filled) || !namesCredential(name)) return filled
    // What stands in the flag itself is hidden like what a variable holds, also beside one.
    return { ...filled, secrets: [...filled.secrets, filled.value] }
  }
  if (typeof value !== 'object' || value === null) return { value, secrets: [] }
  const secrets: string[] = []
  const entries: [string, unknown][] = []
  for (const [key, member] of Object.entries(value)) {
    const filled = fillStrings(member, Array.isArray(value) ? name : key, env)
    if (isProblem(filled)) return filled
    secrets.push(...filled.secrets)
    entries.push([key, filled.value])
  }
  const isList = Array.isArray(value)
  return { value: isList ? entries.map(([, item]) => item) : Object.fromEntries(entries), secrets }
}
