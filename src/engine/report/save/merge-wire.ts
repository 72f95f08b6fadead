/** Joins the recordings of the parts of a run: a case may have failed in several of them. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject } from '../../../model/json/shape.ts'
import { cellKey } from '../../../model/plan.ts'
import { shownPath } from '../../../model/text/path.ts'
import type { CellResult } from '../../../model/report.ts'
import type { WireFile } from './wire-files.ts'

interface Har {
  readonly log: { readonly entries: readonly { readonly comment?: string }[] }
}

export interface MergedWire {
  readonly wire: readonly WireFile[]
  /** One sentence for each recording that is left out. */
  readonly problems: readonly string[]
}

/**
 * Every `wire/*.har` of the directories, entries of one case in the order of its cells, and the bodies
 * beside them.
 */
export async function mergeWire(
  directories: readonly string[],
  cells: readonly CellResult[],
): Promise<MergedWire> {
  const problems: string[] = []
  const files = new Map<string, Har[]>()
  // Named by their contents. Read at once, since a part may be where the whole is written.
  const bodies = new Map<string, string>()
  for (const directory of directories) {
    const names = await readdir(join(directory, 'wire')).catch(() => [])
    for (const name of names.filter((one) => one.endsWith('.har'))) {
      const path = join(directory, 'wire', name)
      const har = await readHar(path)
      if (har !== undefined) files.set(name, [...(files.get(name) ?? []), har])
      else
        problems.push(`${shownPath(path)} cannot be read, so its exchanges are not recorded here.`)
    }
    for (const name of names.filter((one) => one.endsWith('.body') && !bodies.has(one))) {
      const text = await readFile(join(directory, 'wire', name), 'utf8').catch(() => undefined)
      if (text !== undefined) bodies.set(name, text)
    }
  }
  const rank = new Map(cells.map((cell, index) => [cellKey(cell), index]))
  const wire = [...files].map(([name, hars]) => ({
    path: `wire/${name}`,
    text: () => joined(hars, rank),
  }))
  const beside = [...bodies].map(([name, text]) => ({ path: `wire/${name}`, text: () => text }))
  return { wire: [...wire, ...beside], problems }
}

/** A recording that cannot be read is left out: the verdicts do not depend on it. */
async function readHar(path: string): Promise<Har | undefined> {
  try {
    const har = JSON.parse(await readFile(path, 'utf8')) as Har
    const isWhole = Array.isArray(har.log.entries) && har.log.entries.every(isObject)
    return isWhole ? har : undefined
  } catch {
    return undefined
  }
}

function joined(hars: readonly Har[], rank: ReadonlyMap<string, number>): string {
  const [first] = hars
  const location = (comment = ''): number => rank.get(comment) ?? Number.MAX_SAFE_INTEGER
  const entries = hars
    .flatMap(({ log }) => log.entries)
    .toSorted((one, other) => location(one.comment) - location(other.comment))
  return `${JSON.stringify({ ...first, log: { ...first?.log, entries } }, undefined, 2)}\n`
}
