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

interface Call {
  id?: string
  name?: string
  arguments: string
  isCustom?: boolean
}

/** The calls so far. By index and by id as well, since a hostile delta may begin very many. */
interface Joined {
  readonly calls: Call[]
  readonly byIndex: Map<number, Call>
  readonly byId: Map<string, Call>
}

/**
 * Joins fragments in the order they came. The index decides to which call one belongs; without it
 * a new id begins a call and anything else continues the last. One delta may hold several
 * fragments with one index (bedrock-runtime, ogx recordings).
 */
export function joinToolCalls(fragments: readonly ToolFragment[]): readonly ToolCall[] {
  const joined: Joined = { calls: [], byIndex: new Map(), byId: new Map() }
  for (const fragment of fragments) {
    const call = find(fragment, joined) ?? begin(fragment, joined)
    if (call.id === undefined && fragment.id) {
      call.id = fragment.id
      if (!joined.byId.has(call.id)) joined.byId.set(call.id, call)
    }
    if (call.name === undefined && fragment.name) call.name = fragment.name
    if (fragment.isCustom === true) call.isCustom = true
    call.arguments += fragment.arguments
  }
  return joined.calls
}

/** The same where the input is an object: of a call without arguments no fragment comes, or an empty one. */
export function joinToolInputs(fragments: readonly ToolFragment[]): readonly ToolCall[] {
  return joinToolCalls(fragments).map((call) =>
    call.arguments === '' ? { ...call, arguments: '{}' } : call,
  )
}

function find({ index, id }: ToolFragment, joined: Joined): Call | undefined {
  if (index !== undefined) return joined.byIndex.get(index)
  return id ? joined.byId.get(id) : joined.calls.at(-1)
}

function begin({ index }: ToolFragment, { calls, byIndex }: Joined): Call {
  const begun: Call = { arguments: '' }
  calls.push(begun)
  if (index !== undefined) byIndex.set(index, begun)
  return begun
}
