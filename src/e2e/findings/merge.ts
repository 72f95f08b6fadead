/** Brings new evidence to what is recorded, and changes no more than it must. */
import type { SeenEntry, Shown } from './evidence.ts'
import { identityOf, type Evidence, type PartFindings } from './format.ts'

export interface NewEvidence {
  readonly version: string
  /** What was seen, in the order of the baselines. */
  readonly seen: readonly SeenEntry[]
  /** Identities of all entries of the baselines in their order, whether or not the run saw them. */
  readonly expected: ReadonlySet<string>
}

/**
 * The recorded findings after another run. What is still seen keeps its example, so that words and
 * numbers that change with every run change no file. What the baselines still expect is kept, seen
 * or not. What they no longer expect was fixed if the release is another, and never true if it is
 * the same.
 *
 * @param recorded absent: nothing is recorded
 */
export function mergeEvidence(
  recorded: Pick<PartFindings, 'version' | 'findings'> | undefined,
  { version, seen, expected }: NewEvidence,
): readonly Evidence[] {
  const before = new Map(recorded?.findings.map((one) => [identityOf(one), one]))
  const now = new Map<string, Evidence>()
  for (const entry of seen) {
    const key = identityOf(entry[0])
    if (!now.has(key)) now.set(key, kept(before.get(key), entry, version))
  }
  const isSameRelease = recorded?.version === version
  const rest = [...before.values()]
    .filter((one) => !now.has(identityOf(one)))
    .flatMap((one) => {
      if (one.fixed !== undefined || expected.has(identityOf(one))) return [one]
      return isSameRelease ? [] : [{ ...one, fixed: version }]
    })
  const order = new Map([...expected].map((identity, index) => [identity, index]))
  const rank = (one: Evidence): number => order.get(identityOf(one)) ?? order.size
  return [...now.values(), ...rest].toSorted((one, other) => rank(one) - rank(other))
}

/** The recorded evidence where the run shows the same or may show another; else the best of the run. */
function kept(before: Evidence | undefined, entry: SeenEntry, version: string): Evidence {
  const [best] = entry
  if (before === undefined || before.fixed !== undefined) return { ...best, since: version }
  const { reason, link, intermittent = false } = best
  const { since } = before
  if (!intermittent && !entry.some((one) => isSame(one, before))) return { ...best, since }
  const { link: _, intermittent: __, ...record } = before
  return {
    ...record,
    ...(intermittent && { intermittent }),
    reason,
    ...(link !== undefined && { link }),
  }
}

/** Numbers are those of chunks and bytes, which depend on what a server says. */
function isSame(one: Shown, before: Evidence): boolean {
  const form = ({ example, api, rule, level, curl, message, expected }: Shown): string =>
    [example, api, rule, level, curl, `${message} ${expected}`.replaceAll(/\d+/g, '0')].join('\n')
  return form(one) === form(before)
}
