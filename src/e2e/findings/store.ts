/** Reads and writes what was found. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { append } from '../../model/lists/lists.ts'
import { packageRoot } from '../../model/package.ts'
import type { Report } from '../../model/report.ts'
import type { Part } from '../part/format.ts'
import { evidenceOf, expectedOf, type SeenEntry } from './evidence.ts'
import { findingsFormat, type PartFindings } from './format.ts'
import { mergeEvidence } from './merge.ts'
import { findingsPage, type RuleSource } from './page.ts'
import { byRelease } from './programs.ts'

const records = join(packageRoot, 'fixtures', 'findings')
const page = join(packageRoot, 'docs', 'findings.md')

/** Everything that is recorded, by the name of the program, then by release. */
export function loadFindings(folder = records): readonly PartFindings[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => findingsFormat.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
    .toSorted(
      (one, other) =>
        one.program.localeCompare(other.program, 'en') ||
        byRelease(one.version, other.version) ||
        one.part.localeCompare(other.part, 'en'),
    )
}

/**
 * Records what whole runs of a part showed.
 *
 * @param reports in the order of the suites of the part
 * @param origins addresses of this run by the name of the variable that stands for each
 */
export function recordFindings(
  part: Part,
  reports: readonly Report[],
  origins: Readonly<Record<string, string>>,
  folder = records,
): void {
  mkdirSync(folder, { recursive: true })
  const { version, variant } = part
  const seen: SeenEntry[] = []
  const expected = new Set<string>()
  for (const [index, report] of reports.entries()) {
    const baseline = part.judge[index]?.baseline
    append(seen, evidenceOf(report, baseline, origins))
    for (const identity of expectedOf(report, baseline)) expected.add(identity)
  }
  const recorded = loadFindings(folder).find((one) => one.part === part.part)
  const record: PartFindings = {
    part: part.part,
    program: part.program ?? part.part,
    version,
    ...(variant !== undefined && { variant }),
    page: part.page ?? '',
    findings: [...mergeEvidence(recorded, { version, seen, expected })],
  }
  // Parsed, its members have the order of the schema.
  const text = JSON.stringify(findingsFormat.parse(record), null, 2)
  writeIfNew(join(folder, `${part.part}.json`), `${text}\n`)
}

/** Writes the page anew from what is recorded. */
export function writeFindingsPage(rules: ReadonlyMap<string, RuleSource>): void {
  writeIfNew(page, findingsPage(loadFindings(), rules))
}

function writeIfNew(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  writeFileSync(file, text)
}
