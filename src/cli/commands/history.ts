/** `history`: the results of the last runs of a target. */
import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { exitCodes } from '../../model/exit-codes.ts'
import { jsonText } from '../../report/json/printable.ts'
import { trendOf } from '../../judge/history/trend.ts'
import { count } from '../../report/text/describe.ts'
import { renderTrend } from '../../report/compare/trend.ts'
import { historyFile, readHistory } from '../../engine/report/history-file.ts'
import { Problem } from '../../model/problem.ts'
import { loadKnownFiles } from '../../target/files/known-files.ts'
import type { OwnTarget } from '../../target/own/own-target.ts'
import { isProblem } from '../../target/problem.ts'
import { findTarget } from '../../target/resolve/find-target.ts'
import { wholeNumber, withConfig, type Define } from '../flags.ts'

export interface HistoryFlags {
  readonly target: string
  readonly ownTargets?: readonly OwnTarget[]
  readonly history?: string
  readonly last: number
  readonly json: boolean
}

/** Flags of `history`. */
export const define: Define = (command, finish) => {
  withConfig(command)
    .option('-t, --target <name>', 'target whose runs are shown', 'reference')
    .option('--history <dir>', 'directory of the run history (default: reports/history)')
    .option('--last <n>', 'number of runs', wholeNumber(1), 30)
    .option('--json', 'print as JSON', false)
    .action(async (flags) => {
      finish(await history(flags))
    })
}

/** Prints the trend. Returns the exit code. */
export async function history(flags: HistoryFlags): Promise<number> {
  const target = nameOf(flags)
  const file = historyFile(flags, target)
  if (file === undefined)
    throw new Problem(
      '--history=none: there is no history to show. Name a directory or omit the flag.',
    )
  const { entries, unreadable } = await readHistory(file)
  if (entries.length === 0 && unreadable > 0) {
    const lines = unreadable === 1 ? 'The line' : `None of the ${unreadable} lines`
    const what = `${lines} of ${file} can${unreadable === 1 ? 'not' : ''} be read`
    throw new Problem(`${what}: it is damaged, or no history of this program. Move it away.`)
  }
  if (entries.length === 0) {
    throw new Problem(
      `There is no history at ${file}: each run of the whole suite on ${target} adds a line, with --report-dir only where --history is given, too.${othersBeside(file)}`,
    )
  }
  const rows = trendOf(entries).slice(-flags.last)
  if (unreadable > 0) {
    process.stderr.write(`${count(unreadable, 'line')} of ${file} cannot be read.\n`)
  }
  process.stdout.write(flags.json ? jsonText(rows) : renderTrend(rows, process.stdout.columns))
  return exitCodes.conformant
}

/** Names a mistyped target's neighbours. */
function othersBeside(file: string): string {
  const folder = dirname(file)
  const names = existsSync(folder) ? readdirSync(folder) : []
  const targets = names.filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -6))
  return targets.length === 0
    ? ''
    : ` Targets with a history there: ${targets.toSorted().join(', ')}.`
}

/** The name under which runs are kept, of an alias and of a target file; a target may be gone since. */
function nameOf({ target, ownTargets }: HistoryFlags): string {
  const known = loadKnownFiles()
  const found = isProblem(known) ? known : findTarget(target, known.targets, ownTargets)
  return isProblem(found) ? target : found.value.name
}
