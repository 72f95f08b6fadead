/** What a narrowed run cannot see: an entry is only called stale where nothing of it is hidden. */
import type { CellResult, RunSelection } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'

const axes = [
  ['apis', 'api'],
  ['regions', 'region'],
  ['models', 'model'],
] as const

function isExact(pattern: string | undefined): pattern is string {
  return pattern !== undefined && !pattern.includes('*')
}

/**
 * Whether what `entry` is about may lie outside `selection`: it does unless the entry names one
 * value on each axis that was narrowed. One part of a plan (`--shard`) shows nothing whole.
 */
export function mayBeHidden(entry: BaselineEntry, selection: RunSelection = {}): boolean {
  if (selection.shard !== undefined) return true
  const byCase = selection.cases !== undefined || selection.level !== undefined
  if (byCase && !isExact(entry.check)) return true
  return axes.some(([narrowed, axis]) => selection[narrowed] !== undefined && !isExact(entry[axis]))
}

/** Whether the check that `entry` names may be missing only because it was not asked for. */
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
