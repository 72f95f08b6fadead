/** Reasons why parts do not belong to one run. */
import { cellKey } from '../../model/plan.ts'
import type { Report, ShardSelection } from '../../model/report.ts'
import { isSameEndpoint } from '../same-endpoint.ts'

/** A part, and how the user names it. */
export interface Part {
  readonly name: string
  readonly report: Report
}

/** Why the parts cannot be merged, in one sentence; nothing when they can. */
export function conflictAmong(parts: readonly Part[]): string | undefined {
  return strangerAmong(parts) ?? splitAmong(parts) ?? twiceAmong(parts)
}

/** The first part of another suite, target or baseline. */
function strangerAmong([first, ...others]: readonly Part[]): string | undefined {
  if (first === undefined) return undefined
  for (const { name, report } of others) {
    const differs = (what: string, one: string, other: string): string | undefined =>
      one === other
        ? undefined
        : `${first.name} and ${name} cannot be merged: ${what} ${one} and ${other}.`
    const found =
      differs('they are of the suites', first.report.suiteVersion, report.suiteVersion) ??
      differs('they are of the targets', first.report.target.name, report.target.name) ??
      (isSameEndpoint(first.report.target.endpoint, report.target.endpoint)
        ? undefined
        : differs(
            'they are of the servers',
            first.report.target.endpoint,
            report.target.endpoint,
          )) ??
      differs(
        'the server is of the versions',
        first.report.target.version ?? '-',
        report.target.version ?? '-',
      )
    if (found !== undefined) return found
    if (JSON.stringify(first.report.baseline) !== JSON.stringify(report.baseline)) {
      return `${first.name} and ${name} cannot be merged: they were judged with different baselines.`
    }
  }
  return undefined
}

function shardOf({ report }: Part): ShardSelection | undefined {
  return report.selection?.shard
}

/** All parts must come from the same split. */
function splitAmong(parts: readonly Part[]): string | undefined {
  const [first, ...others] = parts
  for (const other of others) {
    const [one, two] = [first && shardOf(first), shardOf(other)]
    const isSameSplit = one?.count === two?.count && one?.planned === two?.planned
    if (!isSameSplit) {
      const text = (shard: ShardSelection | undefined): string =>
        shard === undefined
          ? 'no shard'
          : `shard ${shard.index}/${shard.count} of ${shard.planned} cells`
      return `${first?.name} and ${other.name} cannot be merged: one is ${text(one)}, the other ${text(two)}.`
    }
  }
  return undefined
}

function twiceAmong(parts: readonly Part[]): string | undefined {
  const seen = new Map<string, string>()
  for (const { name, report } of parts) {
    for (const cell of report.cells) {
      const key = cellKey(cell)
      const earlier = seen.get(key)
      if (earlier !== undefined) {
        return `${earlier} and ${name} cannot be merged: both ran ${key}.`
      }
      seen.set(key, name)
    }
  }
  return undefined
}
