/** What the parser accepts but JSON cannot hold, or not as it is written: such values, and why. */
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
} from 'yaml'

/**
 * Every such value of a document that has no mistake of syntax. Cheaper than the library's `visit`.
 */
export function unheld(document: Document): (readonly [Node, Complaint])[] {
  const found: (readonly [Node, Complaint])[] = []
  const walk = (node: unknown, around: readonly unknown[]): void => {
    if (!isNode(node)) return
    const complaint = complaintOf(node, document, around)
    if (complaint !== undefined) return void found.push([node, complaint])
    if (!isCollection(node)) return
    const inside = [...around, node]
    if (isSeq(node)) for (const item of node.items) walk(item, inside)
    if (!isMap(node)) return
    const names = new Set<string>()
    for (const { key, value } of node.items) {
      const wrong = isNode(key) ? complaintOfKey(key, document, names) : undefined
      if (isNode(key) && wrong !== undefined) found.push([key, wrong])
      walk(value, inside)
    }
  }
  walk(document.contents, [])
  return found
}

/** A message, and perhaps what to do. */
type Complaint = readonly [message: string, hint?: string]

/** Kinds of values that JSON has, and bytes. */
const plainTags = /^tag:yaml\.org,2002:(?:map|seq|str|int|float|bool|null|binary)$/

/** @param around the maps and lists that the value is in */
function complaintOf(
  node: Node,
  document: Document,
  around: readonly unknown[],
): Complaint | undefined {
  if (isAlias(node)) {
    const meant = node.resolve(document)
    if (meant === undefined) return withoutAnchor(node)
    return around.includes(meant)
      ? [`this alias is within &${node.source}, which it stands for`]
      : undefined
  }
  if (node.tag !== undefined && !plainTags.test(node.tag)) {
    return [`no value of JSON has the tag ${node.tag.replace(/^.*:/, '!!')}`, 'remove the tag']
  }
  return isScalar(node) && typeof node.value === 'number'
    ? complaintOfNumber(node.value, node.source ?? '')
    : undefined
}

function withoutAnchor({ source }: Alias): Complaint {
  return [`no anchor &${source} stands before this alias`, 'put text that starts with * in quotes']
}

/** Whole numbers of YAML, which may be hexadecimal or octal. */
const wholeNumber = /^(?:[-+]?\d+|0[xo][\da-fA-F]+)$/

function complaintOfNumber(value: number, source: string): Complaint | undefined {
  if (!Number.isFinite(value)) return ['JSON has no such number', 'put text in quotes']
  const isChanged = wholeNumber.test(source) && BigInt(source.replace('+', '')) !== BigInt(value)
  return isChanged
    ? [
        `the number is larger than can be kept: it would become ${value}`,
        'put it in quotes, or the whole body',
      ]
    : undefined
}

/** @param names those of the map that stand before it; this one is added */
function complaintOfKey(
  given: Node,
  document: Document,
  names: Set<string>,
): Complaint | undefined {
  const key = isAlias(given) ? given.resolve(document) : given
  if (key === undefined) return isAlias(given) ? withoutAnchor(given) : undefined
  if (isCollection(key)) return ['expected a word as key, found a map or list']
  if (!isScalar(key)) return undefined
  if (key.value === '<<' && key.type === 'PLAIN') {
    return ['maps are not merged by <<', 'write the members that are meant']
  }
  const name = String(key.value ?? '') // as the parser names it
  if (names.has(name)) return ['this key is given twice in the same map']
  names.add(name)
  return undefined
}
