/** `path-model`: which model answers when path and body name different ones. */
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed, unsaid } from '../outcome.ts'
import { on } from './on.ts'
import { finding } from '../../model/findings/finding.ts'

export const pathModel = defineAssertion({
  name: 'path-model',
  about: 'The model that answers is the one of the path, whatever the body names.',
  args: on,
  reads: { body: 'neither' },
  judge: onResponse((_, { status }, { observation, cell }) => {
    if (status >= 400) return passed(`Refused with ${status}.`)
    const { reply } = observation
    if (reply === undefined) return unsaid('The body is no reply of the model.')
    if (reply.model === cell.model) return passed('The path’s model answered.')
    const message = 'The answer is not of the model that the path names.'
    const expected = `${excerpt(cell.model)}, or a refusal`
    const at = { pointer: '/model' }
    return judged([finding('bedrock.path-model', message, expected, excerpt(reply.model), at)])
  }),
})
