/** Requests that several cells of a plan send alike, so that they need to be sent once only. */
import { createHash } from 'node:crypto'
import { controlStep } from '../../model/case.ts'
import type { Alike, Cell, PlannedStep, Template } from '../../model/plan.ts'
import { memo } from '../../model/lists/memo.ts'
import { namedSteps } from './uses.ts'

/** Names the steps of a cell whose requests other cells of the plan send too. */
type Namer = (cell: Cell) => Cell

/**
 * The cells, with a name on each step whose request another cell sends too. One with nonces is alike
 * where it is written alike: those cells hold the same nonces. A request is no other cell's where
 * each repeat has nonces of its own, where it comes after others, whose point may be what those left
 * behind, and where others name its answer.
 */
export function withAlike(cells: readonly Cell[]): Cell[] {
  return cells.map(alikeAmong(cells))
}

/** Names what is alike among `cells`, in any form of them. */
export function alikeAmong(cells: readonly Cell[]): Namer {
  const nameOf = createNames()
  const namedIn = memo(namedSteps)
  const senders = new Map<string, Set<string>>()
  for (const cell of cells) {
    for (const step of independent(cell, namedIn)) {
      const named = nameOf(cell, step)
      if (named === undefined) continue
      const { name } = named
      senders.set(name, (senders.get(name) ?? new Set()).add(`${cell.case.id} ${cell.api}`))
    }
  }
  return (cell) => {
    const found = new Map<PlannedStep, Alike>()
    let words: string | undefined
    for (const step of independent(cell, namedIn)) {
      const named = nameOf(cell, step)
      if (named === undefined) continue
      const { name, nonces } = named
      const count = senders.get(name)?.size ?? 0
      if (count < 2) continue
      // Steps with other nonces than the first would not be alike in each play.
      if (nonces !== undefined && (words ??= nonces) !== nonces) continue
      found.set(step, { name, cells: count, ...(nonces !== undefined && { everyPlay: true }) })
    }
    return renamed(cell, found, words)
  }
}

function renamed(
  cell: Cell,
  found: ReadonlyMap<PlannedStep, Alike>,
  words: string | undefined,
): Cell {
  if (found.size === 0 && cell.steps.every(({ alike }) => alike === undefined)) return cell
  const steps = cell.steps.map((step) => {
    const alike = found.get(step)
    if (alike === step.alike) return step
    const { alike: _before, ...rest } = step
    return alike === undefined ? rest : { alike, ...rest }
  })
  const { words: _before, ...rest } = cell
  return words === undefined ? { ...rest, steps } : { words, ...rest, steps }
}

/**
 * The steps before which nothing is sent that leaves something behind, as other variants, the control
 * and the steps of a case that says so do not, and whose answers no later step names.
 */
function independent(
  { case: asked, steps }: Cell,
  namedIn: typeof namedSteps,
): readonly PlannedStep[] {
  if (asked.upstream !== undefined) return []
  const alone = steps[0]?.id === controlStep ? 2 : 1
  const isFree = asked.variants === true || asked.independent === true
  const first = isFree ? steps : steps.slice(0, alone)
  if (steps.length === 1) return first
  const named = namedIn(asked)
  return first.filter(({ id }) => !named.has(id))
}

/** What a step sends, by name. */
interface Named {
  readonly name: string
  /** Where it holds nonces: the name of all that hold the same. */
  readonly nonces?: string
}

/** Names what a step sends; undefined where it is of its own kind. */
function createNames(): (cell: Cell, step: PlannedStep) => Named | undefined {
  const writtenOnce = memo(writtenIn)
  const nameOf = (cell: Cell, step: PlannedStep): Named | undefined => {
    const { endpoint, steps } = cell
    const { api, model, region, request, auth, expect, items, parallel, hangUpAfter } = step
    const isAlone = items !== undefined || parallel || auth.length > 1 || hangUpAfter !== undefined
    if (isAlone || isAwaited(expect)) return undefined
    const { text, hasNonces } = writtenOnce(request) ?? {}
    // Of several repeats with one nonce, a cell would take the first for the answer to each.
    if (text === undefined || (hasNonces === true && step.repeat > 1)) return undefined
    const [credentials] = auth
    const url = endpoint.baseUrl(api, region)
    const name = [api, url, region, model.id, JSON.stringify(credentials), text].join('\n')
    if (hasNonces !== true) return { name }
    const nonces = [region, model.id, text].join('\n')
    if (step.id !== controlStep) return { name, nonces }
    // A control holds the nonces of what it is compared with: it is alike where that is, too.
    const twin = steps[1] && nameOf(cell, steps[1])
    return twin && { name: `${name}\n${twin.name}`, nonces: twin.nonces ?? nonces }
  }
  return nameOf
}

/** A refusal by a busy server is not sent again where the case waits for it. */
function isAwaited(expect: PlannedStep['expect']): boolean {
  return 'error' in expect && ['throttled', 'unavailable'].includes(expect.error ?? '')
}

interface Written {
  /** Digest of the text: each cell has a name with it. */
  readonly text: string
  readonly hasNonces: boolean
}

/** What is written, where all cells of a model and region that write it can send the same. */
function writtenIn(request: PlannedStep['request']): Written | undefined {
  const names = [...new Set(variablesIn('say' in request ? request.say : request.send))]
  const isSame = (name: string): boolean =>
    name.startsWith('model') || ['region', 'filler', 'nonce'].includes(name)
  if (!names.every(isSame)) return undefined
  const text = createHash('sha256').update(JSON.stringify(request)).digest('base64')
  return { text, hasNonces: names.includes('nonce') }
}

/** Names of the variables of a template. */
function variablesIn(template: Template): readonly string[] {
  switch (template.kind) {
    case 'value':
      return []
    case 'hole':
      return [template.variable.name]
    case 'text':
      return template.parts.flatMap((part) => (typeof part === 'string' ? [] : variablesIn(part)))
    case 'list':
      return template.items.flatMap(variablesIn)
    case 'object':
      return template.members.flatMap(([, item]) => variablesIn(item))
  }
}
