/** One cause: what is wrong, where, whose fault it is and what to change. */
import { createHash } from 'node:crypto'
import type { Cause, CauseConsequence, RuleFacts } from '../../model/findings/cause.ts'
import { isPathUnserved } from '../../model/exchange.ts'
import type { CellResult } from '../../model/report.ts'
import { levels, type Level } from '../../model/names.ts'
import { missingBeside } from './also-found.ts'
import { whereTextsBreak, type PassesElsewhere } from './texts/broken-texts.ts'
import { grantedIn, isOfAll, messageOf } from './message.ts'
import { ownerOf, refusesKey } from './remedies/owner.ts'
import { isPromptLost, lostPrompt } from './texts/lost-prompt.ts'
import { remedyOf, type Fault } from './remedies/remedy.ts'
import { declarationFor, type Unclaimed } from './remedies/unclaimed.ts'
import type { Passing } from './passing.ts'
import { otherTextFaults } from './texts/wrong-texts.ts'
import { isAnswer, isOfStop } from './words.ts'
import { causeVerdicts, checksIn, countOf, foreignIn, type Symptom } from './symptom.ts'

/** What the causes are computed from, beside the cells. */
export interface CauseScene {
  readonly rules?: RuleFacts
  /** Name of the target. */
  readonly target: string
  /** Absent where the plan is not at hand. */
  readonly unclaimed?: Unclaimed
}

/** What the other cells of the run show. */
export interface Known {
  readonly passes: PassesElsewhere
  readonly passing: Passing
}

/**
 * The cause of symptoms.
 *
 * @param key of those that are no consequence of others
 * @param cells all of the run
 */
export function causeOf(
  key: string,
  all: readonly Symptom[],
  cells: readonly CellResult[],
  scene: CauseScene & Known,
): Cause {
  const group = groupOf(key, all, cells, scene)
  const { own, concerned, shown, isOfKey } = group
  const { cell, check, code } = shown
  const worst = worstOf(all).verdict
  const remedy = remedyFor(group, cells, scene)
  const isUndecided = group.unserved !== undefined || group.isDown || group.isRefused
  const ofRule = isUndecided ? 'undecided' : group.rule?.owner
  const warnings = worst === 'fail' ? countOf(all.filter((one) => one.verdict === 'warn')) : 0
  const owner = ownerOf(own, { target: scene.target, ofRule, isOfKey })
  return {
    id: idOf(shown),
    rule: ruleOf(shown),
    code,
    level: levelOf(all.filter(({ verdict }) => verdict === worst)),
    verdict: worst,
    owner: group.foreign === undefined ? owner : 'undecided',
    ...(remedy !== '' && { remedy }),
    message: sentenceFor(group, cells),
    apis: distinct(concerned.map(({ api }) => api)),
    regions: distinct(concerned.map(({ region }) => region)),
    models: distinct(concerned.map(({ model }) => model)),
    checks: countOf(all),
    cells: concerned.length,
    ...(warnings > 0 && { warnings }),
    passing: scene.passing.beside(own),
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

/** What has one cause. */
interface Group extends Omit<Fault, 'code' | 'received' | 'isNowhere' | 'isOfStreams'> {
  readonly all: readonly Symptom[]
  /** Those that are no consequence of others. */
  readonly own: readonly Symptom[]
  /** The cells of all of them. */
  readonly concerned: readonly CellResult[]
  /** The one that says most plainly what is wrong. */
  readonly shown: Symptom
  readonly rule: ReturnType<RuleFacts['get']>
  /** Where texts break in streams alone: a sentence. */
  readonly inStreams: string | undefined
}

function groupOf(
  key: string,
  all: readonly Symptom[],
  cells: readonly CellResult[],
  { rules, passes }: CauseScene & Known,
): Group {
  const own = all.filter((symptom) => symptom.key === key)
  const concerned = distinct(all.map((symptom) => symptom.cell))
  const shown = worstOf(tellingOf(plainestOf(own.length > 0 ? own : all, concerned)))
  return {
    all,
    own,
    concerned,
    shown,
    rule: rules?.get(ruleOf(shown)),
    foreign: foreignIn(shown.cell, shown.check),
    isLost: isPromptLost(all, shown),
    inStreams: whereTextsBreak(own, passes),
    unserved: unservedIn(shown, concerned),
    isDown: isPlainAnswered(shown, concerned, /^5/),
    isRefused: isPlainAnswered(shown, concerned, /^4(?!08|29)/),
    isOfKey: isKeyRefused(shown, concerned, cells),
  }
}

/** Without a response, no rule was looked at. */
function ruleOf({ code, check }: Symptom): string {
  return code === 'error' ? '' : check.rule
}

/** What to change: what the fault itself says, else what the rule does; empty where nothing is known. */
function remedyFor(group: Group, cells: readonly CellResult[], { unclaimed }: CauseScene): string {
  const { own, concerned, shown, rule, foreign, inStreams } = group
  const { code, check, answer } = shown
  const ofFault = remedyOf({
    ...group,
    code,
    received: check.finding?.received ?? '',
    isNowhere: answer?.status === '404' && isOfAll(concerned, cells) && isAnswer(code),
    isOfStreams: inStreams !== undefined,
  })
  // What an error says names its own remedy, and who was not asked broke nothing.
  const isBreach = code !== 'error' && code !== 'prerequisite' && shown.checks === undefined
  const ofRule = isBreach ? rule?.remedy : undefined
  const isUnclaimed = unclaimed !== undefined && foreign === undefined
  const declaration = isUnclaimed ? declarationFor(own, unclaimed) : undefined
  return [declaration, ofFault ?? ofRule].filter((part) => part !== undefined).join(' ')
}

/** The API of a plain conversation that was refused as what is not served; others depend on it. */
function unservedIn(
  { code, cell, answer }: Symptom,
  concerned: readonly CellResult[],
): string | undefined {
  const isPlain = concerned.some(({ after }) => after?.api === cell.api)
  return isPlain && isAnswer(code) && isPathUnserved(Number(answer?.status)) ? cell.api : undefined
}

/** Whether the plain conversation was answered with such a status: what it asks is right anywhere. */
function isPlainAnswered(
  { code, cell, answer }: Symptom,
  concerned: readonly CellResult[],
  status: RegExp,
): boolean {
  const isPlain = concerned.some(({ after }) => after?.api === cell.api)
  return isPlain && isAnswer(code) && answer?.refuses === false && status.test(answer.status)
}

/** Whether credentials were refused of all calls or of a plain one: a key that is good elsewhere is good. */
function isKeyRefused(
  shown: Symptom,
  concerned: readonly CellResult[],
  cells: readonly CellResult[],
): boolean {
  const isPlain = concerned.length === cells.length || concerned.some(({ after }) => after)
  return isPlain && refusesKey(shown)
}

function sentenceFor(
  { all, own, concerned, shown, foreign, isLost, inStreams }: Group,
  cells: readonly CellResult[],
): string {
  const parts = [
    messageOf(shown, all, concerned, cells),
    missingBeside(shown.check),
    inStreams ?? '',
    isLost ? lostPrompt : '',
    ...(foreign === undefined ? [grantedIn(own), otherTextFaults(all, shown)] : []),
  ]
  return parts.filter((part) => part !== '').join(' ')
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
