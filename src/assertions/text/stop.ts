/** Whether a stop sequence ends the text before itself (CreateChatCompletionRequest, stop). */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { around, excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, unsaid } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'

const sequences = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

const stopArgs = z.strictObject({
  stop: sequences,
  /** The step that asks the same without stop sequences: only if it says one is anything shown. */
  control: z.string().default('control'),
})

type StopArgs = z.infer<typeof stopArgs>

/** "The returned text will not contain the stop sequence." */
export const stopCut = defineAssertion<StopArgs>({
  name: 'stop-cut',
  about: 'The text ends before the stop sequence, of which no part is sent.',
  args: stopArgs,
  reads: { body: 'neither', steps: true },
  judge: onReply(({ stop, control }, reply, { steps }) => {
    const all = [stop].flat()
    const free = (steps.get(control) ?? []).map((observation) => observation.reply?.text ?? '')
    if (!free.some((text) => all.some((sequence) => text.includes(sequence)))) {
      return unsaid(`Step ${control} never says a stop sequence, so nothing would show.`)
    }
    return judged(
      all.flatMap((sequence) => [emitted(reply.text, sequence), partial(reply.text, sequence)]),
    )
  }),
})

function emitted(text: string, stop: string): Finding | undefined {
  const index = text.indexOf(stop)
  if (index < 0) return undefined
  const message = 'The answer holds the stop sequence.'
  const received = around(text, index, stop.length)
  return finding('text.stop-emitted', message, `text that ends before ${excerpt(stop)}`, received)
}

/** Two characters at least: one may well be the end of the answer itself. */
function partial(text: string, stop: string): Finding | undefined {
  for (let length = stop.length - 1; length >= 2; length -= 1) {
    const part = stop.slice(0, length)
    if (part.trim().length < 2 || !text.endsWith(part)) continue
    const message = 'The answer ends in the beginning of the stop sequence.'
    const expected = `text that ends before ${excerpt(stop)}`
    return finding(
      'text.stop-partial',
      message,
      expected,
      around(text, text.length - length, length),
    )
  }
  return undefined
}
