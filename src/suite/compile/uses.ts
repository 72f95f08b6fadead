/** Which steps of a case use what others sent or received. */
import { assertions } from '../../assertions/registry.ts'
import type { Case, Check, Step } from '../../model/case.ts'
import { mentions } from './placeholder.ts'

/**
 * Ids of the steps that a value's templates quote, directly or through what they saved.
 *
 * @param counts which members of an answer count, by their path; default: all
 */
export function quotedSteps(
  value: unknown,
  steps: readonly Step[],
  counts: (path: readonly string[]) => boolean = () => true,
): string[] {
  return mentions(value).flatMap(({ part }) => {
    if (part.kind !== 'hole') return []
    const { variable } = part
    if (variable.name === 'steps') return counts(variable.path) ? [variable.step] : []
    if (variable.name !== 'saved' && variable.name !== 'encoded') return []
    return saving(variable.key, steps)
  })
}

/**
 * Ids of the steps whose answers another request names: by an id, or by what was saved of them. It may
 * change or delete what they made.
 */
export function namedSteps({ steps }: Pick<Case, 'steps'>): ReadonlySet<string> {
  const requests = steps.map(({ request }) => request)
  return new Set(quotedSteps(requests, steps, (path) => path.at(-1) === 'id'))
}

function saving(name: string, steps: readonly Step[]): string[] {
  return steps.filter(({ save }) => Object.hasOwn(save, name)).map(({ id }) => id)
}

/** Whether a check compares its step with others. */
export function comparesSteps({ assert, args }: Pick<Check, 'assert' | 'args'>): boolean {
  return assertions.get(assert)?.reads(args).steps === true
}

/** Whether a check's arguments name a step. */
export function namesStep({ assert, args }: Pick<Check, 'assert' | 'args'>, id: string): boolean {
  const words = `${assert} ${JSON.stringify(args) ?? ''}`
  return new RegExp(`(?<!\\w)${id}(?!\\w)`).test(words)
}

/**
 * Whether the repeats of a step may end before all are sent: every check that reads them says when they
 * are enough, and no other step is compared with them.
 */
export function isCurtailed({ id, repeat, parallel }: Step, { checks }: Case): boolean {
  if (repeat === 1 || parallel) return false
  const own = checks.filter(
    ({ step, assert, args }) => step === id && assertions.get(assert)?.reads(args).repeats,
  )
  const isCompared = checks.some(
    (check) => check.step !== id && comparesSteps(check) && namesStep(check, id),
  )
  const settle = ({ assert }: Check): boolean => assertions.get(assert)?.settled !== undefined
  return own.length > 0 && own.every(settle) && !isCompared
}

/**
 * The steps to send again with a step whose behaviours take more samples, in their order: those that
 * it quotes, where a nonce makes their answers new. All where a behaviour compares steps, since they
 * must hold the same nonces.
 */
export function sampledWith({ id, ...step }: Step, { steps, checks }: Case): readonly string[] {
  const isOpen = ({ step: of, kind, ...check }: Check): boolean =>
    of === id && kind === 'behaviour' && comparesSteps(check)
  if (checks.some(isOpen)) return steps.map((one) => one.id)
  const again = new Set([id])
  const own = [{ id, ...step }, ...earlierThan(id, steps)]
  for (const one of again) {
    for (const quoted of quotedBy(one, own)) if (hasNonce(quoted, own)) again.add(quoted)
  }
  return steps.map((one) => one.id).filter((one) => again.has(one))
}

function earlierThan(id: string, steps: readonly Step[]): readonly Step[] {
  return steps.slice(
    0,
    Math.max(
      0,
      steps.findIndex((one) => one.id === id),
    ),
  )
}

/** Ids of the other steps that a step quotes, in its request or in the list that it is sent for. */
export function quotedBy(id: string, steps: readonly Step[]): readonly string[] {
  const step = steps.find((one) => one.id === id)
  if (step === undefined) return []
  const { request, items } = step
  const listed =
    items === undefined
      ? []
      : 'from' in items
        ? saving(items.from, steps)
        : quotedSteps(items.list, steps)
  return [...quotedSteps(request, steps), ...listed].filter((one) => one !== id)
}

/** Whether its request, or an answer that it quotes, differs from play to play. */
function hasNonce(id: string, steps: readonly Step[]): boolean {
  const step = steps.find((one) => one.id === id)
  if (step === undefined) return false
  const isNew = mentions([step.request, step.items]).some(
    ({ part }) => part.kind === 'hole' && part.variable.name === 'nonce',
  )
  const before = earlierThan(id, steps)
  return isNew || quotedBy(id, [step, ...before]).some((quoted) => hasNonce(quoted, before))
}
