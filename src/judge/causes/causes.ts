/** The causes of a run: a second view of the checks that did not pass. */
import type { Cause } from '../../model/findings/cause.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { cellKey } from '../../model/plan.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import { mapSame } from '../../model/lists/lists.ts'
import { memoByAll } from '../../model/lists/memo.ts'
import { passesElsewhere } from './texts/broken-texts.ts'
import { withChecks } from '../with-checks.ts'
import { alsoFound } from './also-found.ts'
import { causeOf, type CauseScene } from './cause.ts'
import { rootsOf } from './grouping/roots.ts'
import { passingOf } from './passing.ts'
import { causeVerdicts, countOf, symptomsOf, type Symptom } from './symptom.ts'

export interface Causes {
  /** The worst first: by verdict, then by the number of checks. */
  readonly causes: readonly Cause[]
  /** The id of its cause, for every check that did not pass, but in the cells of `ofCell`. */
  readonly ofCheck: ReadonlyMap<CheckResult, string>
  /** The one cause of a cell of which none was judged, for one reason: such cells share their checks. */
  readonly ofCell: ReadonlyMap<CellResult, string>
}

/** The causes of `cells`. Each check that did not pass belongs to exactly one. */
export function causesOf(cells: readonly CellResult[], scene: CauseScene): Causes {
  const byCell = cells.map(symptomsOf).filter((symptoms) => symptoms.length > 0)
  const first = firstSymptoms(byCell)
  const settled = byCell.flatMap((symptoms) => withoutPrerequisites(symptoms, first))
  const groups = indexBy([...new Set(settled.map(({ root }) => root))], ({ key }) => key)
  const passes = passesElsewhere(cells)
  const passing = passingOf(cells, byCell.flat())
  const weights = new Map<string, number>()
  for (const { symptom, root } of settled) {
    weights.set(root.key, (weights.get(root.key) ?? 0) + countOf([symptom]))
  }
  const roots = rootsOf(groups, byCell, { passes, weights, passing })
  const families = indexBy(settled, ({ root: { key } }) => roots.get(key) ?? key)
  const known = { ...scene, passes, passing }
  const found = [...families].map(([key, members]) => ({
    cause: causeOf(key, symptomsIn(members), cells, known),
    members,
  }))
  const besides = indexBy(alsoFound(symptomsIn(settled)), ({ key }) => key)
  const others = [...besides].map(([key, symptoms]) => causeOf(key, symptoms, cells, known))
  const ofCheck = new Map<CheckResult, string>()
  const ofCell = new Map<CellResult, string>()
  for (const { cause, members } of found) {
    for (const { symptom } of members) {
      if (symptom.checks === undefined) ofCheck.set(symptom.check, cause.id)
      else ofCell.set(symptom.cell, cause.id)
    }
  }
  const causes = [...found.map(({ cause }) => cause), ...others].toSorted(worstFirst)
  return { causes, ofCheck, ofCell }
}

/** `cells`, each check that did not pass with the id of its cause. */
export function withCauses(
  cells: readonly CellResult[],
  { ofCheck, ofCell }: Pick<Causes, 'ofCheck' | 'ofCell'>,
): CellResult[] {
  // What cells share, with one cause.
  const shared = memoByAll<CheckResult>()
  const lists = memoByAll<readonly CheckResult[]>()
  return cells.map((cell) => {
    const cause = ofCell.get(cell)
    if (cause === undefined)
      return withChecks(cell, (check) => withCause(check, ofCheck.get(check)))
    const checks = lists([cell.checks, cause], () =>
      mapSame(cell.checks, (check) => shared([check, cause], () => withCause(check, cause))),
    )
    return checks === cell.checks ? cell : { ...cell, checks }
  })
}

function withCause(check: CheckResult, cause: string | undefined): CheckResult {
  if (cause === check.cause) return check
  const { cause: _, ...plain } = check
  // The new member is first: after the others, V8 would give each object a hidden class of its own.
  return cause === undefined ? plain : { cause, ...plain }
}

/** What gives one client's data to another comes before all else, however few checks show it. */
const leaks: ReadonlySet<string> = new Set(['http.token-leak', 'isolation.foreign'])

function worstFirst(one: Cause, other: Cause): number {
  const rank = causeVerdicts.indexOf(one.verdict) - causeVerdicts.indexOf(other.verdict)
  return (
    rank || Number(leaks.has(other.code)) - Number(leaks.has(one.code)) || other.checks - one.checks
  )
}

/** A symptom, and the one of its cell that it counts with. */
interface Settled {
  readonly symptom: Symptom
  readonly root: Symptom
}

/** The symptom that others of its cell depend on, by the name of the cell. */
function firstSymptoms(byCell: readonly (readonly Symptom[])[]): Map<string, Symptom> {
  const roots = byCell.flatMap((symptoms) => symptoms.find(isRoot) ?? [])
  return new Map(roots.map((symptom) => [cellKey(symptom.cell), symptom]))
}

function isRoot({ code }: Symptom): boolean {
  return code !== 'prerequisite'
}

/** What could not be judged because something else did not pass counts with that. */
function withoutPrerequisites(
  symptoms: readonly Symptom[],
  first: ReadonlyMap<string, Symptom>,
): Settled[] {
  const after = symptoms[0]?.cell.after
  const root = symptoms.find(isRoot) ?? (after && first.get(cellKey(after)))
  return symptoms.map((symptom) => ({
    symptom,
    root: symptom.code === 'prerequisite' ? (root ?? symptom) : symptom,
  }))
}

function symptomsIn(settled: readonly Settled[]): Symptom[] {
  return settled.map(({ symptom }) => symptom)
}
