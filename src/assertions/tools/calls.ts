/** The tool calls of a reply, whatever API and framing brought them. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, passed, unsaid } from '../outcome.ts'
import { jsonKey } from '../json/same-json.ts'
import { argumentFindings, isBroken, noObject } from './arguments.ts'
import { unknownCall } from '../anthropic/message.ts'
import { unknownItemType } from '../responses/output/unknown-item.ts'
import { holdsCall } from '../text/residue/raw-calls.ts'
import { customTools, offeredTools } from './offers.ts'
import { finding, type Finding, type Location } from '../../model/findings/finding.ts'
import { cameBefore } from '../../model/lists/lists.ts'
import { parseJson } from '../../model/json/shape.ts'
import type { Observation, Reply, ToolCall } from '../../model/observation.ts'

const callArgs = z.strictObject({
  atLeast: z.number().int().nonnegative().optional(),
  exactly: z.number().int().positive().optional(),
  /** Every call is of one of these. */
  names: z.array(z.string().min(1)).min(1).optional(),
  /** JSON Schema of the arguments; else that of the tool in the request. */
  argumentsSchema: z.record(z.string(), z.unknown()).optional(),
  /** No two calls have both the name and the arguments in common. */
  distinct: z.literal(true).optional(),
  /** Whether arguments that cannot be parsed are held against the call; on unless false. */
  brokenJson: z.literal(false).optional(),
  /** Ids that are not empty and differ; on unless false. */
  ids: z.union([z.literal('unique'), z.literal(false)]).optional(),
})

type CallArgs = z.infer<typeof callArgs>

export const toolCalls = defineAssertion({
  name: 'tool-calls',
  about:
    'Tools are called: offered ones, with an id each and JSON arguments of the tool’s schema. `true` asks for one call or more.',
  args: z.union([z.literal(true), callArgs]),
  seeksAnswer: true,
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((given, reply, { observation }) => {
    const args: CallArgs = given === true ? { atLeast: 1 } : given
    const miscounted = countFindings(args, reply, observation)
    const wrong = [
      ...reply.toolCalls.flatMap((call, position) =>
        callFindings(args, call, position, observation),
      ),
      ...(args.ids === false ? [] : idFindings(reply.toolCalls)),
      ...(args.distinct === true ? repeatedFindings(reply.toolCalls) : []),
    ]
    // A model may reason for long before it calls.
    const isShort = reply.toolCalls.length < (args.atLeast ?? args.exactly ?? 1)
    if (reply.ending === 'length' && isShort && wrong.length === 0) {
      return unsaid('The answer reached the limit of tokens before the call.')
    }
    return judged([...miscounted, ...wrong])
  }),
})

export const argumentsJson = defineAssertion({
  name: 'arguments-json',
  about: 'The arguments of every call can be parsed.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { toolCalls: calls }, { observation }) => {
    if (mayBeCut(observation)) return passed('The last call may be cut off.')
    return judged(
      calls.map(({ arguments: text, isCustom }, position) =>
        isCustom !== true && isBroken(text) ? noObject(text, locationOf(position)) : undefined,
      ),
    )
  }),
})

export const noToolCalls = defineAssertion({
  name: 'no-tool-calls',
  about: 'No tool is called.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, reply) => {
    const call = reply.choices.flatMap((choice) => choice.toolCalls)[0]
    if (call === undefined) return passed()
    const message = 'A tool is called, though none may be.'
    return judged([finding('tools.unexpected', message, 'no tool call', spelled(call))])
  }),
})

function countFindings(
  { atLeast, exactly }: CallArgs,
  reply: Reply,
  observation: Observation,
): readonly Finding[] {
  const count = reply.toolCalls.length
  const least = atLeast ?? (exactly === undefined ? 1 : 0)
  if (count === 0 && (least > 0 || exactly !== undefined)) {
    const message = `No tool is called.${whatCameInstead(reply, observation)}`
    const received = `the text ${excerpt(reply.rawText, 120)}`
    return [finding('tools.missing', message, `${exactly ?? least} tool call(s)`, received)]
  }
  if (count >= least && (exactly === undefined || count === exactly)) return []
  const message = `${count} tools are called.`
  const expected = exactly === undefined ? `${least} or more` : `exactly ${exactly}`
  return [
    finding('tools.count', message, expected, reply.toolCalls.map(({ name }) => name).join(', ')),
  ]
}

/** A sentence about a call that a client cannot see as one, with the blank before it. */
function whatCameInstead(reply: Reply, observation: Observation): string {
  const item = unknownItemType(observation)
  if (item !== undefined) return ` The output has an item of the unknown type ${excerpt(item)}.`
  const block = unknownCall(observation)
  if (block !== undefined) {
    const { type } = block
    const of = type === undefined ? 'a call without a type' : `the unknown type ${excerpt(type)}`
    return ` The message has a block of ${of}.`
  }
  const offered = [...offeredTools(observation).keys()]
  return holdsCall(reply.rawText, offered)
    ? ' The text holds a call that was not taken out of what the model wrote.'
    : ''
}

function callFindings(
  args: CallArgs,
  call: ToolCall,
  position: number,
  observation: Observation,
): readonly Finding[] {
  const offers = offeredTools(observation)
  const allowed = args.names ?? [...offers.keys()]
  const at = locationOf(position)
  const found: Finding[] = []
  if (call.name === undefined || (allowed.length > 0 && !allowed.includes(call.name))) {
    const named =
      call.name === undefined ? 'A tool without a name' : `The tool ${excerpt(call.name)}`
    const message = `${named} is called, which was not offered or is not the one that was required.`
    const expected = allowed.length > 0 ? allowed.join(' or ') : 'the name of an offered tool'
    found.push(finding('tools.name', message, expected, excerpt(call.name), at))
  }
  if (mayBeCut(observation)) return found
  const isCustom = call.isCustom === true
  if (offers.has(call.name ?? '') && customTools(observation).has(call.name ?? '') !== isCustom) {
    const message = 'A tool is called as another type than the one it was offered as.'
    const [expected, received] = isCustom ? ['"function"', '"custom"'] : ['"custom"', '"function"']
    return [...found, finding('tools.type', message, expected, received, at)]
  }
  if (isCustom) return found
  const schema = args.argumentsSchema ?? offers.get(call.name ?? '')
  return [...found, ...argumentFindings(call.arguments, schema, at, args.brokenJson !== false)]
}

/**
 * Whether the arguments may be those of no whole call: what the token limit or a filter cut is judged
 * by finish_reason, and Bedrock says with malformed_tool_use that what the model wrote is no call.
 */
function mayBeCut({ reply }: Observation): boolean {
  const { ending, finish } = reply ?? {}
  const isMalformed = typeof finish === 'string' && finish.startsWith('malformed_')
  return ending === 'length' || ending === 'filter' || isMalformed
}

function locationOf(position: number): Location {
  return { pointer: `/choices/0/message/tool_calls/${position}` }
}

function idFindings(calls: readonly ToolCall[]): readonly Finding[] {
  const ids = calls.map(({ id }) => id ?? '')
  const bare = ids.indexOf('')
  if (bare >= 0) {
    const message = `Tool call ${bare} has no id.`
    const received = excerpt(calls[bare]?.id)
    return [finding('tools.id-missing', message, 'an id that is not empty', received)]
  }
  const again = ids[cameBefore(ids).indexOf(true)]
  if (again === undefined) return []
  const message = 'Two tool calls have the same id.'
  return [finding('tools.id-repeated', message, 'an id of its own for each', excerpt(again))]
}

function repeatedFindings(calls: readonly ToolCall[]): readonly Finding[] {
  const again = calls[cameBefore(calls.map(comparable)).indexOf(true)]
  if (again === undefined) return []
  const message = 'A tool is called twice with the same arguments.'
  return [finding('tools.call-repeated', message, 'one call', `two of ${spelled(again)}`)]
}

/** The name and the arguments: the same text for the same JSON. */
function comparable({ name, arguments: given }: ToolCall): string {
  const value = parseJson(given)
  return JSON.stringify([name, value === undefined ? given : jsonKey(value)])
}

function spelled(call: ToolCall): string {
  return `${call.name ?? 'a tool without a name'}(${excerpt(call.arguments, 80)})`
}
