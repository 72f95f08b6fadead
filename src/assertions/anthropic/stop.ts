/** `message-stop`: whether an Anthropic message ended as it says it did. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { around, excerpt } from '../evidence/excerpt.ts'
import { listOf } from '../../model/json/shape.ts'
import { requestBody } from '../evidence/evidence.ts'
import { type Finding, finding } from '../../model/findings/finding.ts'
import { judged } from '../outcome.ts'
import { member, onMessage, type Message } from './message.ts'

/** @anthropic-ai/sdk 1.14.0, StopReason. */
const stopReasons: readonly unknown[] = [
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
  'compaction', // BetaStopReason
]

/** Reasons with which a message may end although its last block is a call. */
const cutShort = new Set<unknown>([
  'tool_use',
  'max_tokens',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
  'compaction',
])

export const messageStop = defineAssertion({
  name: 'message-stop',
  about:
    'stop_reason is a known one and agrees with the content; stop_sequence is the sequence that was met, else null.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onMessage((message, { observation }) => {
    const asked = requestBody(observation)?.['stop_sequences']
    return judged([unknown(message), ...calls(message), ...sequence(message, asked)])
  }),
})

function unknown({ stopReason, stop }: Message): Finding | undefined {
  if (stopReasons.includes(stopReason)) return undefined
  const message = 'stop_reason is none of the known reasons.'
  const expected = `one of ${stopReasons.join(', ')}`
  const at = member(stop, 'stop_reason')
  return finding('anthropic.stop-reason', message, expected, excerpt(stopReason), at)
}

/** A tool that the server runs itself ends no message. */
function calls({ stopReason, blocks, stop }: Message): readonly Finding[] {
  const uses = blocks.filter(({ json }) => json['type'] === 'tool_use')
  const at = member(stop, 'stop_reason')
  if (stopReason === 'tool_use' && uses.length === 0) {
    const message = 'stop_reason is tool_use, but no tool is called.'
    const received = blocks.map(({ json }) => excerpt(json['type'])).join(', ')
    return [finding('anthropic.stop-tool', message, 'a tool_use block', received || 'none', at)]
  }
  if (blocks.at(-1)?.json['type'] !== 'tool_use' || cutShort.has(stopReason)) return []
  if (!stopReasons.includes(stopReason)) return []
  const message = 'The message ends with a call of a tool, but stop_reason is another.'
  return [finding('anthropic.stop-tool', message, '"tool_use"', excerpt(stopReason), at)]
}

function sequence(message: Message, asked: unknown): readonly Finding[] {
  const { stopReason, stopSequence, stop } = message
  const at = member(stop, 'stop_sequence')
  const code = 'anthropic.stop-sequence'
  if (stopReason !== 'stop_sequence') {
    if (typeof stopSequence !== 'string') return []
    const wording = 'stop_sequence is set, but no stop sequence ended the message.'
    return [finding(code, wording, 'null', excerpt(stopSequence), at)]
  }
  if (typeof stopSequence !== 'string') {
    const wording = 'A stop sequence ended the message, and stop_sequence does not say which.'
    return [finding(code, wording, 'the sequence that was met', excerpt(stopSequence), at)]
  }
  const offered = listOf(asked)
  if (asked !== undefined && !offered.includes(stopSequence)) {
    const wording = 'stop_sequence is none of the sequences in the request.'
    return [finding(code, wording, `one of ${excerpt(offered)}`, excerpt(stopSequence), at)]
  }
  return emitted(message, stopSequence)
}

function emitted({ blocks }: Message, met: string): readonly Finding[] {
  return blocks.flatMap(({ json, at }) => {
    const text = json['type'] === 'text' ? json['text'] : undefined
    const index = typeof text === 'string' ? text.indexOf(met) : -1
    if (typeof text !== 'string' || index < 0 || met === '') return []
    const message = 'The stop sequence is part of the answer.'
    const received = around(text, index, met.length)
    return [
      finding('text.stop-emitted', message, 'the text before it', received, member(at, 'text')),
    ]
  })
}
