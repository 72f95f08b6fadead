/** Requests that several cells of a plan send alike, so that they need to be sent once only. */
import { controlStep } from '../../model/case.ts'
import type { Alike, Cell, PlannedStep, Template } from '../../model/plan.ts'
import { memo } from '../../model/lists/memo.ts'
import { namedSteps } from './uses.ts'

/** Names the steps of a cell whose requests other cells of the plan send too. */
type Namer = (cell: Cell) => Cell

/**
 * The cells, with a name on each step whose request another cell sends too. A request that holds a
 * nonce is no other cell's; neither is one that comes after others, whose point may be what those
 * left behind, or whose answer others name.
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
      const name = nameOf(cell, step)
      if (name === undefined) continue
      senders.set(name, (senders.get(name) ?? new Set()).add(`${cell.case.id} ${cell.api}`))
    }
  }
  return (cell) => {
    const found = new Map<PlannedStep, Alike>()
    for (const step of independent(cell, namedIn)) {
      const name = nameOf(cell, step)
      if (name === undefined) continue
      const count = senders.get(name)?.size ?? 0
      if (count > 1) found.set(step, { name, cells: count })
    }
    if (found.size === 0 && cell.steps.every(({ alike }) => alike === undefined)) return cell
    const steps = cell.steps.map((step) => {
      const alike = found.get(step)
      if (alike === step.alike) return step
      const { alike: _before, ...rest } = step
      return alike === undefined ? rest : { alike, ...rest }
    })
    return { ...cell, steps }
  }
}

/**
 * The steps before which nothing is sent but other variants or the control, which leave nothing
 * behind, and whose answers no later step names.
 */
function independent(
  { case: asked, steps }: Cell,
  namedIn: typeof namedSteps,
): readonly PlannedStep[] {
  if (asked.upstream !== undefined) return []
  const alone = steps[0]?.id === controlStep ? 2 : 1
  const first = asked.variants === true ? steps : steps.slice(0, alone)
  if (steps.length === 1) return first
  const named = namedIn(asked)
  return first.filter(({ id }) => !named.has(id))
}

/** Name of what a step sends; undefined where it is of its own kind. */
function createNames(): (cell: Cell, step: PlannedStep) => string | undefined {
  const written = new Map<PlannedStep['request'], string | undefined>()
  return ({ endpoint }, step) => {
    const { api, model, region, request, auth, expect, items, parallel, hangUpAfter } = step
    const isAlone = items !== undefined || parallel || auth.length > 1 || hangUpAfter !== undefined
    if (isAlone || isAwaited(expect)) return undefined
    if (!written.has(request)) written.set(request, textOf(request))
    const text = written.get(request)
    const [credentials] = auth
    const url = endpoint.baseUrl(api, region)
    return text && [api, url, region, model.id, JSON.stringify(credentials), text].join('\n')
  }
}

/** A refusal by a busy server is not sent again where the case waits for it. */
function isAwaited(expect: PlannedStep['expect']): boolean {
  return 'error' in expect && ['throttled', 'unavailable'].includes(expect.error ?? '')
}

function textOf(request: PlannedStep['request']): string | undefined {
  return isStatic('say' in request ? request.say : request.send)
    ? JSON.stringify(request)
    : undefined
}

/** Whether a template is filled alike in all cells of a model and region. */
function isStatic(template: Template): boolean {
  const isSame = ({ variable: { name } }: { readonly variable: { readonly name: string } }) =>
    name.startsWith('model') || name === 'region' || name === 'filler'
  switch (template.kind) {
    case 'value':
      return true
    case 'hole':
      return isSame(template)
    case 'text':
      return template.parts.every((part) => typeof part === 'string' || isSame(part))
    case 'list':
      return template.items.every(isStatic)
    case 'object':
      return template.members.every(([, item]) => isStatic(item))
  }
}
