/** `no-hidden-limit`: where a request has no limit of tokens, none ends a short answer. */
import { z } from 'zod'
import { finding } from '../../model/findings/finding.ts'
import { asObject, type Members } from '../../model/json/shape.ts'
import type { Observation, Reply } from '../../model/observation.ts'
import { defineAssertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { judged, onReply, passed } from '../outcome.ts'

const names = [
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'max_gen_len',
  'max_new_tokens',
  'maxTokens',
  'maxTokenCount',
  'num_predict',
]

/** An answer that is longer may have met the end of the context or the most that the model can write. */
const short = 1000

/** Bytes of a request whose prompt may fill the context of a small model. */
const long = 4096

export const noHiddenLimit = defineAssertion({
  name: 'no-hidden-limit',
  about: `Where a short request has no limit of tokens, none ends the answer before ${short} tokens.`,
  args: z.literal(true),
  reads: { body: 'neither', request: 'neither' },
  judge: onReply((_, reply, { observation }) => {
    if (reply.ending !== 'length' || mayEnd(observation)) return passed()
    const tokens = mostOf(reply)
    if (tokens >= short) return passed()
    const message = 'A limit of tokens ended the reply, though the request has none.'
    return judged([
      finding('usage.hidden-limit', message, 'the end of the answer', `at most ${tokens} tokens`),
    ])
  }),
})

/** Whether the request has a limit, or is so long that the context may end the answer. */
function mayEnd(observation: Observation): boolean {
  const request = requestBody(observation)
  const length = observation.exchange.request.body?.length ?? 0
  if (request === undefined || length > long) return true
  const groups: readonly Members[] = [
    request,
    ...['inferenceConfig', 'additionalModelRequestFields', 'options'].map((name) =>
      asObject(request[name]),
    ),
  ]
  return groups.some((group) => names.some((name) => (group[name] ?? null) !== null))
}

/** The tokens that were generated; where they are not counted, at most the bytes that came. */
function mostOf({ usage, choices }: Reply): number {
  const came = choices.reduce(
    (sum, { rawText, reasoning, toolCalls }) =>
      sum + Buffer.byteLength(rawText + reasoning + toolCalls.map((one) => one.arguments).join('')),
    0,
  )
  return usage?.completion ?? (choices.some(({ rawText }) => rawText !== '') ? came : Infinity)
}
