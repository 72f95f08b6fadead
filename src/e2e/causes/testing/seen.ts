/** What a person sees first of a run. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram, temporaryFolder } from '../../../cli/testing/program.ts'
import type { Report } from '../../../model/report.ts'
import { width } from '../../../report/text/width.ts'

export interface Seen {
  readonly code: number
  /** The first 24 lines, cut at 100 columns. */
  readonly screen: string
  readonly report: Report | undefined
}

/** Runs the program with these flags, and keeps nothing. */
export async function runOn(
  flags: readonly string[],
  env: Record<string, string> = {},
): Promise<Seen> {
  const folder = temporaryFolder()
  const argv = ['run', ...flags, '--history=none', `--report-dir=${folder}`]
  const { code, stdout, stderr } = await runProgram(argv, env)
  const text = stdout === '' ? stderr : stdout
  const lines = text.split('\n').slice(0, 24)
  const screen = lines.map((line) => (width(line) > 100 ? line.slice(0, 100) : line)).join('\n')
  return { code, screen, report: stdout === '' ? undefined : readReport(folder) }
}

function readReport(folder: string): Report {
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report
}
