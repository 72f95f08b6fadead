/** The form of a cell's replies, without what differs from reply to reply. */
import { headerValue } from '../../model/headers.ts'
import { parseJson } from '../../model/json/shape.ts'
import type { Observation, Reply, StreamItem, ToolCall } from '../../model/observation.ts'

/** What replies of one status and content type have in common. */
export interface Look {
  /** JSON Pointer with `*` for any index, and the types of value met there. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>
  /** Orders in which the kinds of stream events came, runs of one kind counted once. */
  readonly orders: ReadonlySet<string>
}

/** Forms of all replies of a cell, by status and content type. */
export type Fingerprint = ReadonlyMap<string, Look>

/** Pointers of one kind of reply: a server that makes up names must not fill the memory. */
const mostPointers = 2000

/** Makes the fingerprint of replies, and of `earlier` ones. */
export type FormOf = (observations: readonly Observation[], earlier?: Fingerprint) => Fingerprint

/** The fingerprint of the replies to a cell's requests, for two targets. */
export const fingerprint: FormOf = (observations, earlier = new Map()) =>
  gathered(observations, earlier, (observation, look) => {
    for (const json of jsonOf(observation)) addTypes(json, '', look.types)
    if (observation.items.length > 0) look.orders.add(orderOf(observation.items))
  })

function gathered(
  observations: readonly Observation[],
  earlier: Fingerprint,
  add: (observation: Observation, look: OpenLook) => void,
): Fingerprint {
  const looks = new Map([...earlier].map(([key, look]) => [key, copyOf(look)]))
  for (const observation of observations) {
    const key = kindOf(observation)
    const look = looks.get(key) ?? copyOf({ types: new Map(), orders: new Set() })
    looks.set(key, look)
    add(observation, look)
  }
  return looks
}

/**
 * The fingerprint of what replies say, for two APIs: how each ended, which tools it calls with which
 * arguments, and whether it has text and counts. Chat completions have no place for reasoning.
 */
export const portableFingerprint: FormOf = (observations, earlier = new Map()) =>
  gathered(observations, earlier, ({ reply }, look) => {
    if (reply !== undefined) addTypes(portable(reply), '', look.types)
  })

/** Values that two replies may share are names of members here, so that types tell them apart. */
function portable({ text, ending, toolCalls, usage = {} }: Reply): object {
  const { prompt, completion } = usage // a total is counted by some APIs alone
  return {
    ...(text !== '' && { text }),
    ...(ending !== undefined && { ending: { [ending]: true } }),
    ...(toolCalls.length > 0 && { calls: toolCalls.map(call) }),
    usage: {
      ...(prompt !== undefined && { prompt }),
      ...(completion !== undefined && { completion }),
    },
  }
}

function call({ name, arguments: given }: ToolCall): object {
  return { [name ?? 'nameless']: parseJson(given) ?? null }
}

interface OpenLook {
  readonly types: Map<string, Set<string>>
  readonly orders: Set<string>
}

function copyOf({ types, orders }: Look): OpenLook {
  const copied = [...types].map(([at, known]): [string, Set<string>] => [at, new Set(known)])
  return { types: new Map(copied), orders: new Set(orders) }
}

/** `200 application/json`, or how it failed. */
function kindOf({ exchange: { response, failure } }: Observation): string {
  if (response === undefined) return failure?.kind ?? 'no response'
  const type = headerValue(response.headers, 'content-type') ?? 'no content type'
  const [essence = ''] = type.split(';')
  const broken = response.complete ? '' : ' cut off'
  return `${response.status} ${essence.trim().toLowerCase()}${broken}`
}

function jsonOf({ body, items }: Observation): unknown[] {
  if (items.length === 0) return body?.json === undefined ? [] : [body.json]
  return items.flatMap(({ json }) => (json === undefined ? [] : [json]))
}

function addTypes(value: unknown, at: string, types: Map<string, Set<string>>): void {
  const known = types.get(at) ?? new Set()
  if (types.size >= mostPointers && known.size === 0) return
  types.set(at, known.add(typeOf(value)))
  if (Array.isArray(value)) for (const element of value) addTypes(element, `${at}/*`, types)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) addTypes(member, `${at}/${name}`, types)
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** `role content finish usage done`. */
function orderOf(items: readonly StreamItem[]): string {
  const kinds = items.map(kindOfItem)
  return kinds.filter((kind, at) => kind !== kinds[at - 1]).join(' ')
}

/** Events of AWS have names; chunks of OpenAI are classified by their content. */
function kindOfItem({ kind, name, json }: StreamItem): string {
  if (kind !== 'json') return name === undefined || name === 'message' ? kind : `${kind}:${name}`
  if (name !== undefined && name !== 'message') return name
  const chunk = record(json)
  if (chunk['error'] !== undefined) return 'error'
  const choices = Array.isArray(chunk['choices']) ? chunk['choices'].map(record) : []
  const carried = choices.flatMap((choice) => [
    ...Object.entries(record(choice['delta'])).flatMap(([member, value]) =>
      value === null || value === '' ? [] : [member],
    ),
    ...(isPresent(choice['finish_reason']) ? ['finish'] : []),
  ])
  const all = [...new Set([...carried, ...(isPresent(chunk['usage']) ? ['usage'] : [])])]
  return all.length === 0 ? 'empty' : all.toSorted().join('+')
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
