/** Which oddities one server can play at the same time, so that all of them are judged on every cell. */
import type { Deviation } from '../../reference/deviation.ts'

/** Hooks that may end the exchange before another deviation acts, or write the message themselves. */
const exclusive: ReadonlySet<string> = new Set([
  'intercept',
  'auth',
  'access',
  'request',
  'error',
  'message',
])

/**
 * Groups whose members do not hide each other: on no endpoint and API do two of them act at the same
 * point of an answer. What needs a server, a key or limits of its own is a group by itself.
 */
export function groupsOf(deviations: readonly Deviation[]): Deviation[][] {
  const groups: Deviation[][] = []
  const narrowLast = deviations.toSorted((one, other) => breadthOf(other) - breadthOf(one))
  for (const deviation of narrowLast) {
    const group = groups.find((members) => members.every((one) => areApart(one, deviation)))
    if (group === undefined) groups.push([deviation])
    else group.push(deviation)
  }
  return groups
}

/** Without a list it acts everywhere. */
function breadthOf({ apis, endpoints }: Deviation): number {
  return (apis?.length ?? 20) * (endpoints?.length ?? 4)
}

function areApart(one: Deviation, other: Deviation): boolean {
  if (needsOwnServer(one) || needsOwnServer(other)) return false
  if (!overlap(one.endpoints, other.endpoints) || !overlap(one.apis, other.apis)) return true
  const hooks = new Set(Object.keys(one.hooks))
  const others = Object.keys(other.hooks)
  if ([...hooks, ...others].some((name) => exclusive.has(name))) return false
  return !others.some((name) => hooks.has(name))
}

function needsOwnServer({ key, claims, hangs }: Deviation): boolean {
  return key !== undefined || claims !== undefined || hangs !== undefined
}

/** An absent list is everything. */
function overlap(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): boolean {
  return one === undefined || other === undefined || one.some((name) => other.includes(name))
}
