import type { Report } from '../../model/report.ts'
import { saysMissing } from '../merge/missing.ts'

/** Differences between the runs that limit what a comparison can show, one sentence each. */
export function caveatsOf(older: Report, newest: Report): string[] {
  const differs = (what: string, one: string, other: string): string[] =>
    one === other ? [] : [`${what}: ${one} before, ${other} now.`]
  const selection = (report: Report): string => JSON.stringify(narrowing(report))
  return [
    ...differs('Different targets', older.target.name, newest.target.name),
    ...differs('Different suites', older.suiteVersion, newest.suiteVersion),
    ...(selection(older) === selection(newest)
      ? []
      : [
          'The runs have different selections: what only one of them ran is not a change of the target.',
        ]),
    ...[older, newest]
      .filter(({ interrupted }) => interrupted === true)
      .map(({ startedAt }) => `The run of ${startedAt} was interrupted.`),
    ...[older, newest].flatMap(({ startedAt, problems }) =>
      problems.filter(saysMissing).map((problem) => `The run of ${startedAt}: ${problem}`),
    ),
  ]
}

/** Whether the run ended, and has all its parts: what is not in it was not judged. */
export function isWhole({ interrupted, problems }: Report): boolean {
  return interrupted !== true && !problems.some(saysMissing)
}

function narrowing({ selection = {} }: Report): unknown {
  const { shard, ...rest } = selection
  return { ...rest, shard: shard && [shard.index, shard.count] }
}
