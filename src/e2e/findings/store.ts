/** Reads and writes what was found. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { append } from '../../model/lists/lists.ts'
import { packageRoot } from '../../model/package.ts'
import type { Report } from '../../model/report.ts'
import type { Part } from '../part/format.ts'
import { evidenceOf } from './evidence.ts'
import { findingsFormat, type Evidence, type PartFindings } from './format.ts'
import { mergeEvidence } from './merge.ts'
import { findingsPage, type RuleSource } from './page.ts'

const folder = join(packageRoot, 'fixtures', 'findings')
const page = join(packageRoot, 'docs', 'findings.md')

/** Everything that is recorded, by the name of the program, then by release. */
export function loadFindings(): readonly PartFindings[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => findingsFormat.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
    .toSorted(
      (one, other) =>
        one.program.localeCompare(other.program) ||
        one.version.localeCompare(other.version, 'en', { numeric: true }),
    )
}

/** Records what whole runs of a part showed. */
export function recordFindings(part: Part, reports: readonly Report[]): void {
  mkdirSync(folder, { recursive: true })
  const recorded = loadFindings().find((one) => one.part === part.part)?.findings ?? []
  const seen: Evidence[] = []
  for (const report of reports) append(seen, evidenceOf(report))
  const { program = part.part, version, page: address = '' } = part
  const findings = mergeEvidence(recorded, seen, version)
  const text = JSON.stringify(
    { part: part.part, program, version, page: address, findings },
    null,
    2,
  )
  writeFileSync(join(folder, `${part.part}.json`), `${text}\n`)
}

/** Writes the page anew from what is recorded. */
export function writeFindingsPage(rules: ReadonlyMap<string, RuleSource>): void {
  writeFileSync(page, findingsPage(loadFindings(), rules))
}
