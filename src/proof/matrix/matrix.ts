/** Builds the kill matrix from what each deviation turned red. A pure function. */
import type { Catalogue } from '../../model/case.ts'
import type { Deviation } from '../../reference/deviation.ts'
import { refusalRule } from '../../suite/compile/refusal.ts'
import { ledgerOf, type Ledger } from '../../suite/list/ledger.ts'
import type { HostileShare } from '../stubs/stubs.ts'
import { isMeant } from './identity.ts'
import { inventory, type InventoryEntry } from './inventory.ts'
import type { Played, Red } from './played.ts'

/** The verdict on a deviation; only the first two are good. */
type RowVerdict = 'killed' | 'green' | 'survived' | 'blamed' | 'red' | 'idle'

export interface Row {
  readonly id: string
  readonly kind: Deviation['kind']
  readonly about: string
  readonly seen: readonly string[]
  readonly verdict: RowVerdict
  /** Checks that found it, as they are counted. */
  readonly by: readonly string[]
  /** Globs of `kills` of which nothing went red. */
  readonly missed: readonly string[]
  /** Red checks that were not expected. */
  readonly blamed: readonly Red[]
  readonly cells: number
  readonly requests: number
  /** Milliseconds. */
  readonly durationMs: number
}

export interface CheckRow extends InventoryEntry {
  /** Whether it passed somewhere on the reference. */
  readonly passes: boolean
  /** Mutants that turned it red. */
  readonly kills: readonly string[]
}

export interface Share {
  readonly count: number
  readonly of: number
}

export interface Matrix {
  readonly head: {
    readonly mutantsKilled: Share
    readonly odditiesGreen: Share
    readonly checksProven: Share
    readonly rulesCovered: Share
  }
  /** Set when only some deviations were played: checks and rules are then not judged. */
  readonly partial: boolean
  /** Whether each deviation was played on every cell that it can change. */
  readonly everywhere: boolean
  readonly rows: readonly Row[]
  readonly checks: readonly CheckRow[]
  readonly hostile: readonly HostileShare[]
  /** One sentence for each reason that the matrix is not good. */
  readonly problems: readonly string[]
  readonly cost: { readonly cells: number; readonly requests: number }
}

export interface MatrixInput {
  readonly catalogue: Catalogue
  readonly deviations: readonly Deviation[]
  readonly played: readonly Played[]
  readonly hostile: readonly HostileShare[]
  readonly partial: boolean
  readonly everywhere?: boolean
}

/** Builds the matrix with its problems. */
export function buildMatrix(input: MatrixInput): Matrix {
  const { catalogue, deviations, played, hostile, partial } = input
  const byId = new Map(played.map((one) => [one.id, one]))
  const plain = byId.get(undefined)
  const rows = deviations.flatMap((deviation) => {
    const own = byId.get(deviation.id)
    return own === undefined ? [] : [rowOf(deviation, own)]
  })
  const checks = checkRows(catalogue, deviations, played)
  const gating = checks.filter(({ level }) => level !== 'may')
  const rules = ledgerOf(catalogue, [refusalRule]).entries.filter(
    ({ rule }) => rule.excluded === undefined,
  )
  const mutants = rows.filter(({ kind }) => kind === 'mutant')
  const oddities = rows.filter(({ kind }) => kind === 'oddity')
  return {
    head: {
      mutantsKilled: share(mutants, ({ verdict }) => verdict === 'killed'),
      odditiesGreen: share(oddities, ({ verdict }) => verdict === 'green'),
      checksProven: share(gating, isProven),
      rulesCovered: share(rules, ({ checkedBy }) => checkedBy.length > 0),
    },
    partial,
    everywhere: input.everywhere ?? false,
    rows,
    checks,
    hostile,
    problems: [
      ...plainProblems(plain),
      ...rows.flatMap(rowProblems),
      ...played.flatMap(faultProblems),
      ...hostile.flatMap(({ problems }) => problems),
      ...(partial ? [] : [...gating.flatMap(checkProblems), ...rules.flatMap(ruleProblems)]),
    ],
    cost: {
      cells: played.reduce((sum, { cells }) => sum + cells, 0),
      requests: played.reduce((sum, { requests }) => sum + requests, 0),
    },
  }
}

function share<T>(all: readonly T[], isGood: (one: T) => boolean): Share {
  return { count: all.filter(isGood).length, of: all.length }
}

/** Proven twice: it passes on the reference, and at least one mutant turns it red. */
function isProven({ passes, kills }: CheckRow): boolean {
  return passes && kills.length > 0
}

function rowOf(deviation: Deviation, played: Played): Row {
  const { kills = [], also = [] } = deviation
  const { red, cells, requests, durationMs } = played
  const isMutant = deviation.kind === 'mutant'
  const missed = kills.filter((glob) => !red.some((one) => isMeant(glob, one)))
  const found = red.filter((one) => kills.some((glob) => isMeant(glob, one)))
  const expected = [...kills, ...also]
  const isExpected = (one: Red): boolean =>
    isMutant &&
    ((one.verdict === 'error' && deviation.hangs !== undefined) ||
      expected.some((glob) => isMeant(glob, one)))
  const blamed = red.filter((one) => !isExpected(one))
  return {
    id: deviation.id,
    kind: deviation.kind,
    about: deviation.about,
    seen: deviation.seen,
    verdict: isMutant ? mutantVerdict(found, missed, blamed) : oddityVerdict(played),
    by: [...new Set(found.map(({ identity }) => identity))],
    missed,
    blamed,
    cells,
    requests,
    durationMs: Math.round(durationMs),
  }
}

function mutantVerdict(
  found: readonly Red[],
  missed: readonly string[],
  blamed: readonly Red[],
): RowVerdict {
  if (found.length === 0 || missed.length > 0) return 'survived'
  return blamed.length > 0 ? 'blamed' : 'killed'
}

function oddityVerdict({ red, acted }: Played): RowVerdict {
  if (red.length > 0) return 'red'
  return acted ? 'green' : 'idle'
}

function checkRows(
  catalogue: Catalogue,
  deviations: readonly Deviation[],
  played: readonly Played[],
): CheckRow[] {
  const harmless = new Set(deviations.filter(({ kind }) => kind === 'oddity').map(({ id }) => id))
  const legal = played.filter(({ id }) => id === undefined || harmless.has(id))
  const passing = new Set(legal.flatMap(({ green }) => green))
  const mutants = new Set(deviations.filter(({ kind }) => kind === 'mutant').map(({ id }) => id))
  const killers = new Map<string, Set<string>>()
  for (const { id, red } of played) {
    if (id === undefined || !mutants.has(id)) continue
    for (const { identity, verdict, judgesSilence } of red) {
      if (verdict === 'error' && !judgesSilence) continue // a missing response is found by no check in particular
      killers.set(identity, (killers.get(identity) ?? new Set()).add(id))
    }
  }
  return inventory(catalogue).map((entry) => ({
    ...entry,
    passes: passing.has(entry.identity),
    kills: [...(killers.get(entry.identity) ?? [])],
  }))
}

function plainProblems(plain: Played | undefined): string[] {
  return (plain?.red ?? []).map(
    ({ key, api, endpointKind, message }) =>
      `The reference itself turns ${key} red on ${api} (${endpointKind}): ${message}`,
  )
}

function faultProblems({ id, faults }: Played): string[] {
  return faults.map((fault) => `The reference broke while it played ${id ?? 'nothing'}: ${fault}`)
}

function rowProblems({ id, kind, verdict, missed, blamed }: Row): string[] {
  switch (verdict) {
    case 'killed':
    case 'green':
      return []
    case 'idle':
      return [`The oddity ${id} changed no answer: no cell that was played can see it.`]
    case 'survived':
      return [`The mutant ${id} survived: nothing red of ${missed.join(', ') || 'what it names'}.`]
    default:
      return [`The ${kind} ${id} turned red what it should not: ${described(blamed)}.`]
  }
}

function described(blamed: readonly Red[]): string {
  const locations = counted(blamed)
  return [...locations]
    .slice(0, 6)
    .map(([key, { count, one }]) => `${key}${count > 1 ? ` (${count} times)` : ''}: ${one.message}`)
    .join('; ')
}

function counted(blamed: readonly Red[]): Map<string, { count: number; one: Red }> {
  const groups = new Map<string, { count: number; one: Red }>()
  for (const one of blamed) {
    const earlier = groups.get(one.key)
    groups.set(one.key, { one, count: (earlier?.count ?? 0) + 1 })
  }
  return groups
}

function checkProblems({ identity, level, passes, kills }: CheckRow): string[] {
  if (kills.length === 0) return [`No mutant turns ${identity} (${level}) red.`]
  return passes ? [] : [`The reference never turns ${identity} (${level}) green.`]
}

function ruleProblems({ rule, checkedBy }: Ledger['entries'][number]): string[] {
  return checkedBy.length > 0 ? [] : [`No check looks at the rule ${rule.id}.`]
}
