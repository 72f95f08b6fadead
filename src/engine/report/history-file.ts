/** `reports/history/<target>.jsonl`: a line is added to it by every run of the whole suite. */
import { appendFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { HistoryEntry, TrendRow } from '../../model/run/history.ts'
import type { Report } from '../../model/report.ts'
import { historyEntry, isWorthKeeping } from '../../judge/history/entry.ts'
import { trendOf } from '../../judge/history/trend.ts'
import { parseHistory } from '../../judge/history/parse.ts'
import type { RunFlags } from '../flags.ts'
import { Problem } from '../../model/problem.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { isLineOpen, lastLines } from './file-end.ts'
import { inTime } from './save/deadline.ts'
import { makeDirectory, reasonOf } from './save/files.ts'

const defaultFolder = join('reports', 'history')

/** Lines that are read: more than a year of nightly runs. */
const longestMemory = 400

/**
 * The history file of a target.
 *
 * @returns nothing with `--history=none`, or when only `--report-dir` was given
 */
export function historyFile(
  flags: Pick<RunFlags, 'history' | 'reportDir'>,
  target: string,
): string | undefined {
  if (flags.history === 'none') return undefined
  if (flags.history === undefined && flags.reportDir !== undefined) return undefined
  return join(flags.history ?? defaultFolder, `${target}.jsonl`)
}

/** The runs that a file holds, and the number of unreadable lines; none when there is no file. */
export async function readHistory(
  path: string,
): Promise<{ readonly entries: readonly HistoryEntry[]; readonly unreadable: number }> {
  try {
    return parseHistory((await lastLines(path, longestMemory + 1)).join('\n'))
  } catch (error) {
    if (isAbsent(error)) return { entries: [], unreadable: 0 }
    throw new Problem(
      `Cannot read the history ${path} (${reasonOf(error)}). Name another folder with --history.`,
    )
  }
}

/** The runs to compare a new one with; none without a file. */
export async function earlierRuns(path: string | undefined): Promise<readonly HistoryEntry[]> {
  return path === undefined ? [] : (await readHistory(path)).entries
}

/** What changed from run to run, up to `report` where it will be kept. */
export function trendUpTo(report: Report, past: readonly HistoryEntry[]): TrendRow[] {
  return trendOf(isWorthKeeping(report) ? [...past, historyEntry(report, past)] : past)
}

/** Adds the report's line, when the run covers the whole target. */
export async function keepHistory(report: Report, path: string | undefined): Promise<void> {
  if (path === undefined || !isWorthKeeping(report)) return
  const past = await earlierRuns(path).catch(() => []) // what cannot be read, cannot be written either
  await append(path, historyEntry(report, past))
}

/** Adds a line for a run that judged nothing because the target could not be reached. */
export async function keepOutage(
  outage: Pick<HistoryEntry, 'at' | 'suite' | 'endpoint' | 'exit'>,
  path: string | undefined,
): Promise<void> {
  if (path === undefined) return
  const nothing = { cells: 0, checks: 0, verdicts: {}, places: [], failing: [], open: [] }
  await append(path, { v: 1, ...outage, durationMs: 0, ...nothing })
}

async function append(path: string, entry: HistoryEntry): Promise<void> {
  try {
    await inTime(`The history ${path}`, appendLine(path, JSON.stringify(entry)))
  } catch (error) {
    if (error instanceof Problem) throw error
    const remedy = 'Free it, name another folder with --history, or keep none with --history=none.'
    const why = `Cannot write the history ${path} (${reasonOf(error)}). ${remedy}`
    throw new Problem(why, exitCodes.unwritten)
  }
}

/** A line that a full disk cut short is ended first, so that it spoils none but itself. */
async function appendLine(path: string, line: string): Promise<void> {
  await makeDirectory(dirname(path))
  const isOpen = await isLineOpen(path).catch(() => false)
  await appendFile(path, `${isOpen ? '\n' : ''}${line}\n`)
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
