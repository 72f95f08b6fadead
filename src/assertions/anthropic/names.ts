/** `event-names`, `no-done`: how an Anthropic stream uses server-sent events. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { isObject } from '../../model/json/shape.ts'
import { type Finding, finding } from '../../model/findings/finding.ts'
import { judged, unsaid, whyNoResponse } from '../outcome.ts'

/** The SDK skips an event whose name it does not know, so one without a name is lost. */
export const eventNames = defineAssertion({
  name: 'event-names',
  about: 'Every event has the type of its data as its name.',
  args: z.literal(true),
  reads: { body: 'neither', invented: 'sse-framing' },
  judge: (_, { observation }) => {
    const { items, sse, exchange } = observation
    if (exchange.response === undefined) return unsaid(whyNoResponse(observation))
    if (sse === undefined) return unsaid('The response is not an event stream.')
    return judged(
      items.map(({ json, name, index, byte }): Finding | undefined => {
        const type = isObject(json) ? json['type'] : undefined
        if (typeof type !== 'string' || type === name) return undefined
        const isNamed = sse.events[index]?.fields.includes('event') === true
        const message = isNamed
          ? 'An event is named otherwise than its data.'
          : 'An event has no name.'
        const received = isNamed ? `event: ${name}` : 'no event line'
        const at = { item: index, byte }
        return finding('anthropic.event-name', message, `event: ${type}`, received, at)
      }),
    )
  },
})

/** Version 2023-06-01 "removed unnecessary data: [DONE] event" (API versions, version history). */
export const noDone = defineAssertion({
  name: 'no-done',
  about: 'The stream has no [DONE].',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const done = observation.items.find(({ kind }) => kind === 'done')
    if (done === undefined) return judged([])
    const message = 'The stream has [DONE], which this API does not.'
    const at = { item: done.index, byte: done.byte }
    return judged([
      finding('anthropic.done', message, 'message_stop as the last event', excerpt(done.text), at),
    ])
  },
})
