/** Known deviations bite both ways: what is new fails, and an entry that says nothing any more is an error. */
import type { CellResult, CheckResult, RunSelection } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { nearest } from '../../model/text/nearest.ts'
import { expects, inScope } from './match.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { mayBeHidden, mayBeLeftOut } from './sight.ts'

/** What the entries are held against. */
export interface Scene {
  readonly cells: readonly CellResult[]
  /** What narrowed the run; absent when the whole suite ran. */
  readonly selection?: RunSelection
  /** Ids of all cases there are, to tell a misspelt entry from one that did not run. */
  readonly cases?: readonly string[]
}

/**
 * `holds`: the failure is there. `gone`: every check of its scope was judged, and none shows it.
 * `unmatched`: no such check ran. `open`: nothing can be said, because a check of its scope could
 * not be judged or the run was narrowed.
 */
export type EntryState = 'holds' | 'gone' | 'unmatched' | 'open'

const undecided: ReadonlySet<string> = new Set(['inconclusive', 'error'])

/** What a run says about an entry. */
export function entryState(entry: BaselineEntry, scene: Scene): EntryState {
  const { cells, selection } = scene
  if (isOfUnknownCase(entry, scene)) return 'unmatched'
  const inside = cells.flatMap((cell) =>
    cell.checks.filter((check) => inScope(entry, cell, check.id)),
  )
  const judged = inside.filter(({ verdict }) => verdict !== 'unsupported')
  if (judged.length === 0) {
    return mayBeLeftOut(entry, cells, selection) ? 'open' : 'unmatched'
  }
  const decided = judged.filter(({ verdict }) => !undecided.has(verdict))
  if (decided.some((check) => kindsShown(check).some((kind) => expects(entry, kind)))) {
    return 'holds'
  }
  if (decided.length < judged.length) return 'open'
  return mayBeHidden(entry, selection) ? 'open' : 'gone'
}

function isOfUnknownCase({ check }: BaselineEntry, { cases }: Scene): boolean {
  const [pattern = '', id] = check.split('/')
  // Without a slash a star may stand for case and check together.
  if (cases === undefined || id === undefined) return false
  return !cases.some((known) => matchesGlob(pattern, known))
}

/** Turns `pass` into `fixed` where an entry expects a failure that is gone from its whole scope. */
export function markFixed(scene: Scene, entries: readonly BaselineEntry[]): CellResult[] {
  const gone = entries.filter((entry) => entryState(entry, scene) === 'gone')
  const mark = (cell: CellResult, check: CheckResult): CheckResult => {
    const entry = gone.find((candidate) => inScope(candidate, cell, check.id))
    if (check.verdict !== 'pass' || entry === undefined) return check
    return { ...check, verdict: 'fixed', because: `The baseline expects ${entry.finding} here.` }
  }
  return scene.cells.map((cell) => ({
    ...cell,
    checks: cell.checks.map((check) => mark(cell, check)),
  }))
}

/** A baseline entry that no longer says anything. */
export interface DeadEntry {
  readonly entry: BaselineEntry
  readonly why: 'matches-nothing' | 'gone' | 'expired'
  /** The case that was probably meant. */
  readonly nearest?: string
}

/**
 * Entries that have expired by `today` (an ISO date), whose check did not run, or whose failure is
 * gone.
 */
export function deadEntries(
  scene: Scene,
  entries: readonly BaselineEntry[],
  today: string,
): DeadEntry[] {
  return entries.flatMap((entry): DeadEntry[] => {
    const state = entryState(entry, scene)
    if (state === 'unmatched') {
      const [id = ''] = entry.check.split('/')
      const near = isOfUnknownCase(entry, scene) ? nearest(id, scene.cases ?? []) : undefined
      return [{ entry, why: 'matches-nothing', ...(near !== undefined && { nearest: near }) }]
    }
    if (state === 'gone') return [{ entry, why: 'gone' }]
    return entry.expires !== undefined && entry.expires < today ? [{ entry, why: 'expired' }] : []
  })
}

/** An entry that says nothing any more, in one sentence with what to do. */
export function describeDead({ entry, why, nearest: near }: DeadEntry): string {
  const where = [entry.api, entry.region, entry.model].filter((part) => part !== undefined)
  const place = where.length > 0 ? ` [${where.join(' ')}]` : ''
  const what = `Baseline entry ${entry.check}${place} (${entry.finding})`
  const owner = entry.owner === undefined ? '' : ` Owner: ${entry.owner}.`
  if (why === 'expired') {
    const link = entry.link === undefined ? '' : ` (${entry.link})`
    return `${what} expired on ${entry.expires ?? 'an unknown day'}: mend what it tolerates${link}, or renew it with a reason.${owner}`
  }
  if (why === 'gone') {
    return `${what} expects a failure that is gone: remove it, or run again with --update-baseline.${owner}`
  }
  const hint = near === undefined ? '' : ` Did you mean ${near}?`
  return `${what} matches no check of this run: remove it, or correct its patterns.${hint}${owner}`
}

const unreviewed = /^recorded \d{4}-\d{2}-\d{2}, not yet reviewed$/

/** The reason that stands in a new entry until a person has written one. */
export function unreviewedReason(today: string): string {
  return `recorded ${today}, not yet reviewed`
}

/** Whether nobody has written down yet why the entry's failure is tolerated. */
export function isUnreviewed({ reason }: BaselineEntry): boolean {
  return unreviewed.test(reason)
}

/** How many entries still wait for a person's reason, in one sentence; nothing when none does. */
export function describeUnreviewed(entries: readonly BaselineEntry[]): string | undefined {
  const waiting = entries.filter(isUnreviewed)
  const [first] = waiting
  if (first === undefined) return undefined
  const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : ''
  const be = waiting.length > 1 ? 'are' : 'is'
  return `Not yet reviewed in the baseline ${be} ${first.check} (${first.finding})${more}: give each a reason, an owner and a link.`
}
