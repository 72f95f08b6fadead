/** Finds the piece of a YAML document that a path of keys and indexes leads to. */
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
} from 'yaml'

/** Keys and indexes from the root, as in zod's issues. */
export type Path = readonly PropertyKey[]

/** A span of the file, as offsets; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

interface Step {
  /** The entry's key, if it is in a map. */
  readonly key?: Node
  readonly value?: Node
}

function resolved(node: unknown, document: Document): Node | undefined {
  if (isAlias(node)) return node.resolve(document)
  return isScalar(node) || isCollection(node) ? node : undefined
}

function child(node: Node | undefined, segment: PropertyKey, document: Document): Step | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(segment)]
    return isScalar(item) || isCollection(item) || isAlias(item) ? { value: item } : undefined
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find((item) => keyName(item, document) === String(segment))
  if (pair === undefined) return undefined
  const key =
    isScalar(pair.key) || isCollection(pair.key) || isAlias(pair.key) ? pair.key : undefined
  const { value } = pair
  const known = isScalar(value) || isCollection(value) || isAlias(value) ? value : undefined
  return { ...(key && { key }), ...(known && { value: known }) }
}

function keyName(pair: Pair, document: Document): string | undefined {
  const key = resolved(pair.key, document)
  return isScalar(key) ? String(key.value) : undefined
}

function rangeOf(node: Node): Span | undefined {
  return node.range ? { start: node.range[0], end: node.range[1] } : undefined
}

/** A block map or list is shown by its first key or entry: its full extent is many lines. */
function spanOf(node: Node | undefined): Span | undefined {
  if (!isCollection(node)) return node && rangeOf(node)
  if (node.flow === true) return rangeOf(node)
  const first: unknown = node.items[0]
  const inner = isMap(node) ? node.items[0]?.key : first
  const head = isScalar(inner) || isCollection(inner) || isAlias(inner) ? spanOf(inner) : undefined
  return isMap(node) ? (head ?? rangeOf(node)) : rangeOf(node)
}

export interface Found {
  /** What to point at. */
  readonly span: Span
  /** The whole value, for searching in it. */
  readonly extent: Span
  /** The path's last entry is not there; `span` is the map's that should have it. */
  readonly missing: boolean
}

/**
 * The place of `path` in `document`.
 *
 * @param on point at the entry's key rather than at its value
 */
export function findNode(document: Document, path: Path, on: 'key' | 'value' = 'value'): Found {
  const start = { start: 0, end: 0 }
  let node = resolved(document.contents, document)
  let last: Step = node ? { value: node } : {}
  for (const segment of path) {
    const next = child(node, segment, document)
    if (next === undefined) {
      const span = spanOf(last.value) ?? start
      return { span, extent: (last.value && rangeOf(last.value)) ?? span, missing: true }
    }
    last = next
    node = resolved(next.value, document)
  }
  const value = spanOf(last.value)
  const key = spanOf(last.key)
  const isEmpty = value === undefined || value.end === value.start
  const span = (on === 'key' || isEmpty ? key : value) ?? value ?? start
  return { span, extent: (last.value && rangeOf(last.value)) ?? span, missing: false }
}
