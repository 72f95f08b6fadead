/** Reading an observation: the JSON objects that checks look at, wherever a framing put them. */
import type { CheckOutcome } from '../assertion.ts'
import { once } from './once.ts'
import type { Observation } from '../../model/observation.ts'
import { isObject, parseJson, type Members } from '../../model/json/shape.ts'
import { unsaid, whyNoResponse } from '../outcome.ts'

/** A JSON object of a stream. */
export interface Chunk {
  /** Index of the stream item. */
  readonly item: number
  /** Offset in the decoded body. */
  readonly byte: number
  readonly json: Members
}

/** The JSON objects of a stream, in order. */
export const chunksOf = once((observation: Observation): readonly Chunk[] =>
  observation.items.flatMap(({ kind, index, byte, json }) =>
    kind === 'json' && isObject(json) ? [{ item: index, byte, json }] : [],
  ),
)

/** The chunks of a completion: those that are not an error inside the stream, nor its preface. */
export const completionChunks = once((observation: Observation): readonly Chunk[] => {
  const preface = prefaceOf(observation)
  return chunksOf(observation).filter(
    (chunk) => (chunk.json['error'] ?? null) === null && chunk.item !== preface?.item,
  )
})

/**
 * The first chunk of a stream where it has no choice but the results of the content filter on the
 * prompt, as Azure OpenAI sends it before every answer, with empty id, model and object.
 */
export function prefaceOf(observation: Observation): Chunk | undefined {
  const [first] = chunksOf(observation)
  if (first === undefined || !Array.isArray(first.json['prompt_filter_results'])) return undefined
  const { choices } = first.json
  return Array.isArray(choices) && choices.length === 0 ? first : undefined
}

/** Whether a stream holds nothing but its terminator: it has no chunk to look at, and is not whole either. */
export function isBare({ items }: Observation): boolean {
  return items.length > 0 && items.every(({ kind }) => kind === 'done')
}

/** Runs a check over the chunks of a stream; says why when there are none. */
export function onChunks<A>(
  judge: (args: A, chunks: readonly Chunk[], observation: Observation) => CheckOutcome,
): (args: A, input: { readonly observation: Observation }) => CheckOutcome {
  return (args, { observation }) => {
    const chunks = completionChunks(observation)
    return chunks.length === 0 ? unsaid(whyNoChunks(observation)) : judge(args, chunks, observation)
  }
}

/** One sentence: why there is no chunk to look at. */
export function whyNoChunks(observation: Observation): string {
  const { response } = observation.exchange
  if (response === undefined) return whyNoResponse(observation)
  return `The response (status ${response.status}) is not a stream with a chunk in it.`
}

/** The request's JSON object, or undefined when something else was sent. */
export const requestBody = once(({ exchange }: Observation): Members | undefined => {
  const json = parseJson(new TextDecoder().decode(exchange.request.body))
  return isObject(json) ? json : undefined
})

/** Why the end of a stream was not seen: we hung up, or one of our limits ended it. */
export function whyEndUnseen(observation: Observation): string | undefined {
  const { hungUp, failure } = observation.exchange
  if (hungUp === true) return 'We hung up on purpose, so the end of the stream was not seen.'
  return failure === undefined
    ? undefined
    : `The end of the stream was not seen: ${failure.message}`
}
