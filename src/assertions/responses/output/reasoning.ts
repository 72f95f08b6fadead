/** The reasoning items of a response. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../../assertion.ts'
import { objectsOf, type Members } from '../../../model/json/shape.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, passed } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { locationOf } from '../events.ts'
import { itemIn } from '../stream/item.ts'
import { trackOf } from '../stream/track.ts'
import { onResponseObject } from '../subject.ts'

/** Clients send a reasoning item back with the item that follows it; OpenAI refuses it without. */
const reasoningLeads = defineAssertion({
  name: 'response-reasoning-leads',
  about: 'Reasoning is not the last item of a completed response that has a message or a call.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponseObject((_, { json, at }) => {
    const items = objectsOf(json['output'])
    const types = items.map(({ type }) => String(type))
    const isAnswered = types.some((type) => type === 'message' || type.endsWith('_call'))
    if (json['status'] !== 'completed' || !isAnswered) return passed()
    if (types.at(-1) !== 'reasoning') return passed()
    const message = 'Reasoning is the last item, after what it led to.'
    const expected = 'a message or a call at the end'
    const pointer = at(`/output/${types.length - 1}`)
    return judged([
      finding('responses.reasoning-last', message, expected, types.join(', '), pointer),
    ])
  }),
})

/** What languages print for no value. */
const noValues = ['', 'null', 'None', 'undefined']

const encryptedReasoning = defineAssertion({
  name: 'response-encrypted-reasoning',
  about:
    'Each reasoning item of the response, and of response.output_item.done, has encrypted_content, as a text that is not empty.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponseObject((_, { json, at }, { observation }) => {
    const found = objectsOf(json['output']).flatMap((item, index) =>
      unencrypted(item, index, at(`/output/${index}/encrypted_content`)),
    )
    return judged(found.length > 0 ? found : doneWithout(observation))
  }),
})

/** Clients take an item that they send back from the event that it is done by. */
function doneWithout(observation: Observation): readonly Finding[] {
  return trackOf(observation).items.flatMap(({ index, done }) =>
    done === undefined
      ? []
      : unencrypted(itemIn(done), index, locationOf(done, '/item/encrypted_content')),
  )
}

function unencrypted(
  { type, encrypted_content: content }: Members,
  index: number,
  at: Finding['at'],
): readonly Finding[] {
  if (type !== 'reasoning') return []
  if (typeof content === 'string' && !noValues.includes(content.trim())) return []
  const message = `Item ${index} has no encrypted reasoning, which was asked for.`
  return [finding('responses.encrypted', message, 'a text', excerpt(content), at)]
}

export const reasoningAssertions: readonly Assertion[] = [reasoningLeads, encryptedReasoning]
