/** `judge`: the protocol checks over recorded exchanges; sends nothing. */
import { dirname, resolve } from 'node:path'
import { runReplies, type CellResult } from '../../model/report.ts'
import { endpointKinds, type Level } from '../../model/names.ts'
import { shellQuoted } from '../../report/text/shell-word.ts'
import { createRedactor } from '../../wire/secrets/redact.ts'
import { withoutSecrets } from '../../engine/report/evidence/recorded.ts'
import { judgeFiles, type FileFlags } from '../../engine/recordings/judge-files.ts'
import { exchangeCompiler } from '../../suite/compile/exchange.ts'
import { loadSuite, type SuiteFlags } from '../../suite/load-suite.ts'
import { Problem } from '../../model/problem.ts'
import { programCommand } from '../../model/package.ts'
import { Option, type Command } from 'commander'
import { repeatedFlags } from '../repeat-command.ts'
import { collect, detailOf, levelFlag, withDetail, withSuites, type Define } from '../flags.ts'
import { openFlag } from '../open-file.ts'
import { publish } from '../publish.ts'

export interface JudgeFlags extends FileFlags, SuiteFlags {
  readonly level?: Level
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
    .option(
      '-o, --report-dir <dir>',
      'directory of report.json, junit.xml, report.md, report.html and badge.json',
    )
    .addOption(openFlag())
    .option('--json', 'print report.json instead of the summary', false)
    .action(async (files: readonly string[], flags: JudgeFlags, given: Command) => {
      finish(await judge(files, flags, repeatedFlags(given)))
    })
}

/**
 * Judges the captured exchanges of HAR files. Returns the exit code.
 *
 * @param repeated the flags that repeating a failure needs
 */
export async function judge(
  paths: readonly string[],
  flags: JudgeFlags,
  repeated: readonly string[] = [],
): Promise<number> {
  const startedAt = new Date()
  refuseOwnSource(paths, flags.reportDir)
  if (flags.open === true && flags.reportDir === undefined) {
    throw new Problem('--open needs a report to open: name its directory with --report-dir.')
  }
  const catalogue = loadSuite(flags)
  const compile = exchangeCompiler(catalogue)
  const judged = judgeFiles(paths, flags, { compile, rules: catalogue.rules, startedAt })
  const { report, exchangeOf, secrets, close } = judged
  const redactor = createRedactor(secrets)
  const { reportDir: directory, json } = flags
  await publish(report, {
    ...(directory !== undefined && { directory }),
    rules: catalogue.rules,
    repeat: (cell) => repeatCommand(cell, repeated, paths),
    exchangesOf: (cell) => {
      const exchange = exchangeOf(cell)
      return exchange && { exchanges: [withoutSecrets(exchange, redactor)] }
    },
    clean: redactor.text,
    json,
    detail: detailOf(flags),
    open: flags.open ?? false,
  }).finally(close)
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

/** The command that judges one exchange again. */
function repeatCommand(
  { case: judged, source }: CellResult,
  repeated: readonly string[],
  paths: readonly string[],
): string {
  const isWhole = judged === runReplies
  const selected = isWhole ? [] : [shellQuoted(`--case=${judged}`)]
  const files = (isWhole ? paths : [source.file]).map((file) => shellQuoted(file))
  return [`${programCommand} judge`, ...files, ...selected, ...repeated].join(' ')
}
