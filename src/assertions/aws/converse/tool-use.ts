/** `tool-use`: the tool calls of a Converse reply or stream. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isObject, parseJson } from '../../../model/json/shape.ts'
import { cameBefore } from '../../../model/lists/lists.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { judged, unsaid, whyNoReply } from '../../outcome.ts'
import type { Schema } from '../../json/schema/files.ts'
import { needsArguments, offeredTools } from '../../tools/offers.ts'
import { whyNoEnd } from './events.ts'
import { messageOf, type ToolUse } from './message.ts'

const args = z.union([
  z.literal(true),
  z.strictObject({
    /** At least one tool must have been called; a name: this one. */
    required: z.union([z.literal(true), z.string().min(1)]),
  }),
])

/** Shapes ToolUseId and ToolName of botocore bedrock-runtime 2023-09-30. */
const idPattern = /^[a-zA-Z0-9_.:-]{1,64}$/u
const namePattern = /^[a-zA-Z0-9_-]{1,64}$/u

/** StopReason of botocore: the last call may not be whole, as where a failure ended the stream. */
const cutShort = new Set<unknown>([
  'max_tokens',
  'model_context_window_exceeded',
  'guardrail_intervened',
  'content_filtered',
])

/** StopReason of botocore: the service itself says that what the model wrote is no call. */
const malformed = new Set<unknown>(['malformed_tool_use', 'malformed_model_output'])

export const toolUse = defineAssertion({
  name: 'tool-use',
  about:
    'Every tool call has an id of its own, the name of an offered tool and an object as input.',
  args,
  reads: { body: 'neither', request: 'violation' },
  judge: (given, { observation }) => {
    const message = messageOf(observation)
    if (message === undefined) return unsaid(whyNoReply(observation))
    const { toolUses } = message
    const offered = offeredTools(observation)
    const isBroken = malformed.has(message.stopReason)
    const isBrokenOff = message.stopReason === undefined && whyNoEnd(observation) !== undefined
    const isCut = cutShort.has(message.stopReason) || isBrokenOff
    const isRepeated = cameBefore(toolUses.map(({ id }) => id))
    const findings = toolUses.flatMap((use, index) => [
      ...idFindings(use, isRepeated[index] === true),
      ...nameFindings(use, offered),
      ...(isBroken || (isCut && use === toolUses.at(-1)) ? [] : input(use, offered)),
    ])
    return judged([...missing(given, toolUses), ...findings])
  },
})

function missing(given: z.infer<typeof args>, uses: readonly ToolUse[]): readonly Finding[] {
  if (given === true) return []
  const { required } = given
  if (uses.some(({ name }) => required === true || name === required)) return []
  const expected = required === true ? 'a toolUse block' : `a toolUse block named "${required}"`
  const names = uses.map(({ name }) => excerpt(name)).join(', ')
  const message = 'The tool that must be called was not.'
  return [finding('bedrock.tool-use-missing', message, expected, names === '' ? 'none' : names)]
}

function idFindings({ id, at }: ToolUse, isRepeated: boolean): readonly Finding[] {
  const location = { ...at, pointer: `${at.pointer ?? ''}/toolUseId` }
  if (typeof id !== 'string' || !idPattern.test(id)) {
    const message = 'A tool call has no usable toolUseId.'
    const expected = '1 to 64 of a-z A-Z 0-9 _ . : -'
    const received = typeof id === 'string' ? sized(id) : excerpt(id)
    return [finding('bedrock.tool-use-id', message, expected, received, location)]
  }
  if (!isRepeated) return []
  const message = 'Two tool calls have the same toolUseId.'
  return [finding('bedrock.tool-use-id', message, 'an id of its own', excerpt(id), location)]
}

/** Most characters of ids and names. */
const most = 64

function sized(given: string): string {
  return given.length > most ? `${given.length} characters: ${excerpt(given)}` : excerpt(given)
}

function nameFindings(
  { name, type, at }: ToolUse,
  offered: ReadonlyMap<string, Schema>,
): readonly Finding[] {
  const location = { ...at, pointer: `${at.pointer ?? ''}/name` }
  if (typeof name !== 'string' || !namePattern.test(name)) {
    const message = 'A tool call has no usable name.'
    const expected = '1 to 64 of a-z A-Z 0-9 _ -'
    return [finding('bedrock.tool-use-name', message, expected, excerpt(name), location)]
  }
  if (offered.size === 0 || offered.has(name) || type === 'server_tool_use') return []
  const message = 'A tool was called that the request does not offer.'
  const expected = `one of ${[...offered.keys()].join(', ')}`
  return [finding('bedrock.tool-use-name', message, expected, excerpt(name), location)]
}

function input(use: ToolUse, offered: ReadonlyMap<string, Schema>): readonly Finding[] {
  const at = { ...use.at, pointer: `${use.at.pointer ?? ''}/input` }
  const value = 'value' in use.input ? use.input.value : parseJson(use.input.text)
  if (isObject(value)) return []
  const text = 'text' in use.input ? use.input.text : undefined
  // A tool without arguments is called with an empty fragment and nothing else.
  if (text === '' && !needsArguments(offered.get(String(use.name)))) return []
  const message =
    text === undefined
      ? 'The input of a tool call is not an object.'
      : 'The input fragments of a tool call do not join to a JSON object.'
  const received = text === undefined ? excerpt(value) : excerpt(text)
  return [finding('bedrock.tool-use-input', message, 'a JSON object', received, at)]
}
