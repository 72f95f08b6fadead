/** How the choices of a stream end (CreateChatCompletionStreamResponse, finish_reason). */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { below, byChoice, choiceParts, type ChoicePart } from './choices.ts'
import { isBare, onChunks, whyEndUnseen } from '../../evidence/evidence.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, unsaid } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'

/** openai-openapi f85dbe2, CreateChatCompletionStreamResponse. */
const finishReasons = ['stop', 'length', 'tool_calls', 'content_filter', 'function_call']

export const oneFinish = defineAssertion({
  name: 'one-finish',
  about: 'Each choice gets exactly one finish_reason that exists, and nothing after it.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: orEmpty((_, chunks, observation) => {
    const choices = [...byChoice(choiceParts(chunks)).values()]
    if (choices.length === 0) return judged([noChoice(chunks.length)])
    const unseen = whyEndUnseen(observation)
    const found = choices.flatMap(finishFindings)
    const early = found.filter(({ code }) => code !== 'chunk.finish-missing')
    if (unseen !== undefined && early.length === 0 && found.length > 0) return unsaid(unseen)
    return judged(unseen === undefined ? found : early)
  }),
})

function orEmpty(judge: Parameters<typeof onChunks<true>>[0]): ReturnType<typeof onChunks<true>> {
  const onAny = onChunks(judge)
  return (args, input) => (isBare(input.observation) ? judged([noChoice(0)]) : onAny(args, input))
}

function finishFindings(parts: readonly ChoicePart[]): readonly Finding[] {
  const ends = parts.filter(({ json }) => (json['finish_reason'] ?? null) !== null)
  const [end, second] = ends
  const last = parts.at(-1)
  if (last === undefined) return []
  if (end === undefined) return [neverEnds(last)]
  const found = ends.flatMap((part) => unknownReason(part))
  if (second !== undefined) found.push(endsAgain(second, ends))
  const after = parts.find((part) => part.chunk.item > end.chunk.item && part !== second)
  if (second === undefined && after !== undefined) found.push(goesOn(after, end))
  return found
}

function noChoice(chunks: number): Finding {
  const message =
    chunks === 0 ? 'The stream has no chunk.' : `None of the ${chunks} chunks has a choice.`
  return finding('chunk.no-choice', message, 'a choice with a delta', 'choices [] everywhere')
}

function neverEnds(last: ChoicePart): Finding {
  return finding(
    'chunk.finish-missing',
    `Choice ${last.choice} never gets a finish_reason.`,
    `one chunk with ${finishReasons.join(', ')}`,
    `the last chunk of the choice: ${excerpt(last.json, 120)}`,
    below(last.at, '/finish_reason'),
  )
}

function unknownReason(part: ChoicePart): Finding[] {
  const reason = part.json['finish_reason']
  if (finishReasons.some((known) => known === reason)) return []
  const message = `The finish_reason of choice ${part.choice} does not exist.`
  const expected = `one of ${finishReasons.join(', ')}`
  const at = below(part.at, '/finish_reason')
  return [finding('chunk.finish-unknown', message, expected, excerpt(reason), at)]
}

function endsAgain(second: ChoicePart, ends: readonly ChoicePart[]): Finding {
  return finding(
    'chunk.finish-repeated',
    `Choice ${second.choice} gets ${ends.length} finish_reasons.`,
    'exactly one',
    ends.map(({ json }) => excerpt(json['finish_reason'])).join(', '),
    below(second.at, '/finish_reason'),
  )
}

function goesOn(after: ChoicePart, end: ChoicePart): Finding {
  return finding(
    'chunk.after-finish',
    `Choice ${after.choice} goes on after its finish_reason in chunk ${end.chunk.item}.`,
    'nothing more of this choice; only a usage chunk and [DONE]',
    excerpt(after.json),
    after.at,
  )
}
