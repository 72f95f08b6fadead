/** Which events carry which text of which item (openai-openapi f85dbe2, ResponseStreamEvent). */
import type { StreamEvent } from '../events.ts'

/** Where the parts of an item are listed; the text of a call has no parts. */
export type Group = 'content' | 'summary' | 'whole'

interface TextKind {
  /** Type of the item that has such a text. */
  readonly owner: string
  /** Type of the part that has it; a call has no parts. */
  readonly part?: string
  readonly group: Group
  /** Member of the done event, and of the part or item, that holds the text. */
  readonly member: 'text' | 'refusal' | 'arguments' | 'input' | 'code'
  /** Whether an event must announce the part before its text. */
  readonly announced: boolean
}

const texts: ReadonlyMap<string, TextKind> = new Map<string, TextKind>([
  [
    'output_text',
    { owner: 'message', part: 'output_text', group: 'content', member: 'text', announced: true },
  ],
  [
    'refusal',
    { owner: 'message', part: 'refusal', group: 'content', member: 'refusal', announced: true },
  ],
  // bedrock-mantle announces these parts with response.reasoning_part.added, others not at all
  [
    'reasoning_text',
    {
      owner: 'reasoning',
      part: 'reasoning_text',
      group: 'content',
      member: 'text',
      announced: false,
    },
  ],
  [
    'reasoning_summary_text',
    { owner: 'reasoning', part: 'summary_text', group: 'summary', member: 'text', announced: true },
  ],
  [
    'function_call_arguments',
    { owner: 'function_call', group: 'whole', member: 'arguments', announced: false },
  ],
  [
    'custom_tool_call_input',
    { owner: 'custom_tool_call', group: 'whole', member: 'input', announced: false },
  ],
  [
    'mcp_call_arguments',
    { owner: 'mcp_call', group: 'whole', member: 'arguments', announced: false },
  ],
  [
    'code_interpreter_call_code',
    { owner: 'code_interpreter_call', group: 'whole', member: 'code', announced: false },
  ],
])

/** What an event does to a text or to a part. */
export type Step =
  | { readonly kind: 'text'; readonly text: TextKind; readonly does: 'delta' | 'done' }
  | { readonly kind: 'part'; readonly group: Group; readonly does: 'added' | 'done' }

const parts: Readonly<Record<string, Group>> = {
  content_part: 'content',
  reasoning_part: 'content',
  reasoning_summary_part: 'summary',
}

/** The step that an event is; undefined for one that touches neither a text nor a part. */
export function stepOf({ type }: StreamEvent): Step | undefined {
  const [, stem = '', does] = /^response\.(.+)\.(added|delta|done)$/u.exec(type) ?? []
  const group = parts[stem]
  if (group !== undefined && (does === 'added' || does === 'done')) {
    return { kind: 'part', group, does }
  }
  const text = texts.get(stem)
  if (text === undefined || (does !== 'delta' && does !== 'done')) return undefined
  return { kind: 'text', text, does }
}

/** The index that tells the parts of a group apart; 0 where it is not an index. */
export function partIndex({ json }: StreamEvent, group: Group): number {
  const index = group === 'summary' ? json['summary_index'] : json['content_index']
  return group === 'whole' || typeof index !== 'number' ? 0 : index
}

/** The type of the item that has parts of a type; undefined for the kinds of a vendor. */
export function ownerOf(partType: unknown): string | undefined {
  return [...texts.values()].find(({ part }) => part !== undefined && part === partType)?.owner
}

/** Whether the specification has such an event of an item; clients ignore any other. */
export function isPublished(event: StreamEvent): boolean {
  return stepOf(event) !== undefined || ofItem.test(event.type)
}

const ofItem =
  /^response\.(?:output_item|output_text\.annotation|(?:code_interpreter|file_search|image_generation|mcp|web_search)_call|mcp_list_tools)\./u
