/** `answered`: a request that is right, unless the model lacks what it asks for and says so. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { bodyExcerpt } from '../evidence/excerpt.ts'
import { finding } from '../../model/findings/finding.ts'
import { judged, onResponse, passed, unsaid } from '../outcome.ts'
import { shapeFindings } from './error-shape.ts'

export const answered = defineAssertion({
  name: 'answered',
  about: 'The request is answered, or refused as the profile says of one of these errors.',
  args: z.strictObject({ unless: z.array(z.string().min(1)).min(1) }),
  reads: { body: 'neither' },
  judge: onResponse(({ unless }, { status }, { observation, profile }) => {
    if (status === 200) return passed()
    const shown = `${status}: ${bodyExcerpt(observation.body?.text ?? '', 140)}`
    const refusal = { status, error: observation.error, shown }
    const reason = unless.find((name) => {
      const shapes = profile.errors[name]
      return shapes !== undefined && shapeFindings(name, shapes, refusal).length === 0
    })
    if (reason !== undefined) return unsaid(`The model lacks what is asked for (${reason}).`)
    return judged([finding('http.status', `The status is ${status}.`, 'status 200', shown)])
  }),
})
