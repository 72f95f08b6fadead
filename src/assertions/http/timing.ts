/** Checks of when things arrived. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { sum } from '../../model/lists/lists.ts'
import { judged, onReply, onResponse, passed, unsaid } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { Delta } from '../../model/observation.ts'

const incrementalArgs = z.strictObject({
  /** Least number of deltas with text. */
  deltas: z.number().int().positive().default(3),
  /** Least number of different times at which they arrived. */
  reads: z.number().int().positive().default(3),
  /** The first text comes before this part of the whole time. */
  firstWithin: z.number().gt(0).lt(1).default(0.6),
  /** Shorter answers, in characters, show nothing: real Bedrock sends them in one delta. */
  minLength: z.number().int().positive().default(400),
})

type IncrementalArgs = z.infer<typeof incrementalArgs>

/** Streams that were buffered to their end: dstack#4269, litellm#26102, CLIProxyAPI#460. */
const incremental = defineAssertion<IncrementalArgs>({
  name: 'incremental',
  about: 'A long answer arrives bit by bit, not all at once at the end.',
  args: incrementalArgs,
  reads: { body: 'neither', times: 'neither' },
  judge: onReply((args, reply, { observation }) => {
    const deltas = reply.deltas.filter(({ text }) => text !== '')
    const length = sum(deltas.map(({ text }) => text.length))
    // the text may come whole, without any delta
    const most = Math.max(length, sum(reply.choices.map(({ rawText }) => rawText.length)))
    if (most < args.minLength) {
      return unsaid(`The answer has ${most} characters; below ${args.minLength} nothing shows.`)
    }
    const end = observation.exchange.response?.endedAt ?? 0
    return judged([few(args, deltas), together(args, deltas), late(args, deltas, length, end)])
  }),
})

const answersWithin = defineAssertion({
  name: 'answers-within',
  about: 'The whole response took no longer than this many milliseconds.',
  args: z.number().positive(),
  reads: { times: 'neither' },
  judge: onResponse((limit, response) => {
    if (response.endedAt <= limit) return passed()
    const message = 'The response took too long.'
    const received = `${Math.round(response.endedAt)} ms`
    return judged([
      finding('timing.slow', message, `${limit} ms or less`, received, { ms: response.endedAt }),
    ])
  }),
})

export const timingAssertions: readonly Assertion[] = [incremental, answersWithin]

function few({ deltas: least }: IncrementalArgs, deltas: readonly Delta[]): Finding | undefined {
  if (deltas.length >= least) return undefined
  const message = 'A long answer came in very few deltas.'
  return finding('timing.few-deltas', message, `${least} or more`, String(deltas.length))
}

function together({ reads }: IncrementalArgs, deltas: readonly Delta[]): Finding | undefined {
  const times = new Set(deltas.map(({ at }) => at)).size
  if (times >= reads || deltas.length < reads) return undefined
  const message = 'The deltas of a long answer arrived together.'
  const expected = `${reads} or more different times of arrival`
  return finding(
    'timing.few-reads',
    message,
    expected,
    `${deltas.length} deltas at ${times} time(s)`,
  )
}

/** Characters a millisecond, more than any model writes: some 2,500 tokens of prose a second, or 6,000 of numbers. */
const fastest = 10

/**
 * Milliseconds that a gateway may hold back what is small, to send it together: HAProxy without
 * `option http-no-delay`, or TCP with Nagle's algorithm, some 200.
 */
const merged = 250

/**
 * A model that reads or reasons for long and writes fast is late, too. What was held back comes faster
 * than it could have been written: half of the text is enough, since the rest may not have been held.
 */
function late(
  { firstWithin }: IncrementalArgs,
  deltas: readonly Delta[],
  length: number,
  end: number,
): Finding | undefined {
  const first = deltas[0]
  if (first === undefined || first.at <= merged || first.at / end < firstWithin) return undefined
  const half = halfAt(deltas, length) - first.at
  if (half > length / 2 / fastest) return undefined
  return finding(
    'timing.late-first',
    'The first text came when the answer was nearly over, and half of it at once.',
    `the first text before ${Math.round(firstWithin * 100)} % of ${Math.round(end)} ms`,
    `at ${Math.round(first.at)} ms, ${Math.round((first.at / end) * 100)} %, and half of the text within ${Math.round(half)} ms`,
    { item: first.item, ms: first.at },
  )
}

/** When half of the text had come. */
function halfAt(deltas: readonly Delta[], length: number): number {
  let came = 0
  for (const { text, at } of deltas) {
    came += text.length
    if (came * 2 >= length) return at
  }
  return Infinity
}
