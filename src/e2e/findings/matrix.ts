/** The table on top of the page: findings by rules and by released programs. */
import type { PartFindings } from './format.ts'
import { isOpen, type Finding, type Program } from './programs.ts'

interface Column {
  readonly part: PartFindings
  /** What is open in it. */
  readonly findings: readonly Finding[]
}

/** Rows are families of rules; a finding that breaks several is counted in that of its first check. */
export function matrix(programs: readonly Program[]): string {
  const columns = programs.flatMap(({ parts, findings }) =>
    parts.map((part) => ({ part, findings: findings.filter((one) => isOpen(one, part)) })),
  )
  const families = [
    ...new Set(columns.flatMap((column) => column.findings.map((one) => familyIn(one, column)))),
  ].toSorted()
  return [
    row(['rules', ...columns.map(({ part }) => nameOf(part)), 'all']),
    row(['---', ...columns.map(() => '--:'), '--:']),
    ...families.map((family) => counted(`\`${family}\``, columns, family)),
    counted('**all**', columns),
  ].join('\n')
}

/** For example `OGX 1.5.0, SigV4`. */
export function nameOf({ program, version, variant }: PartFindings): string {
  return `${program} ${version}${variant === undefined ? '' : `, ${variant}`}`
}

/** `openai.stream.done` → `openai.stream`; a rule without a family of its own is one. */
function familyIn({ sights: [first, ...others] }: Finding, { part }: Column): string {
  const { evidence } = [first, ...others].find((sight) => sight.part === part) ?? first
  const [source = '', family, ...rest] = evidence.rule.split('.')
  return family === undefined || rest.length === 0 ? source : `${source}.${family}`
}

function counted(name: string, columns: readonly Column[], family?: string): string {
  const counts = columns.map(
    (column) =>
      column.findings.filter((one) => family === undefined || familyIn(one, column) === family)
        .length,
  )
  const all = counts.reduce((sum, count) => sum + count, 0)
  return row([name, ...counts.map((count) => (count === 0 ? '' : String(count))), String(all)])
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
