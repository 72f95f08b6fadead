/** `error-param`: the parameter that an error says it is about. */
import { z } from 'zod'
import { asObject } from '../../model/json/shape.ts'
import { finding } from '../../model/findings/finding.ts'
import type { ApiName } from '../../model/names.ts'
import { defineAssertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed } from '../outcome.ts'

/** Members that chat completions and Responses do not have in common, as a gateway between them may mix them up. */
const ofChat = ['messages', 'max_tokens', 'max_completion_tokens', 'response_format']
const ofResponses = ['input', 'max_output_tokens']

const foreign: Readonly<Partial<Record<ApiName, readonly string[]>>> = {
  'openai-chat': ofResponses,
  'openai-chat-stream': ofResponses,
  'openai-responses': ofChat,
  'openai-responses-stream': ofChat,
}

/** Clients show the member that `param` names beside the message. */
export const errorParam = defineAssertion({
  name: 'error-param',
  about:
    'The `param` of an error in OpenAI’s envelope is null, names one of these members or what is in them, or names nothing of the request, nor of the other of OpenAI’s two APIs.',
  args: z.array(z.string().min(1)).min(1),
  reads: { body: 'neither', request: 'neither' },
  judge: onResponse((members, _response, { observation }) => {
    const { param } = asObject(asObject(observation.body?.json)['error'])
    if (observation.error?.envelope !== 'openai' || typeof param !== 'string') {
      return passed('The error names no parameter.')
    }
    // As paths are written: `messages[0].role`, `messages.[0].role`, `/messages/0/role`, `body -> model`.
    const path = param.split(/[^\w-]+/u)
    const others = [
      ...Object.keys(requestBody(observation) ?? {}),
      ...(foreign[observation.api] ?? []),
    ]
    const isOther = path.some((part) => others.includes(part))
    if (!isOther || path.some((part) => members.includes(part))) return passed()
    return judged([
      finding(
        'error.param',
        'The error names a parameter that it is not about.',
        `null or ${members.join(' or ')}`,
        excerpt(param),
        { pointer: '/error/param' },
      ),
    ])
  }),
})
