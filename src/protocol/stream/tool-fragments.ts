import type { ToolCall } from '../../model/observation.ts'

/** A piece of a tool call, as one delta brings it. */
export interface ToolFragment {
  /** Which call of the reply it belongs to, where it says so. */
  readonly index?: number | undefined
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly arguments: string
  readonly isCustom?: boolean | undefined
}

interface Joined {
  readonly index: number | undefined
  readonly call: { id?: string; name?: string; arguments: string; isCustom?: boolean }
}

/**
 * Joins fragments in the order they came. The index decides to which call one belongs; without it
 * a new id begins a call and anything else continues the last. One delta may hold several
 * fragments with one index (bedrock-runtime, ogx recordings).
 */
export function joinToolCalls(fragments: readonly ToolFragment[]): readonly ToolCall[] {
  const joined: Joined[] = []
  for (const fragment of fragments) {
    const { call } = location(fragment, joined)
    if (call.id === undefined && fragment.id) call.id = fragment.id
    if (call.name === undefined && fragment.name) call.name = fragment.name
    if (fragment.isCustom === true) call.isCustom = true
    call.arguments += fragment.arguments
  }
  return joined.map(({ call }) => call)
}

function location(fragment: ToolFragment, joined: Joined[]): Joined {
  const known = find(fragment, joined)
  if (known !== undefined) return known
  const begun: Joined = { index: fragment.index, call: { arguments: '' } }
  joined.push(begun)
  return begun
}

function find(fragment: ToolFragment, joined: readonly Joined[]): Joined | undefined {
  const { index, id } = fragment
  if (index !== undefined) return joined.find((one) => one.index === index)
  return id ? joined.find(({ call }) => call.id === id) : joined.at(-1)
}
