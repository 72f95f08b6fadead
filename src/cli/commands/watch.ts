/** `watch`: runs a case again when its file changes, for those who write cases. */
import { existsSync, watch as watchFiles, type FSWatcher } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathFrom } from '../../model/text/path.ts'
import { describeFault, Problem, messageOfError } from '../../model/problem.ts'
import type { Case, Catalogue } from '../../model/case.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { packageRoot } from '../../model/package.ts'
import type { RunFlags } from '../../engine/flags.ts'
import { visibleLines } from '../../report/text/visible.ts'
import { folderOf, forgetSuites, readSuite } from '../../suite/load-suite.ts'
import { withDetail, withReference, withSelection, type Define } from '../flags.ts'
import { createInterrupt } from '../interrupt.ts'
import { run } from './run.ts'

export type WatchFlags = Omit<RunFlags, 'strict' | 'json'>

/** Flags of `watch`. */
export const define: Define = (command, finish) => {
  const selected = withSelection(command)
    .option('--baseline <file>', 'file of known deviations, or "none"')
    .option(
      '-o, --report-dir <dir>',
      'directory of the reports (default: reports/<target>-narrowed)',
    )
  withReference(withDetail(selected)).action(async (flags) => {
    const interrupt = createInterrupt()
    finish(await watch(flags, interrupt.signal).finally(interrupt.dispose))
  })
}

/** Editors write a file in several steps. Milliseconds. */
const settlingMs = 100

/**
 * Waits for files of the suites to change and runs the cases in them, until `signal` aborts. A
 * mistake in a file is printed, and the next change is waited for.
 *
 * @param ready called when changes are noticed
 */
export async function watch(
  flags: WatchFlags,
  signal: AbortSignal,
  ready: () => void = () => undefined,
): Promise<number> {
  const folders = [
    ...(flags.suitesOnly === true ? [] : [join(packageRoot, 'suites')]),
    ...(flags.suites ?? []).map((text) => resolve(folderOf(text).folder)),
  ]
  readSuite(flags) // a mistake that is there already ends it
  const changed = new Set<string>()
  let wake: () => void = () => undefined
  let lost: Problem | undefined
  const watchers = folders.map((folder) =>
    onChange(folder, {
      changed: (file) => {
        changed.add(file)
        wake()
      },
      lost: (why) => {
        lost ??= new Problem(`--suites: ${folder} ${why}.`)
        wake()
      },
    }),
  )
  process.stderr.write(`Waiting for changes in ${folders.join(', ')}. Ctrl-C ends.\n`)
  try {
    ready()
    while (!signal.aborted) {
      if (changed.size === 0 && lost === undefined) {
        await new Promise<void>((done) => {
          wake = done
          signal.addEventListener('abort', () => done(), { once: true })
        })
      }
      await new Promise((done) => {
        setTimeout(done, signal.aborted ? 0 : settlingMs)
      })
      if (lost !== undefined) throw lost
      const files = [...changed]
      changed.clear()
      if (!signal.aborted && files.length > 0) await again(files, flags)
    }
  } finally {
    for (const watcher of watchers) watcher.close()
  }
  return exitCodes.conformant
}

interface Listener {
  readonly changed: (file: string) => void
  /** Gets the end of a sentence about the folder, which sends no events any more. */
  readonly lost: (why: string) => void
}

function onChange(folder: string, { changed, lost }: Listener): FSWatcher {
  try {
    const watcher = watchFiles(folder, { recursive: true }, (_, name) => {
      // The system reports it as an event, and keeps nothing that would hold the process open.
      if (!existsSync(folder)) lost('is not there any more')
      else if (name !== null && name.endsWith('.yaml')) changed(join(folder, name))
    })
    return watcher.on('error', ({ message }) => lost(`cannot be watched any more (${message})`))
  } catch (error) {
    const why = messageOfError(error)
    throw new Problem(`--suites: ${folder} cannot be watched (${why}).`)
  }
}

/** Runs the cases of the files; where a file holds none, as a file of rules, those of the flags. */
async function again(files: readonly string[], flags: WatchFlags): Promise<void> {
  try {
    const catalogue = readSuite(flags)
    forgetSuites()
    const ids = casesIn(catalogue, files).map(({ id }) => id)
    const selected = ids.length > 0 ? ids : flags.case
    if (selected === undefined) return
    const code = await run({
      ...flags,
      strict: false,
      json: false,
      history: 'none',
      case: selected,
    })
    process.stderr.write(`${selected.join(', ')}: exit code ${code}\n`)
  } catch (error) {
    const text = error instanceof Problem ? error.message : describeFault(error)
    process.stderr.write(`${visibleLines(text)}\n`)
  }
}

function casesIn({ cases }: Catalogue, files: readonly string[]): Case[] {
  const names = new Set(files.flatMap((file) => [pathFrom(file, packageRoot), pathFrom(file)]))
  return cases.filter(({ source }) => names.has(source.file))
}
