/** Whether the reason why an Anthropic message ended is the one that is due. */
import { z } from 'zod'
import { asObject, isObject, listOf, type Members } from '../../model/json/shape.ts'
import { type Finding, finding } from '../../model/findings/finding.ts'
import { defineAssertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged } from '../outcome.ts'
import { member, onMessage, type Message } from './message.ts'

/** platform.claude.com/docs/en/build-with-claude/handling-stop-reasons. */
export const stopReasonDue = defineAssertion({
  name: 'stop-reason-due',
  about:
    'Only tools of the server pause a turn, and where max_tokens were generated, that limit ended the message and not the context window.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onMessage((message, { observation }) => {
    const { stopReason } = message
    const isQuestionable =
      stopReason === 'pause_turn' || stopReason === 'model_context_window_exceeded'
    const asked = isQuestionable ? requestBody(observation) : undefined
    return judged(asked === undefined ? [] : [paused(message, asked), windowed(message, asked)])
  }),
})

function paused({ stopReason, stop }: Message, asked: Members): Finding | undefined {
  if (stopReason !== 'pause_turn' || hasServerTools(asked)) return undefined
  const message = 'The turn is paused, though the request has no tool that the server runs.'
  const at = member(stop, 'stop_reason')
  return finding('anthropic.stop-undue', message, 'another reason', excerpt(stopReason), at)
}

/** Tools of the client have no type, or `custom`. */
function hasServerTools({ tools, mcp_servers: servers }: Members): boolean {
  const types = listOf(tools).map((tool) => asObject(tool)['type'] ?? 'custom')
  return listOf(servers).length > 0 || types.some((type) => type !== 'custom')
}

function windowed({ stopReason, usage, stop }: Message, asked: Members): Finding | undefined {
  const { max_tokens: limit } = asked
  const written = isObject(usage) ? usage['output_tokens'] : undefined
  const isFull = typeof limit === 'number' && typeof written === 'number' && written >= limit
  if (stopReason !== 'model_context_window_exceeded' || !isFull) return undefined
  const message = 'The message ended at max_tokens, and stop_reason blames the context window.'
  const at = member(stop, 'stop_reason')
  return finding('anthropic.stop-undue', message, '"max_tokens"', excerpt(stopReason), at)
}

/** Which sequence was met is known where the request has several and the prompt leads to one. */
export const stopSequenceNamed = defineAssertion({
  name: 'stop-sequence-named',
  about: 'stop_sequence is this one.',
  args: z.string().min(1),
  seeksAnswer: true,
  reads: { body: 'neither' },
  judge: onMessage(({ stopSequence, stop }, _, expected) => {
    if (stopSequence === expected) return judged([])
    const message = 'stop_sequence is not the sequence that was met.'
    const at = member(stop, 'stop_sequence')
    const received = excerpt(stopSequence)
    return judged([finding('anthropic.stop-sequence', message, excerpt(expected), received, at)])
  }),
})
