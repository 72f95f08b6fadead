/** Texts for the summary page of a GitHub job. */
import { prose } from '../markdown/markdown-text.ts'

/** GitHub drops a step's summary whole when it is longer than this (docs.github.com, "Adding a job summary"). */
const longestSummary = 1_048_576

const note = '\n\n**Cut here: a summary page holds 1 MiB. The whole report is in the artifacts.**\n'

/**
 * `markdown` cut at the end of a section so that it fits.
 *
 * @param used bytes that the step's summary already holds
 */
export function fitSummary(markdown: string, used = 0): string {
  const room = longestSummary - used
  if (Buffer.byteLength(markdown) <= room) return markdown
  const start = Buffer.from(markdown).subarray(0, Math.max(0, room - Buffer.byteLength(note)))
  const text = start.toString()
  const end = Math.max(text.lastIndexOf('\n### '), text.lastIndexOf('\n## '), 0)
  return end === 0 ? '' : `${text.slice(0, end)}${note}`
}

/** The page of a run in which nothing could be judged. */
export function renderOutage(target: string, why: string): string {
  return `# ❔ NOTHING JUDGED: ${prose(target)}\n\n${prose(why)}\n\nConformance is unknown (exit code 3).\n`
}
