/** Reasons why parts do not belong to one run. */
import { cellKey } from '../../model/plan.ts'
import type { Report, RunSelection, ShardSelection } from '../../model/report.ts'
import { isSameEndpoint } from '../same-endpoint.ts'

/** A part, and how the user names it. */
export interface Part {
  readonly name: string
  readonly report: Report
}

/** Why the parts cannot be merged, in one sentence; nothing when they can. */
export function conflictAmong(parts: readonly Part[]): string | undefined {
  return strangerAmong(parts) ?? splitAmong(parts) ?? narrowedAmong(parts) ?? twiceAmong(parts)
}

type Same = (one: string, other: string) => boolean

/** What all parts must have alike, and how a difference is put. */
const alike: readonly (readonly [string, (report: Report) => string, Same?])[] = [
  ['they are of the suites', ({ suiteVersion }) => suiteVersion],
  ['they are of the targets', ({ target }) => target.name],
  ['they are of the servers', ({ target }) => target.endpoint, isSameEndpoint],
  ['the server is of the versions', ({ target }) => target.version ?? '-'],
  ['they are compared with the targets', ({ against }) => against?.name ?? '-'],
  ['they are compared with the servers', ({ against }) => against?.endpoint ?? '-', isSameEndpoint],
  ['that server is of the versions', ({ against }) => against?.version ?? '-'],
  ['they were judged', ({ strict }) => (strict === true ? 'with --strict' : 'without --strict')],
]

/** The first part that differs in what all must have alike, or in its baseline. */
function strangerAmong([first, ...others]: readonly Part[]): string | undefined {
  if (first === undefined) return undefined
  for (const { name, report } of others) {
    const cannot = `${first.name} and ${name} cannot be merged:`
    for (const [what, of, isSame = isEqual] of alike) {
      const [one, other] = [of(first.report), of(report)]
      if (!isSame(one, other)) return `${cannot} ${what} ${one} and ${other}.`
    }
    if (JSON.stringify(first.report.baseline) !== JSON.stringify(report.baseline)) {
      return `${cannot} they were judged with different baselines.`
    }
  }
  return undefined
}

function isEqual(one: string, other: string): boolean {
  return one === other
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

type Narrowing = readonly [flag: string, of: (selection: RunSelection) => unknown]

/** What leaves cases or checks out: no run is split by these, so all parts must have them alike. */
const narrowing: readonly Narrowing[] = [
  ['--case', ({ cases }) => cases],
  ['--level', ({ level }) => level],
  ['--budget', ({ budget }) => budget],
  ['--last-failed', ({ lastFailed }) => lastFailed],
]

/** What a run may be split by: of the parts all name theirs, or none does. */
const splitting: readonly Narrowing[] = [
  ['--api', ({ apis }) => apis && true],
  ['--model', ({ models }) => models && true],
]

/** The first part that was narrowed otherwise than another: together they are no run. */
function narrowedAmong([first, ...others]: readonly Part[]): string | undefined {
  if (first === undefined) return undefined
  const one = first.report.selection ?? {}
  for (const { name, report } of others) {
    const differs = [...narrowing, ...splitting].find(
      ([, of]) => JSON.stringify(of(one)) !== JSON.stringify(of(report.selection ?? {})),
    )
    if (differs !== undefined) {
      const [flag] = differs
      return `${first.name} and ${name} cannot be merged: ${flag} is not the same for both. Split a run with --shard.`
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
