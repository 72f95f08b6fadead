/** Where two fingerprints differ. */
import type { Difference } from '../../model/report.ts'
import type { Fingerprint, Look } from './fingerprint.ts'

/** A difference without a blame. */
export type Unblamed = Omit<Difference, 'blame'>

/** Every difference, those of whole replies first. */
export function differences(here: Fingerprint, there: Fingerprint): Unblamed[] {
  const kinds = kindDifference(here, there)
  const shared = [...here].flatMap(([kind, look]) => {
    const other = there.get(kind)
    return other === undefined
      ? []
      : [...typeDifferences(look, other), ...orderDifference(look, other)]
  })
  return [...kinds, ...shared]
}

/** Identifies a difference among those of its cell. */
export function differenceKey({ what, at, here, there }: Unblamed): string {
  // An order varies with the answer's length; that there is a difference does not.
  return what === 'order' ? what : [what, at, here, there].join('\n')
}

function kindDifference(here: Fingerprint, there: Fingerprint): Unblamed[] {
  const own = [...here.keys()].filter((kind) => !there.has(kind))
  const others = [...there.keys()].filter((kind) => !here.has(kind))
  if (own.length === 0 && others.length === 0) return []
  const all = { here: shown(own, here), there: shown(others, there) }
  const [statusHere, statusThere] = [own, others].map((kinds) => kinds.map(statusOf).join())
  return [{ what: statusHere === statusThere ? 'content-type' : 'status', at: '', ...all }]
}

function shown(kinds: readonly string[], all: Fingerprint): string {
  return (kinds.length > 0 ? kinds : [...all.keys()]).toSorted().join(', ') || 'nothing'
}

function statusOf(kind: string): string {
  return kind.split(' ')[0] ?? ''
}

function typeDifferences(here: Look, there: Look): Unblamed[] {
  const locations = [...new Set([...here.types.keys(), ...there.types.keys()])].toSorted()
  const found = locations.flatMap((at): Unblamed[] => {
    const [own, other] = [here, there].map((look) => look.types.get(at))
    if (own === undefined || other === undefined) {
      return [{ what: 'member', at, here: typesOf(own), there: typesOf(other) }]
    }
    if (typesOf(own) === typesOf(other)) return []
    return [{ what: 'type', at, here: typesOf(own), there: typesOf(other) }]
  })
  // Members below one that only one side has are not listed.
  const missing = found.filter(({ what }) => what === 'member').map(({ at }) => `${at}/`)
  return found.filter(({ at }) => !missing.some((above) => at.startsWith(above)))
}

function typesOf(types: ReadonlySet<string> | undefined): string {
  return types === undefined ? 'absent' : [...types].toSorted().join(' or ')
}

function orderDifference(here: Look, there: Look): Unblamed[] {
  if (here.orders.size === 0 || there.orders.size === 0) return []
  if ([...here.orders].some((order) => there.orders.has(order))) return []
  const [own = '', other = ''] = [[...here.orders][0], [...there.orders][0]]
  return [{ what: 'order', at: '', here: own, there: other }]
}
