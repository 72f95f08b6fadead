/** `--update-baseline`: adds failures and removes entries whose failure is gone, as a diff to be reviewed. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathFrom } from '../../model/text/path.ts'
import { packageRoot } from '../../model/package.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { deadEntries } from '../../judge/baseline/dead.ts'
import { judgeEntries, type Scene } from '../../judge/baseline/entry-state.ts'
import { isUnreviewed } from '../../judge/baseline/review.ts'
import { proposeEntries } from '../../judge/baseline/propose.ts'
import { editBaseline, freshBaseline } from '../../target/files/baseline-edit.ts'
import { loadBaseline } from '../../target/files/files.ts'
import { isProblem } from '../../target/problem.ts'
import { inTime } from './save/deadline.ts'
import { reasonOf, writeWhole } from './save/files.ts'
import { Problem } from '../../model/problem.ts'

export interface Rewritten {
  readonly entries: readonly BaselineEntry[]
  readonly isRewritten: boolean
  /** What was changed, one sentence a line. */
  readonly notes: readonly string[]
}

/**
 * Brings the baseline `file` of `target` up to date with a run.
 *
 * @param known what the file held when the run began; what it holds now counts, since a person or
 *   another run may have changed it
 * @param today ISO date
 * @throws Problem when the file cannot be read any more, or not be written
 */
export async function rewriteBaseline(
  file: string,
  target: string,
  known: readonly BaselineEntry[],
  scene: Scene,
  today: string,
): Promise<Rewritten> {
  const entries = existsSync(file) ? entriesOf(target, file) : known
  const states = judgeEntries(entries, scene)
  // What matches nothing may be misspelt: a person corrects it.
  const dead = deadEntries(states, today).filter(({ why }) => why === 'gone')
  const gone = new Set(dead.map(({ entry }) => entry))
  const add = proposeEntries(scene, today, entries)
  const remove = entries.flatMap((entry, position) => (gone.has(entry) ? [position] : []))
  const forget = remove.filter((position) => isBare(entries[position]))
  if (add.length + remove.length === 0) {
    return { entries, isRewritten: false, notes: [`Baseline ${file}: nothing to change.`] }
  }
  const change = { add, remove, forget, today }
  const text = existsSync(file) ? await readFile(file, 'utf8') : undefined
  await write(file, editBaseline(text, freshBaseline(target, schemaFrom(file)), change))
  return {
    entries: [...entries.filter((entry) => !gone.has(entry)), ...add],
    isRewritten: true,
    notes: [
      `Baseline ${file}: ${add.length} added, ${remove.length} removed. Review it: git diff ${file}`,
      ...add.map((entry) => `  + ${describe(entry)}`),
      ...dead.map(({ entry }) => `  - ${describe(entry)}: ${entry.reason}`),
    ],
  }
}

function entriesOf(target: string, file: string): readonly BaselineEntry[] {
  const loaded = loadBaseline(target, file)
  if (isProblem(loaded)) throw new Problem(loaded.problem)
  return loaded
}

/** The schema of baselines as seen from the folder of `file`, with slashes. */
function schemaFrom(file: string): string {
  const schema = join(packageRoot, 'fixtures', 'schemas', 'baseline.schema.json')
  return pathFrom(schema, dirname(resolve(file)))
}

/** Whether an entry is still as the program wrote it. */
function isBare(entry: BaselineEntry | undefined): boolean {
  return entry !== undefined && isUnreviewed(entry) && !entry.link && !entry.owner
}

function describe({ check, finding, api, region, model }: BaselineEntry): string {
  const where = [api, region, model].filter((part) => part !== undefined)
  return `${check} (${finding})${where.length > 0 ? ` [${where.join(' ')}]` : ''}`
}

async function write(file: string, text: string): Promise<void> {
  try {
    await inTime(`The baseline ${file}`, writeWhole(file, text))
  } catch (error) {
    if (error instanceof Problem) throw error
    const why = reasonOf(error)
    throw new Problem(`Cannot write the baseline ${file}: ${why}. Name another with --baseline.`)
  }
}
