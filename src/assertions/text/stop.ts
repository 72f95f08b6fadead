/** Whether a stop sequence ends the text before itself, and only itself (CreateChatCompletionRequest, stop). */
import { z } from 'zod'
import { defineAssertion, type CheckInput } from '../assertion.ts'
import { around, excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, passed, unsaid } from '../outcome.ts'
import { withoutTagged } from './tagged.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'

const sequences = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

const controlStep = z.string().default('control')

const stopArgs = z.strictObject({
  stop: sequences,
  /** The step that asks the same without stop sequences: only if it says one is anything shown. */
  control: controlStep,
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
    const free = textsOf(control, steps)
    if (!free.some((text) => all.some((sequence) => text.includes(sequence)))) {
      return unsaid(`Step ${control} never says a stop sequence, so nothing would show.`)
    }
    const isCut = reply.ending === 'length'
    if (isCut && withoutTagged(reply.text).trim() === '') {
      return unsaid('The limit of tokens ended the answer before its text.')
    }
    return judged(
      all.flatMap((sequence) => [
        emitted(reply.text, sequence),
        // A limit may end a text within the sequence.
        isCut ? undefined : partial(reply.text, sequence),
      ]),
    )
  }),
})

function textsOf(step: string, steps: CheckInput['steps']): readonly string[] {
  return (steps.get(step) ?? []).map(({ reply }) => reply?.text ?? '')
}

const keptArgs = z.strictObject({
  stop: z.string().min(1),
  /** What the answer says before the sequence. */
  parts: z.array(z.string().min(1)).min(1),
  control: controlStep,
})

type KeptArgs = z.infer<typeof keptArgs>

/** Of an answer without text the sequence may have been met in reasoning that is not shown. */
export const stopKept = defineAssertion<KeptArgs>({
  name: 'stop-kept',
  about:
    'Text before the stop sequence is kept: each of these parts that the answer without stop sequences has there. What that has after it does not follow.',
  args: keptArgs,
  reads: { body: 'neither', steps: true },
  judge: onReply(({ stop, parts, control: step }, reply, { steps }) => {
    if (reply.ending !== 'stop') return unsaid('The answer was not ended by a stop sequence.')
    if (withoutTagged(reply.text).trim() === '') return unsaid('The answer has no text.')
    const free = textsOf(step, steps).filter((text) => text.includes(stop))
    const gone = free
      .map((text) => passedBy(reply.text, text, stop))
      .find((one) => one !== undefined)
    if (gone !== undefined) return judged([gone])
    const begun = free.map((text) => text.slice(0, text.indexOf(stop)))
    const due = parts.filter((part) => begun.some((text) => text.includes(part)))
    if (due.length === 0) return unsaid(`Step ${step} has none of the parts before ${stop}.`)
    const lost = due.filter((part) => !reply.text.includes(part))
    if (lost.length === 0) return passed()
    const message = 'Text that comes before the stop sequence is lost.'
    const expected = due.map((part) => excerpt(part)).join(', ')
    return judged([finding('text.missing', message, expected, excerpt(reply.text))])
  }),
})

/** A server that only takes the sequence out of the text has not stopped there. */
function passedBy(text: string, free: string, stop: string): Finding | undefined {
  const at = free.indexOf(stop)
  const [before] = wordsOf(free.slice(0, at)).slice(-1)
  const [after] = wordsOf(free.slice(at + stop.length))
  if (before === undefined || after === undefined) return undefined
  const joined = `${before} ${after}`
  const given = wordsOf(text).join(' ')
  const index = given.indexOf(joined)
  if (index < 0) return undefined
  const message = 'The answer lacks the stop sequence and goes on behind it.'
  const expected = `text that ends before ${excerpt(stop)}`
  return finding('text.stop-passed', message, expected, around(given, index, joined.length))
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '')
}

function emitted(text: string, stop: string): Finding | undefined {
  const index = text.indexOf(stop)
  if (index < 0) return undefined
  const message = 'The answer holds the stop sequence.'
  const received = around(text, index, stop.length)
  return finding('text.stop-emitted', message, `text that ends before ${excerpt(stop)}`, received)
}

/** A shorter part at the end of a word is there by chance now and then. */
const leastWithinWord = 4

function isWithinWord(text: string, at: number): boolean {
  return at > 0 && /^[\p{L}\p{N}]{2}$/u.test(text.slice(at - 1, at + 1))
}

/**
 * Two characters at least, and more within a word: else they may well be the end of the answer itself.
 */
function partial(text: string, stop: string): Finding | undefined {
  for (let length = stop.length - 1; length >= 2; length -= 1) {
    const part = stop.slice(0, length)
    if (part.trim().length < 2 || !text.endsWith(part)) continue
    if (length < leastWithinWord && isWithinWord(text, text.length - length)) continue
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
