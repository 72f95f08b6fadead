/** A cell on one target, set against the same cell on another. */
import type { AgainstCheck, Blame, CellResult, Difference } from '../../model/report.ts'
import { blameCheck, model, upstream, type Names } from './blame.ts'
import { differenceKey, differences } from './differences.ts'
import type { Fingerprint } from './fingerprint.ts'

/** A cell's result on one target, and the form of the replies it was judged from. */
export interface Side {
  readonly result: CellResult
  readonly form: Fingerprint
}

/** The two sides of a cell, from requests sent at the same time. */
export interface Pair {
  readonly here: Side
  readonly there: Side
}

/** What is known of a cell on both targets. */
export interface Sides {
  readonly first: Pair
  readonly names: Names
  /** The same pair played once more: what differs from the first time varies, so it is the model's. */
  readonly again?: Pair | undefined
}

/** A report has many cells, and more differences of one cell are rarely read. */
const mostDifferences = 40

/** `cell`, which is the result of `first.here`, with the other result and who is at fault. */
export function setAgainst(cell: CellResult, { first, names, again }: Sides): CellResult {
  const { result } = first.there
  const checks = cell.checks.map((check) => {
    const against = blameOf(check.id, first, names)
    if (against === undefined) return check
    const isOfModel = !neverOfModel.has(check.finding?.code ?? '')
    const second = again && isOfModel ? blameOf(check.id, again, names) : undefined
    return { ...check, against: settled(against, second) }
  })
  const found = differencesOf(first, names, again)
  const blame = worst(
    [...checks.map(({ against }) => against?.blame), ...found.map((one) => one.blame)],
    names,
  )
  const { region, model: asked, verdict } = result
  const other = { region, model: asked, verdict, differences: found }
  return { ...cell, checks, against: { ...other, ...(blame !== undefined && { blame }) } }
}

/** What no model can bring about: that it is gone a second time is chance, and excuses no server. */
const neverOfModel: ReadonlySet<string> = new Set([
  'ids.answer-repeated',
  'ids.request-repeated',
  'isolation.foreign',
  'http.token-leak',
])

/** Whether one of the two targets seems to be at fault: a second look may show that it varies. */
export function isDisputed(pair: Pair, names: Names): boolean {
  const { against } = setAgainst(pair.here.result, { first: pair, names })
  return against?.blame !== undefined && against.blame !== model
}

function blameOf(id: string, { here, there }: Pair, names: Names): AgainstCheck | undefined {
  const [own, other] = [here, there].map(({ result }) => result.checks.find((one) => one.id === id))
  return own && other && blameCheck(own, other, names)
}

function settled(first: AgainstCheck, second: AgainstCheck | undefined): AgainstCheck {
  const isSame = second === undefined || second.blame === first.blame
  return isSame || first.blame === undefined ? first : { ...first, blame: model }
}

function differencesOf(first: Pair, names: Names, again: Pair | undefined): Difference[] {
  const confirmed = again && new Set(unblamed(again).map(differenceKey))
  return unblamed(first)
    .slice(0, mostDifferences)
    .map((difference) => {
      const varies = confirmed !== undefined && !confirmed.has(differenceKey(difference))
      return { ...difference, blame: varies ? model : names.here }
    })
}

function unblamed({ here, there }: Pair): ReturnType<typeof differences> {
  // Replies cannot be compared where one of the targets lacks the capability.
  if ([here, there].some(({ result }) => result.verdict === 'unsupported')) return []
  return differences(here.form, there.form)
}

/** The blame to act on first. */
function worst(blames: readonly (Blame | undefined)[], names: Names): Blame | undefined {
  return [names.here, names.there, upstream, model].find((word) => blames.includes(word))
}
