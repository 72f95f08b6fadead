/** What changed from run to run of a history. */
import type { HistoryEntry, TrendRow } from '../../model/run/history.ts'
import { isDecided } from '../verdict/verdict-sets.ts'
import { turnOf, type Ending, type Turn } from '../verdict/turn.ts'

/** Endings by check and location, those that hold left out. */
type Endings = ReadonlyMap<string, Ending>

/**
 * Rows, the oldest first, by the same turns that `compare` shows: only `fail` is a new failure, and a
 * failure that became known is not fixed. Runs that could not judge a check are passed over.
 */
export function trendOf(history: readonly HistoryEntry[]): TrendRow[] {
  const entries = history.toSorted((one, other) => (one.at < other.at ? -1 : 1))
  const last = new Map<string, Ending>()
  return entries.map((entry, index) => {
    const endings = endingsIn(entry)
    const endingNow = lookUp(entry, endings)
    const turns = [...new Set([...last.keys(), ...endings.keys()])].map((key) => {
      const now = endingNow(key)
      const turn = turnOf(last.get(key) ?? holds, now)
      if (isDecided(now.verdict)) last.set(key, now)
      return [key, turn] as const
    })
    return {
      entry,
      newFailures: index === 0 ? [] : checksOf(turns, 'new-failure'),
      fixed: checksOf(turns, 'fixed'),
    }
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
