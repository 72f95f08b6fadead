/** An output item of a stream, and the parts it is made of. */
import { isObject, type Members } from '../../../model/json/shape.ts'
import type { Finding } from '../../../model/findings/finding.ts'
import type { StreamEvent } from '../events.ts'
import type { Group } from './kinds.ts'

/** The first violation of each kind, by its code: the others are the same fault. */
export type Findings = Map<string, Finding>

/** Keeps the first violation of each kind. */
export function note(findings: Findings, found: Iterable<Finding>): void {
  for (const one of found) if (!findings.has(one.code)) findings.set(one.code, one)
}

/** A content part, a summary part, or the text of a call. */
export interface Part {
  readonly group: Group
  readonly index: number
  added?: StreamEvent
  readonly deltas: StreamEvent[]
  readonly annotations: StreamEvent[]
  /** Events that give the whole text. */
  readonly finished: StreamEvent[]
  done?: StreamEvent
}

export interface Item {
  readonly index: number
  readonly added: StreamEvent
  /** As announced. */
  readonly json: Members
  /** By group and index. */
  readonly parts: Map<string, Part>
  done?: StreamEvent
}

export interface Track {
  /** In the order in which they were announced. */
  readonly items: Item[]
  /** The item that was announced last at an index. */
  readonly byIndex: Map<unknown, Item>
  readonly ids: Set<unknown>
  /** What is wrong with the order of items. */
  readonly itemFindings: Findings
  /** What is wrong with the order of parts and texts. */
  readonly partFindings: Findings
}

/** The item that an event carries. */
export function itemIn({ json }: StreamEvent): Members {
  return isObject(json['item']) ? json['item'] : {}
}

/** gpt-oss on bedrock-mantle gives a call no id, but an item_id. */
export function idOf(item: Members): unknown {
  return item['id'] ?? item['item_id']
}
