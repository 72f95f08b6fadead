/** From HAR files to a report; sends nothing. */
import { inScope } from '../../judge/baseline/match.ts'
import type { Exchange } from '../../model/exchange.ts'
import type { RuleFacts } from '../../model/findings/cause.ts'
import { version } from '../../model/package.ts'
import { Problem } from '../../model/problem.ts'
import type { CellResult, Report } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { loadBaseline } from '../../target/files/files.ts'
import { secretsOfEnvironment } from '../../target/auth/secrets.ts'
import { isProblem } from '../../target/problem.ts'
import { createRedactor } from '../../wire/secrets/redact.ts'
import { buildReport } from '../report/build-report.ts'
import { readRecordings, type KnownEntry, type OpenFiles, type RecordingFiles } from './files.ts'
import { judgeRecording, type RecordingContext } from './judge-recording.ts'
import { recordingMaker, type Hints } from './recordings.ts'
import { refuseUnknownChecks, selectEntries, type RecordingFilter } from './selection.ts'

/** What chooses recordings, and how they are judged. */
export interface FileFlags extends Hints, RecordingFilter {
  readonly strict: boolean
  readonly baseline?: string
}

export interface JudgedFiles {
  readonly report: Report
  /** The exchange of a cell, read from its file again. */
  readonly exchangeOf: (cell: Pick<CellResult, 'case'>) => Exchange | undefined
  /** Credentials that the files or the environment hold. */
  readonly secrets: readonly string[]
  /** Closes the files. */
  readonly close: () => void
}

/**
 * Judges the exchanges of HAR files one after the other, and keeps none. The caller closes the files.
 *
 * @param suite the compiler of the suite, and its rules
 * @throws Problem when a file cannot be read, or a selection matches nothing
 */
export function judgeFiles(
  paths: readonly string[],
  flags: FileFlags,
  suite: Pick<RecordingContext, 'compile'> & {
    readonly rules: RuleFacts
    readonly startedAt: Date
  },
): JudgedFiles {
  const baseline = baselineOf(flags.baseline)
  const files = readRecordings(paths)
  try {
    return judgeEntries(paths, files, flags, { ...suite, baseline })
  } catch (error) {
    files.close()
    throw error
  }
}

function judgeEntries(
  paths: readonly string[],
  files: OpenFiles,
  flags: FileFlags,
  suite: Pick<RecordingContext, 'compile'> & Pick<Judging, 'rules' | 'startedAt' | 'baseline'>,
): JudgedFiles {
  const { compile, rules, startedAt, baseline } = suite
  const make = recordingMaker(flags, files.llamaHosts)
  const entries = selectEntries(files.entries, flags)
  const secrets = [...files.secrets, ...secretsOfEnvironment(process.env)]
  const redactor = createRedactor(secrets)
  const { strict } = flags
  const context = { compile, strict, baseline, clean: redactor.text }
  const judge = (entry: KnownEntry): CellResult => judgeRecording(make(entry), context)
  refuseUnknownChecks(files.entries, flags, (entry) => judge(entry).checks.map(({ id }) => id))
  const cells = entries.map(judge)
  const report = reportOn(cells, { paths, files, baseline, startedAt, rules, strict })
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const exchangeOf: JudgedFiles['exchangeOf'] = (cell) => byId.get(cell.case)?.read().exchange
  return {
    report: redactor.json(report) as Report,
    exchangeOf,
    secrets,
    close: files.close,
  }
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
  const { paths, files, baseline, startedAt, rules, strict } = judging
  return buildReport({
    suiteVersion: version,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    target: { name: 'recording', endpoint: shownPaths(paths) },
    cells: cells.map((result) => ({ result })),
    // An entry about recordings that were not judged is not stale.
    baseline: baseline.filter((entry) => isAbout(entry, cells)),
    rules,
    interrupted: false,
    strict,
    problems: files.problems,
    ...(files.unreadable > 0 && { missing: [unread(files.unreadable)] }),
  })
}

function unread(entries: number): string {
  return `Missing: ${entries} ${entries === 1 ? 'entry' : 'entries'} of the files could not be read.`
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
