/** Checks of why a reply ended. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../../assertion.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { isObject } from '../../../model/json/shape.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onReply, passed, unsaid } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Choice, Observation } from '../../../model/observation.ts'

const word = z.string().min(1)

const finish = defineAssertion({
  name: 'finish',
  about:
    'The reply ended for one of these reasons: stop, length, tool, filter, other on every API, or as the API spells it.',
  args: z.union([word, z.array(word).min(1)]),
  seeksAnswer: true,
  reads: { body: 'neither' },
  judge: onReply((args, reply) => {
    const allowed = Array.isArray(args) ? args : [args]
    const expected = `an end by ${allowed.join(' or ')}`
    const at = { pointer: '/choices/0/finish_reason' }
    if (typeof reply.finish !== 'string') {
      const message = 'The reply does not say why it ended.'
      return judged([finding('finish.missing', message, expected, excerpt(reply.finish))])
    }
    if (allowed.includes(reply.finish) || allowed.includes(reply.ending ?? '')) return passed()
    const message = 'The reply ended for an unexpected reason.'
    const received = `${excerpt(reply.finish)} after ${lengthOf(reply)}`
    const location = reply.choices.length > 0 ? at : undefined
    return judged([finding('finish.unexpected', message, expected, received, location)])
  }),
})

function lengthOf({
  rawText,
  usage,
}: {
  rawText: string
  usage?: { completion?: number }
}): string {
  const tokens = usage?.completion === undefined ? '' : `, ${usage.completion} tokens`
  return `${rawText.length} characters${tokens}`
}

/**
 * A named tool_choice ends in `stop` at OpenAI itself (vllm#25054), so that is accepted; elsewhere
 * `stop` beside tool calls hides them from agents (litellm#12862, vllm#9209).
 */
const finishConsistent = defineAssertion({
  name: 'finish-consistent',
  about: 'The reply says tool_calls exactly when it calls tools.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onReply((_, reply, { observation }) => {
    if (reply.choices.length === 0) return unsaid('The reply has no choice.')
    const named = namesTool(observation)
    return judged(reply.choices.map((choice) => inconsistency(choice, named)))
  }),
})

export const finishAssertions: readonly Assertion[] = [finish, finishConsistent]

function inconsistency(choice: Choice, named: boolean): Finding | undefined {
  const { index, finish: reason, toolCalls } = choice
  const at = { pointer: `/choices/${index}/finish_reason` }
  if (reason === 'tool_calls' && toolCalls.length === 0) {
    const message = `Choice ${index} says tool_calls and calls no tool.`
    return finding('finish.calls-without-tools', message, 'a tool call', 'none', at)
  }
  if (reason === 'stop' && toolCalls.length > 0 && !named) {
    const message = `Choice ${index} calls ${toolCalls.length} tool(s) and says that it stopped.`
    return finding('finish.tools-without-calls', message, '"tool_calls"', '"stop"', at)
  }
  // The other reasons of the specification fit calls, too; those that it lacks break its schema.
  if (reason === 'function_call' && toolCalls.length > 0) {
    const message = `Choice ${index} calls ${toolCalls.length} tool(s) and says function_call, which is for the deprecated functions.`
    return finding('finish.tools-without-calls', message, '"tool_calls"', '"function_call"', at)
  }
  return undefined
}

function namesTool(observation: Observation): boolean {
  return isObject(requestBody(observation)?.['tool_choice'])
}
