/** What a narrowed run leaves out: an entry is stale only where all of its scope ran. */
import type { CellResult, RunSelection } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'

const axes = [
  ['apis', 'api'],
  ['regions', 'region'],
  ['models', 'model'],
] as const

function isExact(pattern: string | undefined): pattern is string {
  return pattern !== undefined && !/[*?]/.test(pattern)
}

/**
 * Whether part of the scope of `entry` may lie outside `selection`: it may unless the entry names one
 * value on each axis that was narrowed. A part of a plan (`--shard`, `--last-failed`) never covers a
 * whole scope.
 */
export function mayBeHidden(entry: BaselineEntry, selection: RunSelection = {}): boolean {
  const { shard, budget, lastFailed } = selection
  if (shard !== undefined || budget !== undefined || lastFailed === true) return true
  const byCase = selection.cases !== undefined || selection.level !== undefined
  if (byCase && !isExact(entry.check)) return true
  return axes.some(([narrowed, axis]) => selection[narrowed] !== undefined && !isExact(entry[axis]))
}

/** Whether the check that `entry` names may be missing only because it was not selected. */
export function mayBeLeftOut(
  entry: BaselineEntry,
  cells: readonly CellResult[],
  selection: RunSelection = {},
): boolean {
  if (mayBeHidden(entry, selection)) return true
  if (selection.level !== undefined) return true
  if (selection.cases !== undefined) {
    const [id = ''] = entry.check.split('/')
    const wholeCases = selection.cases.every((glob) => !glob.includes('/'))
    if (!wholeCases || !cells.some((cell) => cell.case === id)) return true
  }
  return axes.some(
    ([narrowed, axis]) =>
      selection[narrowed] !== undefined && !cells.some((cell) => cell[axis] === entry[axis]),
  )
}
