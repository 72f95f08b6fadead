/** Whether what is listed can be called, and if not, for which of the known causes. */
import { isThrottling } from '../../model/exchange.ts'
import { z } from 'zod'
import { defineAssertion, type CheckInput } from '../assertion.ts'
import { shapeFindings } from '../errors/error-shape.ts'
import { requestBody } from '../evidence/evidence.ts'
import { bodyExcerpt, excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed, unsaid } from '../outcome.ts'
import { finding } from '../../model/findings/finding.ts'

export const callable = defineAssertion({
  name: 'callable',
  about: 'The model that was asked for answers; if it is refused, the finding names the cause.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'either' },
  judge: onResponse((_, { status }, input) => {
    const { observation } = input
    if (status >= 200 && status <= 299 && observation.error === undefined) return passed()
    if (isThrottling(status)) return unsaid('Throttled: whether it can be called was not seen.')
    const model = excerpt(requestBody(observation)?.['model'])
    const cause = causeOf(input, status)
    // a host with several APIs lists the models of all of them
    if (cause === 'wrong-endpoint-model' && status === 400) {
      return passed(`The model ${model} is served on another API.`)
    }
    if (cause === undefined && mayBeElsewhere(input, status)) {
      return unsaid(`The model ${model} is refused in other words than those that are known.`)
    }
    const why = cause === undefined ? 'for no known cause' : `as ${cause}`
    const message = `The model ${model} is listed and refused ${why}.`
    const received = `${status}: ${bodyExcerpt(observation.body?.text ?? '', 120)}`
    return judged([finding('models.not-callable', message, 'an answer', received)])
  }),
})

/** The first error of the profile that the answer is, the most telling ones first. */
const telling = [
  'not-ready',
  'model-access',
  'needs-inference-profile',
  'wrong-endpoint-model',
  'unknown-model',
  'unsupported-feature',
  'unavailable',
]

function causeOf({ profile, observation }: CheckInput, status: number): string | undefined {
  const refusal = { status, error: observation.error, shown: '' }
  return telling.find((name) => {
    const shapes = profile.errors[name]
    return shapes !== undefined && shapeFindings(name, shapes, refusal).length === 0
  })
}

/** Whether only the wording, which may be in any language, keeps a refusal from meaning another API. */
function mayBeElsewhere({ profile, observation }: CheckInput, status: number): boolean {
  const shapes = profile.errors['wrong-endpoint-model'] ?? []
  const worded = shapes.flatMap(({ messageContains, ...shape }) =>
    messageContains === undefined ? [] : [shape],
  )
  const refusal = { status, error: observation.error, shown: '' }
  return (
    status === 400 &&
    worded.length > 0 &&
    shapeFindings('wrong-endpoint-model', worded, refusal).length === 0
  )
}
