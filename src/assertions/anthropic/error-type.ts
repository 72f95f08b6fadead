/** `anthropic-error`, `error-type-listed`: the error object of a refusal, and whether its type fits the status. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { asObject } from '../../model/json/shape.ts'
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
  about:
    'An error in Anthropic’s envelope has a type that fits the status, and a message, both as texts.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponse((_, { status }, { observation: { error, body } }) => {
    if (error?.envelope !== 'anthropic') return passed('The error is not in Anthropic’s envelope.')
    const { type, message } = error
    const given = asObject(asObject(body?.json)['error'])
    return judged([
      ...['type', 'message'].map((name) => noText(name, given[name])),
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

/** Absent members are judged apart. */
function noText(name: string, value: unknown): Finding | undefined {
  if (value === undefined || value === null || typeof value === 'string') return undefined
  const message = `The ${name} of the error is not a text.`
  const at = { pointer: `/error/${name}` }
  return finding('error.member-type', message, 'a text', excerpt(value), at)
}

/** Statuses of clients' errors, with the type that the table lists for each. */
const listed: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [409, 'conflict_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
])

/**
 * The list grows ("it is possible that the type values will grow over time"), by names of this form. What has another
 * form is the name of a class or of a status, and the words below are those of other APIs and of gateways.
 */
const form = /^[a-z]+(?:_[a-z]+)*$/u
const alien = new Set(
  'server_error internal_error internal_server_error bad_request bad_request_error validation_error unauthorized forbidden not_found bad_response upstream_error upstream_request_error new_api_error one_api_error insufficient_quota tokens requests'.split(
    ' ',
  ),
)

function isAlien(type: string): boolean {
  return !form.test(type) || alien.has(type)
}

/** Clients take what to do from the type: ask for another key, wait, or correct the request. */
export const errorTypeListed = defineAssertion({
  name: 'error-type-listed',
  about:
    'The type of an error is one of the API: no name of a class, no word of another API, and invalid_request_error with those statuses only for which no other type is listed.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judgesThrottling: true,
  judge: onResponse((_, { status }, { observation: { error } }) => {
    const { envelope, type } = error ?? {}
    if (envelope !== 'anthropic' || type === undefined || type === '') return passed()
    const due = listed.get(status) ?? general(status)
    const isGeneral = type === 'invalid_request_error' && listed.has(status)
    if (!isGeneral && !isAlien(type)) return passed()
    const message = isGeneral
      ? 'The type of the error is the general one, and its status has one of its own.'
      : 'The type of the error is not one of the Messages API.'
    const expected = `${due} with ${status}`
    const at = { pointer: '/error/type' }
    return judged([finding('error.type', message, expected, excerpt(type), at)])
  }),
})

/** The type of statuses for which none is listed. */
function general(status: number): string {
  if (status < 500) return 'invalid_request_error'
  if (status === 504) return 'timeout_error'
  return status === 529 ? 'overloaded_error' : 'api_error'
}
