/** The target that a name, an alias or a path means. */
import { suggest } from '../../model/text/nearest.ts'
import type { LoadedTarget } from '../files/files.ts'
import {
  nameOf,
  namesFile,
  readOwnTarget,
  settled,
  type OwnTarget,
  type SettledTarget,
} from '../own/own-target.ts'
import { isProblem, type UsageProblem } from '../problem.ts'

/**
 * Finds it among the targets of the program and those of one's own.
 *
 * @param name as given, or the path of a target file
 */
export function findTarget(
  name: string,
  targets: ReadonlyMap<string, LoadedTarget>,
  own: readonly OwnTarget[] = [],
): SettledTarget | UsageProblem {
  if (namesFile(name)) {
    const read = readOwnTarget(name)
    return isProblem(read) ? read : settled(read, targets)
  }
  const wanted = name.trim().toLowerCase()
  const mine = own.find((one) => nameOf(one) === wanted)
  if (mine !== undefined) return settled(mine, targets)
  const all = [...targets.values()]
  const found = all.find(({ value }) => value.name === wanted || value.aliases.includes(wanted))
  if (found !== undefined) return { ...found, settings: {} }
  const names = [
    ...all.flatMap(({ value }) => [value.name, ...value.aliases]),
    ...own.map((one) => nameOf(one)),
  ]
  const near = suggest(wanted, names)
  const listed = [
    ...own.map((one) => nameOf(one)),
    ...all.map(({ value }) => withAliases(value.name, value.aliases)),
  ]
  const hint = near?.startsWith('did you mean') === true ? `; ${near}` : '.'
  return { problem: `There is no target "${name}"${hint} Targets: ${listed.join(', ')}.` }
}

function withAliases(name: string, aliases: readonly string[]): string {
  return aliases.length === 0 ? name : `${name} (also ${aliases.join(', ')})`
}
