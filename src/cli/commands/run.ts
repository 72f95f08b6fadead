/** `run`: load, select, preflight, run, judge, report. */
import { Option, type Command } from 'commander'
import { exitCodes } from '../../model/exit-codes.ts'
import { startReference } from '../../proof/start-reference.ts'
import { setImmediate } from 'node:timers/promises'
import { planLastFailed } from '../../engine/plan/last-failed.ts'
import { createProgress, type Progress } from '../../report/terminal/progress/progress.ts'
import type { Planner } from '../../model/plan.ts'
import type { RunFlags } from '../../engine/flags.ts'
import { announceOutage } from '../github.ts'
import { createInterrupt } from '../interrupt.ts'
import { runTarget, type JudgedRun, type RunSetting } from '../../engine/run.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { openTarget, type Opened } from '../../engine/preflight/open-target.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { Problem } from '../../model/problem.ts'
import { commandOf, repeatedFlags } from '../repeat-command.ts'
import { publish } from '../publish.ts'
import { earlierRuns, keepHistory } from '../../engine/report/history-file.ts'
import { keptHistory, pathsOf } from '../../engine/report/run-paths.ts'
import { claimPaths } from '../../engine/report/save/check-paths.ts'
import type { Target } from '../../model/target.ts'
import { reportDirectory } from '../../engine/report/save/directory.ts'
import { exchangesOfRuns } from '../../engine/report/evidence/recorded.ts'
import { wireFiles } from '../../engine/report/save/wire-files.ts'
import { openFlag } from '../open-file.ts'
import {
  detailOf,
  duration,
  reportFlags,
  withReference,
  withDetail,
  withSelection,
  wholeNumber,
  type Define,
} from '../flags.ts'
import { refuseContradictions } from '../settings/contradictions.ts'
import { isColoured } from '../shell/colour.ts'
import { list } from './list.ts'

/** Flags of `run`. */
export const define: Define = (command, finish) => {
  const selected = withSelection(command)
    .addOption(
      new Option(
        '--fail-fast [n]',
        'stop after this number of failing cells, or after the first',
      ).argParser(wholeNumber(1)),
    )
    .option('--concurrency <n>', 'maximum concurrent exchanges per host', wholeNumber(1))
    .option(
      '--timeout <time>',
      'maximum wait for the first byte, and between bytes: 30s, or milliseconds',
      duration,
    )
    .option('--max-time <time>', 'end the run after this time, and judge what ran: 10m', duration)
    .addOption(
      new Option('--list', 'list what would run; send nothing')
        .default(false)
        .conflicts(['updateBaseline', 'failFast', 'open']),
    )
    .optionsGroup('How to judge:')
    .option('--strict', 'treat failed should checks as failures', false)
    .option('--baseline <file>', 'file of known deviations, or "none"')
    .option('--update-baseline', 'record failures in the baseline and remove fixed entries')
    .option(
      '--against <name>',
      'run the same cells on a second target, or by another API, and locate each fault',
    )
    .option('--against-endpoint <url>', 'base URL of the second target; may contain {region}')
    .optionsGroup(reportFlags)
    .option('-o, --report-dir <dir>', 'directory of the reports (default: reports/<target>)')
    .option('--history <dir>', 'directory of the run history, or "none" (default: reports/history)')
    .addOption(openFlag())
    .option('--json', 'print report.json instead of the summary', false)
  withReference(withDetail(selected)).action(async (flags, given: Command) => {
    finish(await (flags.list === true ? list(flags) : run(flags, repeatOf(flags.target, given))))
  })
}

/** What starts a run on the same target, without its selection: reports add that. */
type Repeat = (replaced?: readonly string[]) => readonly string[]

function repeatOf(target: string, given: Command): Repeat {
  return (replaced) => [`--target=${target}`, ...repeatedFlags(given, replaced)]
}

/**
 * Judges a target and writes the reports. Returns the exit code.
 *
 * @param repeat gives the flags of the command that reports complete, to repeat a failure
 */
export async function run(
  flags: RunFlags,
  repeat: Repeat = () => [`--target=${flags.target}`],
): Promise<number> {
  refuseContradictions(flags)
  const progress = startProgress(flags)
  return judgeTarget(flags, progress, repeat).finally(() => progress.stop())
}

async function judgeTarget(flags: RunFlags, progress: Progress, repeat: Repeat): Promise<number> {
  const startedAt = new Date()
  const prepared = await prepare(flags, startedAt, progress)
  const { opened } = prepared
  progress.clear()
  const interrupt = createInterrupt(() => progress.interrupt())
  try {
    const setting = {
      flags,
      startedAt,
      ...prepared,
      startReference,
      signal: interrupt.signal,
      progress,
    }
    const judged = await runTarget(setting)
    progress.phase('writing the reports')
    await publishRun(judged, setting, repeat, () => progress.stop())
    await keepHistory(judged.report, keptHistory(flags, opened.target.name))
    if (judged.problem !== undefined) throw judged.problem
    return judged.report.exitCode
  } catch (error) {
    progress.stop()
    if (error instanceof Problem && error.exitCode === exitCodes.unreachable) {
      await announceOutage(opened.target.name, error.message)
    }
    throw error
  } finally {
    interrupt.dispose()
    await opened.close()
  }
}

function startProgress(flags: RunFlags): Progress {
  const { stderr } = process
  return createProgress({
    stream: stderr,
    isTTY: stderr.isTTY ?? false,
    now: () => performance.now(),
    colour: isColoured(stderr),
    detail: detailOf(flags),
  })
}

/** The suite, and the target once nothing is wrong with the suite. */
async function prepare(
  flags: RunFlags,
  startedAt: Date,
  progress: Progress,
): Promise<Pick<RunSetting, 'planner' | 'opened' | 'planned'>> {
  const claim = async (target: Target): Promise<void> => {
    await earlierRuns(keptHistory(flags, target.name)) // a mistake is found before anything is sent
    await claimPaths(pathsOf(flags, target), startedAt.toISOString())
  }
  const open = async (): Promise<Opened> => openTarget(flags, { startReference })
  if (flags.target !== 'reference') {
    progress.phase('reading the cases')
    const dry = await refuseMistakes(createPlanner(loadSuite(flags), flags), flags)
    await claim(dry.target)
    progress.phase(`looking for ${dry.target.name}`)
    return { planner: dry.planner, opened: await open() }
  }
  // Starting the reference sends nothing, so it starts while the suite is read.
  progress.phase('starting the reference')
  const opening = open()
  await Promise.race([opening, setImmediate()])
  try {
    progress.phase('reading the cases')
    const whole = createPlanner(loadSuite(flags), flags)
    const opened = await opening
    const planner = await planLastFailed(whole, flags, opened.target.name)
    const planned = planner.plan(opened.target) // a mistake of the selection is found before anything is written
    await claim(opened.target)
    return { planner, opened, planned }
  } catch (error) {
    await opening.then(
      async (opened) => opened.close(),
      () => undefined,
    )
    throw error
  }
}

/** Finds every mistake that can be found without the server, so that nothing is sent. */
async function refuseMistakes(
  whole: Planner,
  flags: RunFlags,
): Promise<{ readonly planner: Planner; readonly target: Target }> {
  const dry = await openTarget(flags, { startReference, quiet: true })
  try {
    const planner = await planLastFailed(whole, flags, dry.target.name)
    planner.refuseMistakes(dry.target)
    return { planner, target: dry.target }
  } finally {
    await dry.close()
  }
}

async function publishRun(
  { report, runs, exchangesAgainst, notes, trend }: JudgedRun,
  setting: RunSetting,
  repeat: Repeat,
  onSaved: () => void,
): Promise<void> {
  const { flags, planner, opened } = setting
  const redactor = opened.redactor()
  await publish(
    { ...report, flags: repeat() },
    {
      directory: reportDirectory(flags, opened.target.name),
      runCommand: (replaced) => commandOf(repeat(replaced)),
      rules: planner.rules,
      wire: wireFiles(runs, redactor),
      exchangesOf: exchangesOfRuns(runs, exchangesAgainst),
      clean: (text) => redactor.text(text),
      json: flags.json,
      detail: detailOf(flags),
      open: flags.open ?? false,
      trend,
      showsRegions: flags.region !== undefined,
      notes,
      onSaved,
      forRunner: true,
    },
  )
}
