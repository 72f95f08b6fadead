/** `reasoning-text`: the reasoning that a server gives beside its answer is a text, as the answer is. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { choiceParts } from '../chunks/choices.ts'
import { completionChunks } from '../../evidence/evidence.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onReply } from '../../outcome.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import { asObject, isObject, type Members } from '../../../model/json/shape.ts'
import type { Observation } from '../../../model/observation.ts'

/** `reasoning` is OpenRouter's and vLLM's name, `reasoning_content` that of DeepSeek. */
const names = ['reasoning', 'reasoning_content']

/** OpenAI's schema has no reasoning: "follow the following convention from OpenRouter instead". */
export const reasoningText = defineAssertion({
  name: 'reasoning-text',
  about: 'Reasoning in `reasoning` or `reasoning_content` is a text, in messages and in deltas.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, __, { observation }) => {
    const found = partsIn(observation).map(({ json, at }) => noText(json, at))
    return judged([found.find((one) => one !== undefined)])
  }),
})

/** Messages of a whole reply, or the deltas of a stream. */
function partsIn(observation: Observation): readonly { json: Members; at: Location }[] {
  const { body } = observation
  const isWhole = isObject(body?.json)
  const name = isWhole ? 'message' : 'delta'
  return choiceParts(
    isWhole ? [{ item: 0, byte: 0, json: asObject(body?.json) }] : completionChunks(observation),
  ).map(({ json, at: { item, byte, pointer } }) => ({
    json: asObject(json[name]),
    at: { ...(!isWhole && { item, byte }), pointer: `${pointer}/${name}` },
  }))
}

function noText(json: Members, at: Location): Finding | undefined {
  const name = names.find((one) => !['string', 'undefined'].includes(typeof (json[one] ?? '')))
  if (name === undefined) return undefined
  const pointer = `${at.pointer}/${name}`
  const message = 'The reasoning beside the answer is not a text.'
  return finding('text.reasoning-type', message, 'a text, or null', excerpt(json[name]), {
    ...at,
    pointer,
  })
}
