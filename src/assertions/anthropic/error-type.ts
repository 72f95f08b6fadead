/** `anthropic-error`: the error object of a refusal, and whether its type fits the status. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { finding } from '../../model/findings/finding.ts'
import { judged, onResponse, passed } from '../outcome.ts'

/** platform.claude.com/docs/en/api/errors, "HTTP errors". */
const statuses: ReadonlyMap<string, readonly number[]> = new Map([
  ['authentication_error', [401]],
  ['billing_error', [402]],
  ['permission_error', [403]],
  ['not_found_error', [404]],
  ['conflict_error', [409]],
  ['request_too_large', [413]],
  ['rate_limit_error', [429]],
  // The table has no type for 501 to 503, which gateways send as the general one.
  ['api_error', [500, 501, 502, 503]],
  ['timeout_error', [504]],
  ['overloaded_error', [529]],
])

/** "400: There was an issue with the format or content of your request. We may also use this error type for other 4XX status codes". */
function statusFits(type: string, status: number): boolean {
  if (type === 'invalid_request_error') return status >= 400 && status <= 499
  return statuses.get(type)?.includes(status) ?? true
}

export const anthropicError = defineAssertion({
  name: 'anthropic-error',
  about: 'An error in Anthropic’s envelope has a type that fits the status, and a message.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponse((_, { status }, { observation: { error } }) => {
    if (error?.envelope !== 'anthropic') return passed('The error is not in Anthropic’s envelope.')
    const { type, message } = error
    return judged([
      type === undefined || type === ''
        ? finding('error.member-missing', 'The error has no type.', 'a type', excerpt(type), {
            pointer: '/error/type',
          })
        : undefined,
      message === undefined || message === ''
        ? finding(
            'error.member-missing',
            'The error has no message.',
            'a message',
            excerpt(message),
            {
              pointer: '/error/message',
            },
          )
        : undefined,
      type === undefined || statusFits(type, status)
        ? undefined
        : finding(
            'error.type',
            'The type of the error is that of another status.',
            `${statuses.get(type)?.join(' or ') ?? '4xx'} with ${type}`,
            `${status}`,
            { pointer: '/error/type' },
          ),
    ])
  }),
})
