/** The causes of a run: a second view of the checks that did not pass. */
import { createHash } from 'node:crypto'
import type { Cause, CauseConsequence, RuleFacts } from '../../model/findings/cause.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { levels, type Level } from '../../model/names.ts'
import { cellKey } from '../../model/plan.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import { mapSame } from '../../model/lists/lists.ts'
import { memoByAll } from '../../model/lists/memo.ts'
import { passesElsewhere, whereTextsBreak, type PassesElsewhere } from './texts/broken-texts.ts'
import { withChecks } from '../with-checks.ts'
import { alsoFound } from './also-found.ts'
import { grantedIn, isOfAll, messageOf } from './message.ts'
import { ownerOf } from './remedies/owner.ts'
import { isPromptLost, lostPrompt } from './texts/lost-prompt.ts'
import { remedyOf } from './remedies/remedy.ts'
import { declarationFor, type Unclaimed } from './remedies/unclaimed.ts'
import { rootsOf } from './roots.ts'
import { passingOf, type Passing } from './passing.ts'
import { otherTextFaults } from './texts/wrong-texts.ts'
import { isAnswer, isOfStop } from './words.ts'
import { causeVerdicts, checksIn, countOf, foreignIn, symptomsOf, type Symptom } from './symptom.ts'

/** What the causes are computed from, beside the cells. */
export interface CauseScene {
  readonly rules?: RuleFacts
  /** Name of the target. */
  readonly target: string
  /** Absent where the plan is not at hand. */
  readonly unclaimed?: Unclaimed
}

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
  const found = [...families].map(([key, members]) => ({
    cause: causeOf(key, members, cells, { ...scene, passes, passing }),
    members,
  }))
  const besides = indexBy(alsoFound(settled.map(({ symptom }) => symptom)), ({ key }) => key)
  const others = [...besides].map(([key, symptoms]) => {
    const members = symptoms.map((symptom) => ({ symptom, root: symptom }))
    return causeOf(key, members, cells, { ...scene, passes, passing })
  })
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

/** What the other cells of the run show. */
interface Known {
  readonly passes: PassesElsewhere
  readonly passing: Passing
}

function causeOf(
  key: string,
  members: readonly Settled[],
  cells: readonly CellResult[],
  { rules, target, unclaimed, passes, passing }: CauseScene & Known,
): Cause {
  const all = members.map(({ symptom }) => symptom)
  const own = all.filter((symptom) => symptom.key === key)
  const concerned = distinct(all.map((symptom) => symptom.cell))
  const shown = worstOf(tellingOf(plainestOf(own.length > 0 ? own : all, concerned)))
  const { cell, check, code } = shown
  // Without a response, no rule was looked at.
  const rule = code === 'error' ? '' : check.rule
  const worst = worstOf(all).verdict
  const foreign = foreignIn(cell, check)
  const isForeign = foreign !== undefined
  // What an error says names its own remedy, and who was not asked broke nothing.
  const isBreach = code !== 'error' && code !== 'prerequisite' && shown.checks === undefined
  const ofRule = isBreach ? rules?.get(rule)?.remedy : undefined
  const isLost = isPromptLost(all, shown)
  const isNowhere = shown.answer?.status === '404' && isOfAll(concerned, cells) && isAnswer(code)
  const inStreams = whereTextsBreak(own, passes)
  const isOfStreams = inStreams !== undefined
  const received = check.finding?.received ?? ''
  const ofFault = remedyOf({ code, foreign, isLost, isNowhere, isOfStreams, received }) ?? ofRule
  const declaration = unclaimed && !isForeign ? declarationFor(own, unclaimed) : undefined
  const remedy = [declaration, ofFault].filter((part) => part !== undefined).join(' ')
  return {
    id: idOf(shown),
    rule,
    code,
    level: levelOf(all.filter(({ verdict }) => verdict === worst)),
    verdict: worst,
    owner: isForeign ? 'undecided' : ownerOf(own, { target, ofRule: rules?.get(rule)?.owner }),
    ...(remedy !== '' && { remedy }),
    message: [
      messageOf(shown, concerned, cells),
      inStreams ?? '',
      isLost ? lostPrompt : '',
      isForeign ? '' : grantedIn(own),
      isForeign ? '' : otherTextFaults(all, shown),
    ]
      .filter((part) => part !== '')
      .join(' '),
    apis: distinct(concerned.map(({ api }) => api)),
    regions: distinct(concerned.map(({ region }) => region)),
    models: distinct(concerned.map(({ model }) => model)),
    checks: countOf(all),
    cells: concerned.length,
    passing: passing.beside(own),
    consequences: consequencesOf(all.filter((symptom) => symptom.key !== key)),
    example: {
      case: cell.case,
      api: cell.api,
      region: cell.region,
      model: cell.model,
      check: check.id,
    },
  }
}

/** The code, and a digest of the comparable words; a known cause differs in its ending alone. */
function idOf({ root, code, verdict }: Symptom): string {
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 6)
  return `${code}-${digest}${verdict === 'known' ? knownEnding : ''}`
}

const knownEnding = '-known'

/** The id of a cause, the same whether its failures are known or not. */
export function rootOfCause(id: string): string {
  return id.endsWith(knownEnding) ? id.slice(0, -knownEnding.length) : id
}

function worstOf(symptoms: readonly Symptom[]): Symptom {
  const [first] = symptoms.toSorted(
    (one, other) => causeVerdicts.indexOf(one.verdict) - causeVerdicts.indexOf(other.verdict),
  )
  if (first === undefined) throw new TypeError('A cause has at least one symptom.')
  return first
}

/** Those of the plain conversation that others of the cause wait for, since it shows a root best. */
function plainestOf(
  symptoms: readonly Symptom[],
  concerned: readonly CellResult[],
): readonly Symptom[] {
  const [after] = concerned.flatMap((cell) => cell.after ?? [])
  if (after === undefined) return symptoms
  const own = symptoms.filter(
    ({ cell: { case: id, api, region, model } }) =>
      id === after.case && api === after.api && region === after.region && model === after.model,
  )
  return own.length > 0 ? own : symptoms
}

/** Those that say in the middle of what a host stopped, if any do. */
function tellingOf(symptoms: readonly Symptom[]): readonly Symptom[] {
  const telling = symptoms.filter(({ check }) => isOfStop(check.because ?? ''))
  return telling.length > 0 ? telling : symptoms
}

/** The strictest level; of those with the verdict of the cause: what was not judged broke nothing. */
function levelOf(symptoms: readonly Symptom[]): Level {
  const isOf = (level: Level) => (symptom: Symptom) =>
    checksIn(symptom).some((check) => check.level === level)
  return levels.find((level) => symptoms.some(isOf(level))) ?? 'may'
}

function consequencesOf(symptoms: readonly Symptom[]): CauseConsequence[] {
  const kinds = new Map<string, CauseConsequence>()
  for (const symptom of symptoms) {
    const { code } = symptom
    for (const { rule } of checksIn(symptom)) {
      const kind = `${rule} ${code}`
      kinds.set(kind, { rule, code, checks: (kinds.get(kind)?.checks ?? 0) + 1 })
    }
  }
  return [...kinds.values()].toSorted((one, other) => other.checks - one.checks)
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
