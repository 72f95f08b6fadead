/** One form for an Anthropic message, whole or streamed, for the checks that mean both. */
import type { CheckInput, CheckOutcome } from '../assertion.ts'
import { isBlocked } from '../evidence/guardrail.ts'
import { once } from '../evidence/once.ts'
import { isObject, listOf, type Members } from '../../model/json/shape.ts'
import type { Location } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import { passed, unsaid, whyNoReply } from '../outcome.ts'
import { blocksOf, type Block } from './blocks.ts'
import { eventsOf, whyNoEnd, within, type AnthropicEvent } from './events.ts'

export interface Message {
  readonly blocks: readonly Block[]
  readonly stopReason: unknown
  readonly stopSequence: unknown
  /** Where the object with both stands. */
  readonly stop: Location
  readonly usage: unknown
  readonly totals: Location
  /** Whether a guardrail answers in place of the model: then there is neither usage nor a reason. */
  readonly isBlocked: boolean
  /** Usage as the beginning of a stream gives it. */
  readonly first?: { readonly usage: unknown; readonly at: Location }
}

/** @anthropic-ai/sdk 1.14.0, ContentBlock and BetaContentBlock. */
const callTypes = new Set<unknown>(['tool_use', 'server_tool_use', 'mcp_tool_use'])

/** The message of a body or of a stream; undefined when there is none to read. */
const messageOf = once((observation: Observation): Message | undefined => {
  const events = eventsOf(observation)
  if (events.length > 0) return fromEvents(events)
  const json = observation.body?.json
  return isObject(json) && json['type'] === 'message' ? fromBody(json) : undefined
})

/** The first block that names a tool and has a type that the API does not have; undefined if every type is known. */
export function unknownCall(observation: Observation): Members | undefined {
  return messageOf(observation)?.blocks.find(
    ({ json }) => typeof json['name'] === 'string' && !callTypes.has(json['type']),
  )?.json
}

/** Lifts a check over a message; a stream that was cut owes no end. */
export function onMessage<A>(
  judge: (message: Message, input: CheckInput, args: A) => CheckOutcome,
): (args: A, input: CheckInput) => CheckOutcome {
  return (args, input) => {
    const { observation } = input
    const message = messageOf(observation)
    if (message === undefined) return unsaid(whyNoReply(observation))
    if (message.isBlocked) return passed('A guardrail answered in place of the model.')
    const because = observation.items.length > 0 ? whyNoEnd(observation) : undefined
    return because === undefined || message.stopReason !== undefined
      ? judge(message, input, args)
      : unsaid(because)
  }
}

function fromBody(json: Members): Message {
  return {
    blocks: listOf(json['content']).flatMap((block, index) =>
      isObject(block) ? [{ json: block, at: { pointer: `/content/${index}` } }] : [],
    ),
    stopReason: json['stop_reason'],
    stopSequence: json['stop_sequence'],
    isBlocked: isBlocked(json),
    stop: { pointer: '' },
    usage: json['usage'],
    totals: { pointer: '/usage' },
  }
}

/** Counts are totals of the whole message so far: the last ones replace the first, member by member. */
function fromEvents(events: readonly AnthropicEvent[]): Message {
  const start = events.find(({ type }) => type === 'message_start')
  const end = events.findLast(({ type }) => type === 'message_delta')
  const message = objectAt(start, 'message')
  const delta = objectAt(end, 'delta')
  const last = end?.json['usage']
  const usage = isObject(last) ? { ...counted(message?.['usage']), ...counted(last) } : undefined
  return {
    blocks: blocksOf(events),
    isBlocked: events.some(({ json }) => isBlocked(json)),
    stopReason: delta?.['stop_reason'],
    stopSequence: delta?.['stop_sequence'],
    stop: end === undefined ? {} : within(end, '/delta'),
    usage,
    totals: end === undefined ? {} : within(end, '/usage'),
    ...(start !== undefined && {
      first: { usage: message?.['usage'], at: within(start, '/message/usage') },
    }),
  }
}

/** Where a member stands of what stands there. */
export function member(at: Location, name: string): Location {
  return { ...at, pointer: `${at.pointer ?? ''}/${name}` }
}

function objectAt(event: AnthropicEvent | undefined, name: string): Members | undefined {
  const value = event?.json[name]
  return isObject(value) ? value : undefined
}

/** The members that say something: a null leaves what was told before. */
function counted(usage: unknown): Members {
  if (!isObject(usage)) return {}
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== null))
}
