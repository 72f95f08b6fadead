/** `merge`: joins the parts of a run and judges them as one. */
import { dirname, resolve } from 'node:path'
import { mergeParts, type Merged } from '../../judge/merge/merge.ts'
import { buildReport } from '../../engine/report/build-report.ts'
import {
  earlierRuns,
  historyFile,
  keepHistory,
  trendUpTo,
} from '../../engine/report/history-file.ts'
import { readReport } from '../../engine/report/read-report.ts'
import { recordedExchanges } from '../../engine/report/evidence/recorded.ts'
import { mergedDirectory } from '../../engine/report/save/directory.ts'
import { mergeWire } from '../../engine/report/save/merge-wire.ts'
import { loadSuite, type SuiteFlags } from '../../suite/load-suite.ts'
import { joinList } from '../../model/lists/comma-list.ts'
import { Problem } from '../../model/problem.ts'
import type { Report } from '../../model/report.ts'
import { commandOf } from '../repeat-command.ts'
import { visible } from '../../report/text/visible.ts'
import { publish } from '../publish.ts'
import { openFlag } from '../open-file.ts'
import { commaList, detailOf, withDetail, withSuites, type Define } from '../flags.ts'

export interface MergeFlags extends SuiteFlags {
  readonly reportDir?: string
  readonly history?: string
  /** Regions that must be present. */
  readonly region?: readonly string[]
  readonly json?: boolean
  readonly open?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
}

/** Flags of `merge`. */
export const define: Define = (command, finish) => {
  withDetail(withSuites(command))
    .argument('<directories...>', 'report directory of each part')
    .option('--region <names>', 'comma-separated regions that must be present', commaList)
    .option('-o, --report-dir <dir>', 'directory of the reports (default: reports/<target>)')
    .option('--history <dir>', 'directory of the run history, or "none" (default: reports/history)')
    .addOption(openFlag())
    .option('--json', 'print report.json instead of the summary', false)
    .action(async (directories, flags) => {
      finish(await merge(directories, flags))
    })
}

/** Merges the reports of `directories`. Returns the exit code of the whole. */
export async function merge(directories: readonly string[], flags: MergeFlags): Promise<number> {
  refuseNoRegions(flags.region)
  const parts = await Promise.all(
    directories.map(async (name) => ({ name, report: await readReport(name) })),
  )
  const found = mergeParts(parts, flags.region)
  if ('problem' in found) throw new Problem(found.problem)
  const { merged } = found
  const { rules, cases } = loadSuite(flags)
  const { name } = merged.target
  const directory = mergedDirectory(merged.selection, name, flags.reportDir)
  refuseOwnPart(directories, directory)
  const history = historyFile(flags, name)
  const past = await earlierRuns(history)
  const { wire, problems } = await mergeWire(directories.map(folderOf), merged.cells)
  const built = buildReport({
    ...merged,
    problems: [...merged.problems, ...problems],
    cells: merged.cells.map((result) => ({ result })),
    cases: cases.map(({ id }) => id),
    rules,
    history: past,
  })
  const given = flagsOf(
    merged,
    parts.map((part) => part.report),
  )
  const isKnown = parts.every((part) => part.report.flags !== undefined)
  const report = { ...built, ...(isKnown && { flags: given }) }
  await publish(report, {
    directory,
    rules,
    wire,
    exchangesOf: recordedExchanges(wire),
    clean: (text) => text, // the parts were redacted when they were written
    json: flags.json ?? false,
    detail: detailOf(flags),
    open: flags.open ?? false,
    trend: trendUpTo(report, past),
    forRunner: true,
    runCommand: (replaced) =>
      commandOf(given.filter((flag) => !replaced.some((axis) => flag.startsWith(`--${axis}=`)))),
  })
  if (merged.missing.length === 0) await keepHistory(report, history)
  return report.exitCode
}

/** What all parts were given, and what a part may have been alone: the axes that are left of all. */
function flagsOf({ target, selection = {} }: Merged, parts: readonly Report[]): string[] {
  const [first = [], ...others] = parts.map(({ flags = [] }) => flags)
  const common = first.filter((flag) => others.every((other) => other.includes(flag)))
  const axes = { region: selection.regions, model: selection.models }
  const own = Object.entries(axes).flatMap(([axis, values]) =>
    values === undefined ? [] : [`--${axis}=${joinList(values)}`],
  )
  const isOf = (axis: string, flag: string): boolean => flag.startsWith(`--${axis}=`)
  return [
    ...(common.some((flag) => isOf('target', flag)) ? [] : [`--target=${target.name}`]),
    ...common.filter((flag) => !Object.keys(axes).some((axis) => isOf(axis, flag))),
    ...own,
  ]
}

/** Writing the whole over a part would lose the part. */
function refuseOwnPart(parts: readonly string[], directory: string): void {
  const own = parts.find((part) => resolve(folderOf(part)) === resolve(directory))
  if (own === undefined) return
  throw new Problem(`${own} would be overwritten: name another --report-dir.`)
}

/** The report directory of a part, of which the report may be named. */
function folderOf(part: string): string {
  return part.endsWith('.json') ? dirname(part) : part
}

/** An empty variable of a pipeline must not require nothing, and a pattern is no region. */
function refuseNoRegions(regions: readonly string[] | undefined): void {
  const wrong = regions?.find((name) => name === 'all' || !/^[\w-]+$/.test(name))
  if (regions === undefined || (regions.length > 0 && wrong === undefined)) return
  const what = wrong === undefined ? 'it names none' : `"${visible(wrong)}" is no region`
  throw new Problem(
    `--region: ${what}. Name each region that must be present: us-east-1,us-west-2.`,
  )
}
