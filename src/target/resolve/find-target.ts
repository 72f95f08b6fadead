import { suggest } from '../../model/text/nearest.ts'
import type { LoadedTarget } from '../files/files.ts'
import type { UsageProblem } from '../problem.ts'

/** The target of a name or alias. */
export function findTarget(
  name: string,
  targets: ReadonlyMap<string, LoadedTarget>,
): LoadedTarget | UsageProblem {
  const wanted = name.trim().toLowerCase()
  const all = [...targets.values()]
  const found = all.find(({ value }) => value.name === wanted || value.aliases.includes(wanted))
  if (found !== undefined) return found
  const near = suggest(
    wanted,
    all.flatMap(({ value }) => [value.name, ...value.aliases]),
  )
  const names = all.map(({ value }) => withAliases(value.name, value.aliases)).join(', ')
  const hint = near?.startsWith('did you mean') === true ? `; ${near}` : '.'
  return { problem: `There is no target "${name}"${hint} Targets: ${names}.` }
}

function withAliases(name: string, aliases: readonly string[]): string {
  return aliases.length === 0 ? name : `${name} (also ${aliases.join(', ')})`
}
