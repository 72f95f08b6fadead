/** `fixtures/power.json`: one line for each step of a case on each API, so that changes can be read. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../model/package.ts'
import type { Finds, KnownDefect, Power, StepPower } from '../../model/run/power.ts'
import { Problem } from '../../model/problem.ts'

/** Path of the file below the package. */
export const powerFile = 'fixtures/power.json'

/** The file as it is written. Indices in a row are `first-last`, and rows are separated by spaces. */
interface WrittenPower {
  readonly schemaVersion: 2
  /** `families` as in `KnownDefect`. */
  readonly defects: readonly (readonly [id: string, weight: number, families?: readonly string[]])[]
  readonly cases: readonly (readonly [
    api: string,
    id: string,
    step: string,
    requests: number,
    tokens: number,
    finds: Partial<Record<keyof Finds, string>>,
  ])[]
}

/** Of no case is anything known, so that each has the rank of what finds nothing. */
export const nothingKnown: Power = { defects: [], cases: new Map() }

/**
 * What is known of the cases; nothing where the file is missing.
 *
 * @throws Problem where it cannot be read
 */
export function readPower(): Power {
  return (read ??= readFrom(join(packageRoot, powerFile)))
}

/** It does not change while the program runs. */
let read: Power | undefined

function readFrom(path: string): Power {
  if (!existsSync(path)) return nothingKnown
  try {
    return toPower(JSON.parse(readFileSync(path, 'utf8')) as WrittenPower)
  } catch {
    throw new Problem(`${powerFile} cannot be read; write it anew: npm run mutants -- --power`)
  }
}

function toPower({ defects, cases }: WrittenPower): Power {
  const found = new Map<string, Map<string, StepPower[]>>()
  for (const [api, id, step, requests, tokens, finds] of cases) {
    const ofApi = found.get(api) ?? new Map<string, StepPower[]>()
    found.set(api, ofApi)
    const steps = ofApi.get(id) ?? []
    ofApi.set(id, steps)
    steps.push({ id: step, requests, tokens, finds: toFinds(finds) })
  }
  return { defects: defects.map(toDefect), cases: found }
}

function toDefect([id, weight, families]: WrittenPower['defects'][number]): KnownDefect {
  return { id, weight, ...(families && { families }) }
}

function toFinds(written: Partial<Record<keyof Finds, string>>): Finds {
  const { must = '', should = '', may = '', behaviour = '' } = written
  return {
    must: toIndices(must),
    should: toIndices(should),
    may: toIndices(may),
    behaviour: toIndices(behaviour),
  }
}

function toIndices(rows: string): number[] {
  const indices: number[] = []
  if (rows === '') return indices
  for (const row of rows.split(' ')) {
    const dash = row.indexOf('-')
    const first = Number(dash < 0 ? row : row.slice(0, dash))
    const last = dash < 0 ? first : Number(row.slice(dash + 1))
    for (let at = first; at <= last; at += 1) indices.push(at)
  }
  return indices
}

/** The text of the file. Cases are sorted, so that it does not depend on the order of the plays. */
export function writePower({ defects, cases }: Power): string {
  const lines = [...cases]
    .flatMap(([api, ofApi]) =>
      [...ofApi].map(([id, steps]) => steps.map((step) => lineOf(api, id, step)).join(',\n')),
    )
    .toSorted()
  const ids = defects.map(({ id, weight, families }) =>
    JSON.stringify([id, weight, ...(families ? [families] : [])]),
  )
  return `{"schemaVersion":2,"defects":[\n${ids.join(',\n')}\n],"cases":[\n${lines.join(',\n')}\n]}\n`
}

function lineOf(api: string, id: string, step: StepPower): string {
  const written = Object.entries(step.finds).filter(([, indices]) => indices.length > 0)
  const rows = Object.fromEntries(written.map(([level, indices]) => [level, toRows(indices)]))
  return JSON.stringify([api, id, step.id, step.requests, step.tokens, rows])
}

function toRows(indices: readonly number[]): string {
  const rows: [number, number][] = []
  for (const index of indices) {
    const row = rows.at(-1)
    if (row !== undefined && row[1] === index - 1) row[1] = index
    else rows.push([index, index])
  }
  return rows.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(' ')
}
