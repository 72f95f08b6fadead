/** The plain conversation that shows first whether an API answers for a model. */
import { comparable, errorMessage } from '../../../judge/causes/words.ts'
import { isConversational } from '../../../model/apis.ts'
import { indexBy } from '../../../model/lists/group-by.ts'
import type { Step } from '../../../model/case.ts'
import type { Cell, PlannedStep } from '../../../model/plan.ts'
import type { CellRun } from '../run-cell.ts'

/** The cells of one API and model at one location. */
export interface CanaryGroup {
  /** Plain conversations, the first being the canary. */
  readonly plain: readonly Cell[]
  /** What needs an answer of the API. */
  readonly dependent: readonly Cell[]
  /** What expects a refusal, or asks only whether the model answers. */
  readonly independent: readonly Cell[]
}

/** Why what depends on a canary is not sent. */
export interface Loss {
  /** The same for canaries that fail alike. */
  readonly signature: string
  /** One sentence. */
  readonly because: string
  /** Whether a response came. */
  readonly isAnswered: boolean
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
  const plain = cells
    .filter(isPlain)
    .toSorted(
      (one, other) => Number(other.case.id === preferred) - Number(one.case.id === preferred),
    )
  const others = cells.filter((cell) => !plain.includes(cell))
  return {
    plain,
    dependent: others.filter((cell) => !isIndependent(cell)),
    independent: others.filter(isIndependent),
  }
}

/** One ordinary request with one message of the user, which any server of the API must answer. */
function isPlain({ case: asked, api, model, steps }: Cell): boolean {
  const [step, ...others] = steps
  const [draft] = asked.steps
  if (step === undefined || draft === undefined || others.length > 0) return false
  const isOrdinary =
    asked.capability === undefined && asked.upstream === undefined && asked.regions === undefined
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

/** Characters of an answer that are compared. */
const longestText = 4000

/** Why a canary was in vain; undefined where its API answered, or throttled. */
export function lossOf({ observations = [] }: CellRun): Loss | undefined {
  const [first] = observations
  if (first === undefined) return undefined
  const { response, failure } = first.exchange
  if (failure?.kind === 'aborted' || response?.status === 429) return undefined
  if (response === undefined || (failure !== undefined && first.reply === undefined)) {
    const message = failure?.message ?? 'No response came.'
    return { signature: failure?.kind ?? 'silent', because: message, isAnswered: false }
  }
  const isReply = response.status < 400 && (first.reply?.choices.length ?? 0) > 0
  if (isReply) return undefined
  const body = first.body?.text ?? ''
  const text = (errorMessage(body) ?? body).slice(0, longestText)
  const signature = `${response.status} ${comparable(text, { model: '', region: '' })}`
  const what = response.status < 400 ? 'with what is no reply of the API' : 'with an error'
  return {
    signature,
    because: `It was answered ${response.status} ${what}: ${text.slice(0, 200)}`,
    isAnswered: true,
  }
}
