/** `stop-reason`, `reasoning-placement`: whether a message agrees with itself. */
import { defineAssertion } from '../../assertion.ts'
import { around, excerpt } from '../../evidence/excerpt.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { isObject, listOf } from '../../../model/json/shape.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { judged, unsaid, whyNoReply } from '../../outcome.ts'
import { withoutCode } from '../../text/fence.ts'
import { on } from '../on.ts'
import { messageOf, type Message } from './message.ts'
import { onMessage } from './on-message.ts'
import { isStopReason, stopReasons } from '../model.ts'

/** Reasons with which a message may end although it calls a tool: it was cut short. */
const cutShort: readonly unknown[] = [
  'tool_use',
  'max_tokens',
  'guardrail_intervened',
  'content_filtered',
  'malformed_model_output',
  'malformed_tool_use',
  'model_context_window_exceeded',
]

export const stopReason = defineAssertion({
  name: 'stop-reason',
  about: 'stopReason is a modelled value and agrees with the content and the request.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: onMessage('stopReason', (message, { observation }) =>
    judged([unknown(message), ...tools(message), sequence(message, observation)]),
  ),
})

function unknown({ stopReason: given, stop }: Message): Finding | undefined {
  if (isStopReason(given)) return undefined
  const message = 'stopReason is not one of the modelled values.'
  const expected = `one of ${stopReasons.join(', ')}`
  return finding('bedrock.stop-reason', message, expected, excerpt(given), stop)
}

/** A tool that the server itself ran needs nothing from the client and does not end the message. */
function tools({ stopReason: given, toolUses, stop }: Message): readonly Finding[] {
  const calls = toolUses.filter(({ type }) => type !== 'server_tool_use').length
  if (given === 'tool_use' && toolUses.length === 0) {
    const message = 'stopReason is tool_use, yet no tool is called.'
    const received = '"tool_use" and no toolUse block'
    return [finding('bedrock.stop-reason-tool', message, 'a toolUse block', received, stop)]
  }
  if (calls === 0 || cutShort.includes(given) || !isStopReason(given)) return []
  const message = 'A tool is called, yet stopReason does not say so.'
  const received = `${excerpt(given)} with ${calls} toolUse block${calls === 1 ? '' : 's'}`
  return [finding('bedrock.stop-reason-tool', message, '"tool_use"', received, stop)]
}

/** Stop sequences can also come in additionalModelRequestFields, under a name of the model's. */
function sequence({ stopReason: given, stop }: Message, observation: Observation) {
  const body = requestBody(observation)
  if (given !== 'stop_sequence' || body === undefined) return undefined
  const config = body['inferenceConfig']
  const asked = listOf(isObject(config) ? config['stopSequences'] : undefined).length > 0
  if (asked || body['additionalModelRequestFields'] !== undefined) return undefined
  const message = 'The reply says that it met a stop sequence, and the request has none.'
  const expected = 'another reason'
  return finding('bedrock.stop-reason-sequence', message, expected, '"stop_sequence"', stop)
}

/** Tags in which gpt-oss on other endpoints and models of other makers wrap their reasoning. */
const reasoningTag = /<\/?(?:reasoning|think|thinking)>/iu
const longestTag = '</reasoning>'.length
const shown = 40

export const reasoningPlacement = defineAssertion({
  name: 'reasoning-placement',
  about:
    'Reasoning stands in reasoningContent blocks; the text is free of its tags, and so are both ends of it.',
  args: on,
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const message = messageOf(observation)
    if (message === undefined) return unsaid(whyNoReply(observation))
    const inTexts = message.texts.map(({ text, at }) => {
      // A tag may be what the text is about.
      const match = reasoningTag.test(text) ? reasoningTag.exec(withoutCode(text)) : null
      if (match === null) return undefined
      const wording = 'The text of the answer holds a tag of reasoning.'
      const expected = 'reasoning in a reasoningContent block'
      const received = around(text, match.index, match[0].length)
      return finding('bedrock.reasoning-in-text', wording, expected, received, at)
    })
    return judged([...inTexts, message.thoughts.map(tagged).find(Boolean)])
  },
})

/** Tags around all of it are those that a parser left; within it, the model may well write of tags. */
function tagged(thought: string): Finding | undefined {
  const trimmed = thought.trim()
  const first = reasoningTag.exec(trimmed.slice(0, longestTag))
  const end = trimmed.slice(-longestTag)
  const last = reasoningTag.exec(end)
  const isFirst = first?.index === 0 && !first[0].startsWith('</')
  const isLast = last !== null && last[0].startsWith('</') && end.endsWith(last[0])
  if (!isFirst && !isLast) return undefined
  const message = 'The reasoning holds the tags that the model puts around it.'
  const received = excerpt(isFirst ? trimmed.slice(0, shown) : trimmed.slice(-shown))
  return finding('bedrock.reasoning-tagged', message, 'the reasoning alone', received)
}
