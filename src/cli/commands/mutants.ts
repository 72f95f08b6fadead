/** `mutants`: proves every check on deliberately broken servers, and on unusual but legal ones. */
import { join } from 'node:path'
import { exitCodes } from '../../model/exit-codes.ts'
import type { Deviation } from '../../reference/deviation.ts'
import { deviations } from '../../proof/deviations/registry.ts'
import { nearest } from '../../model/text/nearest.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { jobsFor, jobsTogether, playedIn, type Job } from '../../proof/matrix/jobs.ts'
import { powerFile } from '../../suite/power/power-file.ts'
import { Option } from 'commander'
import { buildMatrix, type Matrix } from '../../proof/matrix/matrix.ts'
import { doAll } from '../../proof/matrix/pool.ts'
import {
  headLines,
  howPlayed,
  renderMatrixJson,
  renderMatrixMarkdown,
} from '../../proof/matrix/render.ts'
import { renderMatrixHtml } from '../../proof/matrix/page.ts'
import { makeNamed, writeNamed } from '../../engine/report/save/write-named.ts'
import { openFile, openFlag } from '../open-file.ts'
import { Problem } from '../../model/problem.ts'
import { collect, type Define } from '../flags.ts'
import { describeDeviations } from './mutants/list.ts'
import { measurePower } from './mutants/power.ts'
import { failures, progress } from './mutants/progress.ts'

/** The matrix for people. */
const page = 'kill-matrix.html'

export interface MutantsFlags {
  readonly only?: readonly string[]
  readonly list?: boolean
  readonly everywhere?: boolean
  readonly oddities?: boolean
  readonly power?: 'all' | true
  readonly json?: boolean
  readonly reportDir?: string
  readonly open?: boolean
}

/** Flags of `mutants`. */
export const define: Define = (command, finish) => {
  command
    .option('--only <glob>', 'select mutants and oddities; repeatable', collect)
    .option('--list', 'list them with what they do and where it was seen', false)
    .option('--everywhere', 'run each against every cell that it can change; slow', false)
    .addOption(
      new Option(
        '--oddities',
        'run the oddities alone, each against every cell that it can change, several at once',
      ).conflicts(['everywhere', 'power']),
    )
    .addOption(
      new Option(
        '--power [which]',
        `run each against every case that ${powerFile} does not know, and write that file, from which budgets are planned; all: against every case; slow`,
      )
        .choices(['all'])
        .conflicts(['only', 'everywhere', 'list']),
    )
    .option('-o, --report-dir <dir>', 'directory of the kill matrix (default: reports)')
    .addOption(openFlag())
    .option('--json', 'print as JSON', false)
    .action(async (flags) => {
      finish(await mutants(flags))
    })
}

/** Plays the deviations, writes the kill matrix and says what is wrong with it. Returns the exit code. */
export async function mutants(flags: MutantsFlags): Promise<number> {
  const chosen = choose(flags)
  if (flags.list === true) {
    process.stdout.write(describeDeviations(chosen, flags.json === true))
    return exitCodes.conformant
  }
  if (flags.power !== undefined) return measurePower(chosen, flags.power === 'all')
  const started = performance.now()
  const catalogue = loadSuite()
  const whole = flags.only === undefined && flags.oddities !== true
  const directory = flags.reportDir ?? 'reports'
  await makeNamed('--report-dir', directory) // before minutes of work that could not be kept
  const jobs = jobsOf(chosen, flags, whole)
  const done = await doAll(jobs, progress(jobs.length))
  const matrix = buildMatrix({
    catalogue,
    deviations: chosen,
    played: playedIn(done),
    hostile: done.flatMap((one) => ('hostile' in one ? [one.hostile] : [])),
    partial: !whole,
    everywhere: flags.everywhere === true || flags.oddities === true,
  })
  const judged = { ...matrix, problems: [...failures(done), ...matrix.problems] }
  const paths = await save(judged, directory)
  const seconds = Math.round((performance.now() - started) / 1000)
  process.stdout.write(
    flags.json === true ? renderMatrixJson(judged) : described(judged, paths, seconds),
  )
  if (flags.open === true) await openFile(join(directory, page))
  return judged.problems.length === 0 ? exitCodes.conformant : exitCodes.violation
}

function jobsOf(
  chosen: readonly Deviation[],
  { everywhere, oddities }: MutantsFlags,
  whole: boolean,
): readonly Job[] {
  if (oddities === true) return jobsTogether(chosen)
  return jobsFor(chosen, { whole, breadth: everywhere === true ? 'all' : 'meant' })
}

function choose({ only, oddities }: MutantsFlags): readonly Deviation[] {
  const wanted = deviations.filter(({ kind }) => oddities !== true || kind === 'oddity')
  if (only === undefined) return wanted
  const ids = wanted.map(({ id }) => id)
  for (const glob of only) {
    if (ids.some((id) => matchesGlob(glob, id))) continue
    const near = nearest(glob, new Set(ids))
    const hint = near === undefined ? 'see them with --list' : `did you mean ${near}?`
    throw new Problem(`--only=${glob} matches no mutant and no oddity; ${hint}`)
  }
  return wanted.filter(({ id }) => only.some((glob) => matchesGlob(glob, id)))
}

async function save(matrix: Matrix, directory: string): Promise<string[]> {
  const files = {
    'kill-matrix.md': renderMatrixMarkdown(matrix),
    'kill-matrix.json': renderMatrixJson(matrix),
    [page]: renderMatrixHtml(matrix),
  }
  return Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const path = join(directory, name)
      await writeNamed('--report-dir', path, text)
      return path
    }),
  )
}

function described(matrix: Matrix, paths: readonly string[], seconds: number): string {
  const hostile = matrix.hostile.map(
    ({ about, red, cells, of, headline }) =>
      `the server that ${about}: ${red} / ${cells} ${of} not green, ${headline}`,
  )
  const blocks = [
    matrix.problems.map((problem) => `✗ ${problem}`),
    hostile,
    headLines(matrix),
    [`${howPlayed(matrix)} ${seconds} s.`],
    paths.map((path, at) => `${at === 0 ? 'Reports' : '       '}  ${path}`),
  ]
  const filled = blocks.filter((lines) => lines.length > 0)
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
