/** The random padding of streams (ChatCompletionStreamOptions, include_obfuscation). */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { choiceParts } from './choices.ts'
import { onChunks, requestBody } from '../../evidence/evidence.ts'
import { isObject } from '../../../model/json/shape.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, passed } from '../../outcome.ts'
import { finding, type Location } from '../../../model/findings/finding.ts'

/** OpenAI puts it on the chunk, Bedrock inside the choice (49 ogx recordings). Either is noted. */
export const obfuscation = defineAssertion({
  name: 'obfuscation',
  about: 'Padding is a string, and absent where include_obfuscation: false declined it.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'neither' },
  judge: onChunks((_, chunks, observation) => {
    const onChunk: Padding[] = chunks.map(({ json, item, byte }) => ({
      value: json['obfuscation'],
      at: { item, byte, pointer: '/obfuscation' },
    }))
    const inChoice: Padding[] = choiceParts(chunks).map(({ json, at }) => ({
      value: json['obfuscation'],
      at: { ...at, pointer: `${at.pointer}/obfuscation` },
    }))
    const all = [...onChunk, ...inChoice].filter(({ value }) => (value ?? null) !== null)
    const options = requestBody(observation)?.['stream_options']
    const declined = isObject(options) && options['include_obfuscation'] === false
    const wrong = all.find(({ value }) => declined || typeof value !== 'string')
    if (wrong !== undefined) {
      const message = declined ? 'Padding came though it was declined.' : 'Padding is no string.'
      const expected = declined ? 'no obfuscation' : 'a string'
      return judged([
        finding('chunk.obfuscation', message, expected, excerpt(wrong.value), wrong.at),
      ])
    }
    const pointer = all[0]?.at.pointer
    return pointer === undefined ? passed() : passed(`Padding stands at ${pointer}.`)
  }),
})

interface Padding {
  readonly value: unknown
  readonly at: Location
}
