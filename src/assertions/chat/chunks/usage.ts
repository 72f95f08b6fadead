/** The usage chunk of a stream (ChatCompletionStreamOptions, include_usage). */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import {
  onChunks,
  prefaceOf,
  requestBody,
  whyEndUnseen,
  type Chunk,
} from '../../evidence/evidence.ts'
import { asObject, listOf } from '../../../model/json/shape.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, passed, unsaid } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'

export const emptyChoices = defineAssertion({
  name: 'empty-choices',
  about: 'choices is empty only on the usage chunk.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onChunks((_, chunks) => {
    const wrong = chunks.find((chunk) => isEmpty(chunk) && !hasUsage(chunk))
    if (wrong === undefined) return passed()
    return judged([
      finding(
        'chunk.empty-choices',
        `Chunk ${wrong.item} has no choices and no usage.`,
        'choices [] only on the chunk that carries the usage',
        excerpt(wrong.json),
        { item: wrong.item, byte: wrong.byte, pointer: '/choices' },
      ),
    ])
  }),
})

export const noPreface = defineAssertion({
  name: 'no-preface',
  about: 'The stream does not begin with a chunk of content filter results that has no choices.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const preface = prefaceOf(observation)
    if (preface === undefined) return passed()
    const message = 'The stream begins with a chunk that has content filter results and no choices.'
    const at = { item: preface.item, byte: preface.byte, pointer: '/choices' }
    const expected = 'choices [] only on the chunk that carries the usage'
    return judged([finding('chunk.preface', message, expected, excerpt(preface.json, 100), at)])
  },
})

export const usageChunk = defineAssertion({
  name: 'usage-chunk',
  about:
    'One usage chunk with choices [] comes last when include_usage asked for it, and none when it did not.',
  args: z.enum(['present', 'absent', 'if-asked', 'only-if-asked']),
  reads: { body: 'neither', request: 'neither' },
  judge: onChunks((when, chunks, observation) => {
    const asked = includeUsage(observation)
    if (when === 'present' || (when === 'if-asked' && asked)) {
      return mustCome(chunks, observation)
    }
    if (when === 'absent' || (when === 'only-if-asked' && !asked)) return mustNotCome(chunks)
    return passed(asked ? 'Usage was asked for.' : 'Usage was not asked for.')
  }),
})

/** Whether the request's `stream_options.include_usage` is true. */
export function includeUsage(observation: Observation): boolean {
  return asksFor('include_usage', observation)
}

/** @param option of `stream_options` */
function asksFor(option: string, observation: Observation): boolean {
  return asObject(requestBody(observation)?.['stream_options'])[option] === true
}

function mustCome(chunks: readonly Chunk[], observation: Observation) {
  const all = chunks.filter(hasUsage)
  // An option of vLLM: the usage so far is on every chunk.
  const carriers = asksFor('continuous_usage_stats', observation) ? all.slice(-1) : all
  const [carrier, second] = carriers
  if (carrier === undefined) {
    const unseen = whyEndUnseen(observation)
    return unseen === undefined ? judged([missing(chunks)]) : unsaid(unseen)
  }
  if (second !== undefined) return judged([repeated(carriers, second)])
  return judged([notAlone(carrier), notLast(carrier, chunks)])
}

/** Usage on a chunk with choices is beyond the question: this rule is about the extra chunk. */
function mustNotCome(chunks: readonly Chunk[]) {
  const extra = chunks.find((chunk) => hasUsage(chunk) && isEmpty(chunk))
  if (extra === undefined) return passed()
  const message = `Chunk ${extra.item} carries usage that the request did not ask for.`
  const at = { item: extra.item, byte: extra.byte, pointer: '/usage' }
  return judged([
    finding('chunk.usage-unasked', message, 'no usage chunk', excerpt(extra.json['usage']), at),
  ])
}

function missing(chunks: readonly Chunk[]): Finding {
  return finding(
    'chunk.usage-missing',
    'The stream has no usage, though stream_options.include_usage asked for it.',
    'one chunk with choices [] and usage before [DONE]',
    `${chunks.length} chunks without usage; the last: ${excerpt(chunks.at(-1)?.json, 100)}`,
    { item: chunks.at(-1)?.item ?? 0, pointer: '/usage' },
  )
}

function repeated(carriers: readonly Chunk[], second: Chunk): Finding {
  return finding(
    'chunk.usage-repeated',
    `${carriers.length} chunks carry usage.`,
    'usage on one chunk; null or no usage on every other',
    excerpt(second.json['usage']),
    { item: second.item, byte: second.byte, pointer: '/usage' },
  )
}

function notAlone(carrier: Chunk): Finding | undefined {
  if (isEmpty(carrier)) return undefined
  return finding(
    'chunk.usage-choices',
    `The usage comes on chunk ${carrier.item}, which has choices.`,
    'an additional chunk with choices []',
    excerpt(carrier.json['choices']),
    { item: carrier.item, byte: carrier.byte, pointer: '/choices' },
  )
}

function notLast(carrier: Chunk, chunks: readonly Chunk[]): Finding | undefined {
  const next = chunks.find(({ item }) => item > carrier.item)
  if (next === undefined) return undefined
  return finding(
    'chunk.usage-not-last',
    `Chunk ${next.item} follows the usage chunk.`,
    'nothing but [DONE] after the usage',
    excerpt(next.json),
    { item: next.item, byte: next.byte },
  )
}

function isEmpty({ json }: Chunk): boolean {
  return Array.isArray(json['choices']) && listOf(json['choices']).length === 0
}

function hasUsage({ json }: Chunk): boolean {
  return json['usage'] !== undefined && json['usage'] !== null
}
