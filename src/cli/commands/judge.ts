/** `judge`: the protocol checks over recorded exchanges; sends nothing. */
import { dirname, resolve } from 'node:path'
import { runReplies, type CellResult, type Report } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import type { RuleFacts } from '../../model/findings/cause.ts'
import type { Level } from '../../model/names.ts'
import { inScope } from '../../judge/baseline/match.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { shellQuoted } from '../../report/text/shell-word.ts'
import { judgeRecording } from '../../engine/recordings/judge-recording.ts'
import { loadBaseline } from '../../target/files/files.ts'
import { isProblem } from '../../target/problem.ts'
import { createRedactor } from '../../wire/secrets/redact.ts'
import { withoutSecrets } from '../../engine/report/evidence/recorded.ts'
import { buildReport } from '../../engine/report/build-report.ts'
import { toRecordings, type Hints } from '../../engine/recordings/recordings.ts'
import { readRecordings, type RecordingFiles } from '../../engine/recordings/files.ts'
import { selectRecordings, type RecordingFilter } from '../../engine/recordings/selection.ts'
import { exchangeCompiler } from '../../suite/compile/exchange.ts'
import { loadSuite, type SuiteFlags } from '../../suite/load-suite.ts'
import { Problem } from '../../model/problem.ts'
import { programCommand, version } from '../../model/package.ts'
import { Option } from 'commander'
import { collect, detailOf, levelFlag, withDetail, withSuites, type Define } from '../flags.ts'
import { endpointKinds } from '../../model/names.ts'
import { openFlag } from '../open-file.ts'
import { publish } from '../publish.ts'

export interface JudgeFlags extends Hints, RecordingFilter, SuiteFlags {
  readonly level?: Level
  readonly strict: boolean
  readonly baseline?: string
  readonly reportDir?: string
  readonly json: boolean
  readonly open?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
}

/** Flags of `judge`. */
export const define: Define = (command, finish) => {
  withDetail(
    withSuites(command).argument(
      '<files...>',
      'HAR files of a browser, of a proxy or of reports/<target>/wire/',
    ),
  )
    .option('--case <glob>', 'select exchanges, for example "har.capture-3"', collect)
    .addOption(new Option('--front <name>', 'endpoint that answered').choices([...endpointKinds]))
    .option('--profile <id>', 'dated expectations to apply, for example openai@2026-08')
    .addOption(levelFlag())
    .option('--strict', 'treat failed should checks as failures', false)
    .option('--baseline <file>', 'file of known deviations, or "none"')
    .option('--report-dir <dir>', 'directory of report.json, junit.xml, report.md and report.html')
    .addOption(openFlag())
    .option('--json', 'print report.json instead of the summary', false)
    .action(async (files, flags) => {
      finish(await judge(files, flags))
    })
}

/** Judges the captured exchanges of HAR files. Returns the exit code. */
export async function judge(paths: readonly string[], flags: JudgeFlags): Promise<number> {
  const startedAt = new Date()
  refuseOwnSource(paths, flags.reportDir)
  if (flags.open === true && flags.reportDir === undefined) {
    throw new Problem('--open needs a report to open: name its directory with --report-dir.')
  }
  const baseline = baselineOf(flags.baseline)
  const files = readRecordings(paths)
  const recordings = selectRecordings(toRecordings(files.recordings, flags), flags)
  const catalogue = loadSuite(flags)
  const context = { compile: exchangeCompiler(catalogue), strict: flags.strict, baseline }
  const cells = recordings.map((recording) => judgeRecording(recording, context))
  const { rules } = catalogue
  const { strict } = flags
  const report = reportOn(cells, { paths, files, baseline, startedAt, rules, strict })
  const redactor = createRedactor(files.secrets)
  const exchanges = new Map(recordings.map(({ id, exchange }) => [id, exchange]))
  const { reportDir: directory, json } = flags
  await publish(report, {
    ...(directory !== undefined && { directory }),
    rules: catalogue.rules,
    repeat: (cell) => repeatCommand(cell, flags, paths),
    exchangesOf: ({ case: id }) => {
      const exchange = exchanges.get(id)
      return exchange && { exchanges: [withoutSecrets(exchange, redactor)] }
    },
    clean: (text) => redactor.text(text),
    json,
    detail: detailOf(flags),
    open: flags.open ?? false,
  })
  return report.exitCode
}

/** Writing reports removes the recordings of an earlier run from their wire folder. */
function refuseOwnSource(paths: readonly string[], directory: string | undefined): void {
  if (directory === undefined) return
  const wire = resolve(directory, 'wire')
  const inside = paths.find((path) => dirname(resolve(path)) === wire)
  if (inside === undefined) return
  throw new Problem(`${inside} would be overwritten: name another --report-dir.`)
}

/** Deviations of single published recordings, each pinned to its id; the user's file replaces them. */
function baselineOf(choice: string | undefined): readonly BaselineEntry[] {
  const loaded = loadBaseline('recordings', choice)
  if (isProblem(loaded)) throw new Problem(loaded.problem)
  return loaded
}

interface Judging {
  readonly paths: readonly string[]
  readonly files: RecordingFiles
  readonly baseline: readonly BaselineEntry[]
  readonly startedAt: Date
  readonly rules: RuleFacts
  readonly strict: boolean
}

function reportOn(cells: readonly CellResult[], judging: Judging): Report {
  const { paths, files, baseline, startedAt, rules } = judging
  const report = buildReport({
    suiteVersion: version,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    target: { name: 'recording', endpoint: shownPaths(paths) },
    cells: cells.map((result) => ({ result })),
    // An entry about recordings that were not judged is not stale.
    baseline: baseline.filter((entry) => isAbout(entry, cells)),
    rules,
    interrupted: false,
    strict: judging.strict,
    problems: files.problems,
  })
  const isWhole = files.unreadable === 0 || report.exitCode !== exitCodes.conformant
  return isWhole ? report : { ...report, exitCode: exitCodes.inconclusive }
}

function isAbout(entry: BaselineEntry, cells: readonly CellResult[]): boolean {
  return cells.some((cell) => cell.checks.some((check) => inScope(entry, cell, check.id)))
}

const shownFiles = 3

function shownPaths(paths: readonly string[]): string {
  const more = paths.length - shownFiles
  const rest = more > 0 ? [`${more} more`] : []
  return [...paths.slice(0, shownFiles), ...rest].join(', ')
}

/** The command that judges one exchange again. */
function repeatCommand(
  { case: judged, source }: CellResult,
  { profile, front }: Hints,
  paths: readonly string[],
): string {
  const isWhole = judged === runReplies
  const id = isWhole ? undefined : judged
  const flags = Object.entries({ case: id, profile, front }).flatMap(([name, value]) =>
    value === undefined ? [] : [shellQuoted(`--${name}=${value}`)],
  )
  const files = (isWhole ? paths : [source.file]).map((file) => shellQuoted(file))
  return [`${programCommand} judge`, ...files, ...flags].join(' ')
}
