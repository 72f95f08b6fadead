/** `invoke-texts`: replies that hold their texts and why each ended in a list, as Mistral's and DeepSeek's do. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { chunksOf } from '../../evidence/evidence.ts'
import { isBlocked } from '../../evidence/guardrail.ts'
import { isObject, listOf, type Members } from '../../../model/json/shape.ts'
import { type Finding, type Location, finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { judged, unsaid, whyNoReply } from '../../outcome.ts'
import { whyNoEnd } from '../converse/events.ts'

/** Bedrock User Guide, Mistral AI and DeepSeek: `stop` and `length`; chat adds calls. */
const reasons: readonly unknown[] = ['stop', 'length', 'tool_calls', 'model_length']

interface Entry {
  readonly json: Members
  readonly at: Location
}

export const invokeTexts = defineAssertion({
  name: 'invoke-texts',
  about: 'Every entry of the list says why it ended: in a stream in the last chunk and no other.',
  args: z.enum(['outputs', 'choices']),
  reads: { body: 'neither' },
  judge: (list, { observation }) => {
    const { body } = observation
    if (observation.api === 'invoke-stream') return ofStream(list, observation)
    if (!isObject(body?.json)) return unsaid(whyNoReply(observation))
    const entries = isBlocked(body.json) ? [] : entriesOf(body.json, list, {})
    return judged(entries.map(endFinding))
  },
})

function ofStream(list: string, observation: Observation) {
  const entries = chunksOf(observation).flatMap(({ json, item, byte }) =>
    entriesOf(json, list, { item, byte }),
  )
  const because = whyNoEnd(observation)
  const last = entries.at(-1)
  if (last === undefined) return unsaid(because ?? 'No chunk has a text.')
  const early = entries.slice(0, -1).filter(({ json }) => reasonOf(json) !== null)
  if (because !== undefined && early.length === 0) return unsaid(because)
  const isEndDue =
    because === undefined && !chunksOf(observation).some(({ json }) => isBlocked(json))
  return judged([
    ...early.slice(0, 1).map(({ json, at }) => {
      const message = 'A chunk before the last gives a reason why the text ended.'
      const expected = 'no reason until the last chunk'
      return finding('bedrock.text-ended-early', message, expected, excerpt(reasonOf(json)), at)
    }),
    isEndDue ? endFinding(last) : undefined,
  ])
}

/** Entries of chat are judged by their `message` or `delta` elsewhere; all give a reason. */
function entriesOf(json: Members, list: string, where: Location): readonly Entry[] {
  const found = listOf(json[list]).length > 0 ? list : 'choices'
  return listOf(json[found]).flatMap((entry, index) =>
    isObject(entry) ? [{ json: entry, at: { ...where, pointer: `/${found}/${index}` } }] : [],
  )
}

function reasonOf(json: Members): unknown {
  return json['stop_reason'] ?? json['finish_reason'] ?? null
}

function endFinding({ json, at }: Entry): Finding | undefined {
  const reason = reasonOf(json)
  if (reasons.includes(reason)) return undefined
  const message = 'The reply does not say why it ended.'
  const location = { ...at, pointer: `${at.pointer ?? ''}/stop_reason` }
  return finding(
    'bedrock.text-end',
    message,
    `one of ${reasons.join(', ')}`,
    excerpt(reason),
    location,
  )
}
