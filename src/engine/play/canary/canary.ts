/** The plain conversation that shows first whether an API answers for a model. */
import { apiFacts, isConversational } from '../../../model/apis.ts'
import { indexBy } from '../../../model/lists/group-by.ts'
import type { Step } from '../../../model/case.ts'
import type { Cell, PlannedStep } from '../../../model/plan.ts'

/** The cells of one API and model at one location. */
export interface CanaryGroup {
  /** Plain conversations, the first being the canary. */
  readonly plain: readonly Cell[]
  /** What needs an answer of the API. */
  readonly dependent: readonly Cell[]
  /** What expects a refusal, or asks only whether the model answers. */
  readonly independent: readonly Cell[]
}

/** The case that is preferred as canary where it is planned. */
const preferred = 'chat.simple'

/**
 * The groups of `cells` that have a canary, the first model of each API before the others; cells
 * without a canary are `free`.
 */
export function canaryGroups(cells: readonly Cell[]): {
  readonly groups: readonly CanaryGroup[]
  readonly free: readonly Cell[]
} {
  const all = [...indexBy(cells, ({ api, model }) => `${api} ${model.id}`).values()]
  const groups = all.map(groupOf)
  const withCanary = groups.filter(({ plain }) => plain.length > 0)
  const free = all.flatMap((group, index) => (groups[index]?.plain.length === 0 ? group : []))
  const byApi = [...indexBy(withCanary, ({ plain: [first] }) => first?.api ?? '').values()]
  return {
    groups: [...byApi.flatMap(([first]) => first ?? []), ...byApi.flatMap(([, ...rest]) => rest)],
    free,
  }
}

function groupOf(cells: readonly Cell[]): CanaryGroup {
  const plain = cells.filter(isPlain).toSorted(simpleFirst)
  const others = cells.filter((cell) => !plain.includes(cell))
  return {
    plain,
    dependent: others.filter((cell) => !isIndependent(cell)),
    independent: others.filter(isIndependent),
  }
}

/** A plain conversation that any server of the target must answer. */
function isPlain(cell: Cell): boolean {
  return cell.case.capability === undefined && isPlainConversation(cell)
}

/**
 * Of cells without a canary, those to send before the others: for each API that a server may lack,
 * and each model, one plain conversation, which shows whether the API is served.
 */
export function firstOf(free: readonly Cell[]): readonly Cell[] {
  const all = [...indexBy(free, ({ api, model }) => `${api} ${model.id}`).values()]
  return all.flatMap((group) => group.filter(isPlainConversation).toSorted(simpleFirst).slice(0, 1))
}

function simpleFirst(one: Cell, other: Cell): number {
  return Number(other.case.id === preferred) - Number(one.case.id === preferred)
}

/** One ordinary request with one message of the user, which any server of the API must answer. */
export function isPlainConversation({ case: asked, api, model, steps }: Cell): boolean {
  const [step, ...others] = steps
  const [draft] = asked.steps
  if (step === undefined || draft === undefined || others.length > 0) return false
  const needsApiAlone =
    asked.capability === undefined || asked.capability === apiFacts[api].capability
  const isOrdinary = needsApiAlone && asked.upstream === undefined && asked.regions === undefined
  const isOwn = isConversational(api) && step.api === api && step.model.id === model.id
  return isOrdinary && isOwn && isOneReply(step) && isOneMessage(draft)
}

function isOneReply({ auth, expect, repeat, items, hangUpAfter }: PlannedStep): boolean {
  const isOnce = repeat === 1 && items === undefined && hangUpAfter === undefined
  return isOnce && auth.every((choice) => choice === 'default') && expect.outcome === 'reply'
}

function isOneMessage({ request }: Step): boolean {
  if (!('say' in request)) return false
  const { turns, options, tools, body } = request.say
  const [turn, ...others] = turns
  const isUser =
    typeof turn === 'object' &&
    turn !== null &&
    'role' in turn &&
    turn.role === 'user' &&
    others.length === 0
  const names = Object.keys(options).filter((name) => !/max/i.test(name))
  return isUser && tools.length === 0 && body === undefined && names.length === 0
}

function isIndependent({ case: asked, steps }: Cell): boolean {
  return asked.regions === 'everywhere' || steps.every(({ expect }) => expect.outcome === 'error')
}
