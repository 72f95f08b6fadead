/** Whether what a baseline entry expects is still there. */
import { runReplies, type CellResult, type RunSelection } from '../../model/report.ts'
import { apiNames } from '../../model/names.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { expects, isNamed, reaches } from './match.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { isUndecided } from '../verdict/verdict-sets.ts'
import { mayBeHidden, mayBeLeftOut } from './sight.ts'

/** What the entries are compared with. */
export interface Scene {
  readonly cells: readonly CellResult[]
  /** What narrowed the run; absent when the whole suite ran. */
  readonly selection?: RunSelection
  /** Ids of all cases of the suite: an entry of another case is misspelt. */
  readonly cases?: readonly string[]
}

/**
 * `holds`: the failure is there. `gone`: every check of its scope was judged, and none shows it.
 * `unmatched`: no such check ran. `open`: unknown, because a check of its scope could not be judged,
 * the run was narrowed or could not plan the case, or the failure does not show in every run.
 */
export type EntryState = 'holds' | 'gone' | 'unmatched' | 'open'

/** The state of one entry. */
export function entryState(entry: BaselineEntry, scene: Scene): EntryState {
  const { cells, selection } = scene
  if (isOfUnknownCase(entry, scene)) return 'unmatched'
  // A run may have millions of checks and hundreds of entries: most cells are left out as a whole.
  const inside = cells.flatMap((cell) =>
    reaches(entry, cell) ? cell.checks.filter((check) => isNamed(entry, cell, check.id)) : [],
  )
  const judged = inside.filter(({ verdict }) => verdict !== 'unsupported')
  if (judged.length === 0) {
    const isOpen = isUnplanned(entry, scene) || mayBeLeftOut(entry, cells, selection)
    return isOpen ? 'open' : 'unmatched'
  }
  const decided = judged.filter(({ verdict }) => !isUndecided(verdict))
  if (decided.some((check) => kindsShown(check).some((kind) => expects(entry, kind)))) {
    return 'holds'
  }
  if (decided.length < judged.length) return 'open'
  return entry.intermittent === true || mayBeHidden(entry, selection) ? 'open' : 'gone'
}

/** Whether the entry names a case that the suite does not have. */
export function isOfUnknownCase(
  { check }: BaselineEntry,
  { cases }: Pick<Scene, 'cases'>,
): boolean {
  const [pattern = '', id] = check.split('/')
  // Without a slash a star may match case and check together.
  if (cases === undefined || id === undefined) return false
  return ![...cases, runReplies].some((known) => matchesGlob(pattern, known))
}

/**
 * Whether the cases or the API that the entry names exist, and the run could plan none of them; or it
 * was not asked for the region or the model, which the environment or the server may have chosen.
 */
function isUnplanned(entry: BaselineEntry, { cases, cells }: Scene): boolean {
  const { check, api, region, model } = entry
  const lacks = (axis: 'api' | 'region' | 'model', pattern: string | undefined): boolean =>
    pattern !== undefined && !cells.some((cell) => matchesGlob(pattern, cell[axis]))
  if (lacks('region', region) || lacks('model', model)) return true
  if (api !== undefined && isKnownApi(api) && lacks('api', api)) return true
  const [pattern = '', id] = check.split('/')
  if (cases === undefined || id === undefined || pattern === '*') return false
  return !cells.some((cell) => matchesGlob(pattern, cell.case))
}

function isKnownApi(pattern: string): boolean {
  return apiNames.some((name) => matchesGlob(pattern, name))
}

/** An entry and its state in one run. */
export interface JudgedEntry {
  readonly entry: BaselineEntry
  readonly state: EntryState
}

/** The state of every entry. */
export function judgeEntries(entries: readonly BaselineEntry[], scene: Scene): JudgedEntry[] {
  return entries.map((entry) => ({ entry, state: entryState(entry, scene) }))
}
