/** The flags of a run of the suite: those of the part, and those that the user adds. */
import { join } from 'node:path'
import { packageRoot } from '../../model/package.ts'
import { fill, type Values } from '../part/fill.ts'
import type { PartSuite } from '../part/format.ts'

/** Python starts slowly, and an error of the server delays whatever comes next. */
const timeoutMs = 60_000

/** Flags that add to each other; of any other flag the user's replaces the part's. */
const repeatable: ReadonlySet<string> = new Set(['--case', '--header', '--query', '--path'])

export interface SuiteFlags {
  readonly suite: PartSuite
  readonly values: Values
  /** Flags of the user. */
  readonly flags: readonly string[]
  /** Folder of the report. */
  readonly directory: string
  /** Address of the reference, where the part has the results compared with it. */
  readonly direct: string
}

/** The arguments after `run`. */
export function suiteArgs({ suite, values, flags, directory, direct }: SuiteFlags): string[] {
  const { target, endpoint, against, baseline, upstream } = suite
  const own = [
    `--target=${target}`,
    `--endpoint=${fill(endpoint, values)}`,
    `--timeout=${timeoutMs}`,
    '--history=none',
    `--report-dir=${directory}`,
    ...(upstream ? ['--upstream=reference'] : []),
    ...(against === undefined
      ? []
      : [`--against=${against.target}`, `--against-endpoint=${direct}`]),
    ...(baseline === undefined
      ? []
      : [`--baseline=${join(packageRoot, 'fixtures', 'baselines', baseline)}`]),
    ...suite.flags.map((flag) => fill(flag, values)),
  ]
  const given = new Set(flags.map(nameOf))
  return [
    ...own.filter((flag) => repeatable.has(nameOf(flag)) || !given.has(nameOf(flag))),
    ...flags,
  ]
}

function nameOf(flag: string): string {
  return flag.split('=', 1)[0] ?? flag
}
