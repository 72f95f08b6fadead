/** Brings the records of all parts together: for each program its findings, each once. */
import { groupBy, lastOfEach } from '../../model/lists/group-by.ts'
import { identityOf, type Evidence, type PartFindings } from './format.ts'

/** What one part shows of a finding. */
interface Sight {
  readonly part: PartFindings
  readonly evidence: Evidence
}

/** One thing that a program does; several checks may show it. */
export interface Finding {
  /** The first sentence of its reason. */
  readonly title: string
  /** The rest of the reason; may be empty. */
  readonly text: string
  readonly link?: string
  /** The newest release first; within a release in the order of its baseline. */
  readonly sights: readonly [Sight, ...Sight[]]
  /** The first release that was judged and showed it. */
  readonly since: string
  /** The first release that was judged and no longer shows it. */
  readonly fixed?: string
}

export interface Program {
  readonly name: string
  /** The newest release first. */
  readonly parts: readonly [PartFindings, ...PartFindings[]]
  readonly findings: readonly Finding[]
}

/** Orders releases, the earliest first. */
export function byRelease(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

/** Programs that were found to do something, in the order of the parts. */
export function programsOf(parts: readonly PartFindings[]): readonly Program[] {
  const names = [...new Set(parts.map(({ program }) => program))]
  return names.flatMap((name) => {
    const [newest, ...others] = parts
      .filter(({ program, findings }) => program === name && findings.length > 0)
      .toSorted((one, other) => byRelease(other.version, one.version) || variants(one, other))
    if (newest === undefined) return []
    const own = [newest, ...others] as const
    return [{ name, parts: own, findings: findingsOf(own) }]
  })
}

/** The usual configuration before a variant. */
function variants({ variant: one = '' }: PartFindings, { variant: other = '' }: PartFindings) {
  return one.localeCompare(other, 'en')
}

function findingsOf(parts: readonly PartFindings[]): readonly Finding[] {
  const sights = parts.flatMap((part) => part.findings.map((evidence) => ({ part, evidence })))
  const groups = groupBy(sights, ({ evidence }) => titleOf(evidence.reason))
  return groups.flatMap(([first, ...others]) =>
    first === undefined ? [] : [findingOf([first, ...others], parts)],
  )
}

function findingOf(sights: Finding['sights'], parts: readonly PartFindings[]): Finding {
  const { reason, link } = sights[0].evidence
  const title = titleOf(reason)
  const [since = ''] = sights.map(({ evidence }) => evidence.since).toSorted(byRelease)
  const fixed = fixedIn(sights, parts)
  return {
    title: title.replace(/\.$/, ''),
    text: reason.slice(title.length).trim(),
    ...(link !== undefined && { link }),
    sights,
    since,
    ...(fixed !== undefined && { fixed }),
  }
}

/** Up to the end of the first sentence. */
function titleOf(reason: string): string {
  return /^.*?\.(?=\s|$)/s.exec(reason.trim())?.[0] ?? reason.trim()
}

/** The earliest release after the last one that shows it, of those that were judged alike. */
function fixedIn(sights: readonly Sight[], parts: readonly PartFindings[]): string | undefined {
  const open = sights.filter(({ evidence }) => evidence.fixed === undefined)
  const marked = sights.flatMap(({ evidence: { fixed } }) => (fixed === undefined ? [] : [fixed]))
  if (open.length === 0) return marked.toSorted(byRelease).at(-1)
  const last =
    open
      .map(({ part }) => part.version)
      .toSorted(byRelease)
      .at(-1) ?? ''
  const later = parts.filter(
    ({ version, variant }) => variant === undefined && byRelease(version, last) > 0,
  )
  return later.map(({ version }) => version).toSorted(byRelease)[0]
}

/** Whether the part still shows the finding. */
export function isOpen({ sights }: Finding, part: PartFindings): boolean {
  return sights.some((sight) => sight.part === part && sight.evidence.fixed === undefined)
}

/** What the newest release shows of it, each check once. */
export function evidenceOfNewest({ sights }: Finding): readonly Evidence[] {
  const [{ part }] = sights
  const own = sights.filter((sight) => sight.part === part).map(({ evidence }) => evidence)
  return lastOfEach(own, identityOf)
}
