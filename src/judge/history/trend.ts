/** What changed from run to run of a history. */
import type { HistoryEntry, TrendRow } from '../../model/run/history.ts'
import { isSameEndpoint } from '../same-endpoint.ts'
import { isDecided, isFailing } from '../verdict/verdict-sets.ts'
import { turnOf, type Ending, type Turn } from '../verdict/turn.ts'

/** Endings by check and location, those that hold left out. */
type Endings = ReadonlyMap<string, Ending>

/** What the runs on one server have shown so far. */
interface Server {
  readonly endpoint: string
  /** How each check ended last, where that was a failure at least once. */
  readonly last: Map<string, Ending>
  readonly locations: Set<string>
}

/**
 * Rows, the oldest first, by the same turns that `compare` shows: only `fail` is a new failure, and a
 * failure that became known is not fixed. Runs that could not judge a check, or did not run it, are
 * passed over; a location that no run went to before has nothing new; servers are looked at apart.
 */
export function trendOf(history: readonly HistoryEntry[]): TrendRow[] {
  return follow(history).rows
}

/** Checks that failed when they were last judged on this server, by location. */
export function lastFailing(
  history: readonly HistoryEntry[],
  endpoint: string,
): { readonly check: string; readonly location: string }[] {
  const server = follow(history).servers.find((one) => isSameEndpoint(one.endpoint, endpoint))
  return [...(server?.last ?? [])].flatMap(([key, { verdict }]) => {
    const [check = '', location = ''] = key.split('\t')
    return isFailing(verdict) ? [{ check, location }] : []
  })
}

function follow(history: readonly HistoryEntry[]): { rows: TrendRow[]; servers: Server[] } {
  const servers: Server[] = []
  const entries = history.toSorted((one, other) => (one.at < other.at ? -1 : 1))
  const rows = entries.map((entry, index): TrendRow => {
    const { endpoint, places } = entry
    const known = servers.find((one) => isSameEndpoint(one.endpoint, endpoint))
    const server = known ?? { endpoint, last: new Map(), locations: new Set() }
    if (known === undefined) servers.push(server)
    const turns = turnsIn(entry, server.last)
    const seen = turns.filter(([key]) => server.locations.has(key.split('\t')[1] ?? ''))
    for (const location of places) server.locations.add(location)
    return {
      entry,
      changed: changedIn(entry, entries[index - 1] ?? entry),
      newFailures: checksOf(seen, 'new-failure'),
      fixed: checksOf(seen, 'fixed'),
    }
  })
  return { rows, servers }
}

function changedIn(now: HistoryEntry, before: HistoryEntry): TrendRow['changed'] {
  const { endpoint: server, version, suite } = now
  return {
    ...(!isSameEndpoint(server, before.endpoint) && { server }),
    ...(version !== undefined && version !== before.version && { version }),
    ...(suite !== before.suite && { suite }),
  }
}

function turnsIn(entry: HistoryEntry, last: Server['last']): (readonly [string, Turn])[] {
  const endings = endingsIn(entry)
  const endingNow = lookUp(entry, endings)
  return [...new Set([...last.keys(), ...endings.keys()])].map((key) => {
    const now = endingNow(key)
    const turn = turnOf(last.get(key) ?? holds, now)
    if (isDecided(now.verdict)) last.set(key, now)
    return [key, turn]
  })
}

const holds: Ending = { verdict: 'pass', codes: [] }
const notJudged: Ending = { verdict: 'inconclusive', codes: [] }
const notRun: Ending = { verdict: 'absent', codes: [] }

/** A check at a location, as text. */
function keyOf(check: string, location: string | undefined): string {
  return `${check}\t${location}`
}

function endingsIn({ failing, places }: HistoryEntry): Endings {
  const endings = new Map<string, Ending>()
  for (const { check, code, verdict, at } of failing) {
    for (const position of at) {
      const key = keyOf(check, places[position])
      endings.set(key, { verdict, codes: [...(endings.get(key)?.codes ?? []), code] })
    }
  }
  return endings
}

function lookUp({ open, places }: HistoryEntry, endings: Endings): (key: string) => Ending {
  const seen = new Set(places)
  const unjudged = new Set(
    open.flatMap(({ check, at }) => at.map((position) => keyOf(check, places[position]))),
  )
  return (key) => {
    const found = endings.get(key)
    if (found !== undefined) return found
    const [check = '', location = ''] = key.split('\t')
    const [id = ''] = check.split('/')
    if (!seen.has(location)) return notRun
    const isOpen = [check, `${id}/*`].some((name) => unjudged.has(keyOf(name, location)))
    return isOpen ? notJudged : holds
  }
}

function checksOf(turns: readonly (readonly [key: string, turn: Turn])[], wanted: Turn): string[] {
  const keys = turns.flatMap(([key, turn]) => (turn === wanted ? [key] : []))
  return [...new Set(keys.map((key) => key.split('\t')[0] ?? ''))]
}
