/** Checks of refusals. */
import { z } from 'zod'
import { defineAssertion, type Assertion, type CheckInput } from '../assertion.ts'
import { envelopeFinding, shapeFindings, wordingNote, type Refusal } from './error-shape.ts'
import { answered } from './answered.ts'
import { errorParam } from './error-param.ts'
import { noInternalAddress } from './internal-address.ts'
import { stackTraceIn } from './stack-trace.ts'
import { isObject } from '../../model/json/shape.ts'
import { around, bodyExcerpt, excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed, unsaid } from '../outcome.ts'
import { nothing } from '../text/residue/raw-calls.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { ErrorReply, Observation } from '../../model/observation.ts'

const error = defineAssertion({
  name: 'error',
  about:
    'The request is refused as the profile says of this error; `true` means the error that the step expects.',
  args: z.union([
    z.literal(true),
    z.string().regex(/^[a-z][a-z0-9-]*$/u, 'expected the name of an error'),
  ]),
  reads: { body: 'neither' },
  judge: onResponse((args, _response, input) => {
    const name = args === true ? expectedName(input) : args
    const refusal = refusalOf(input.observation)
    if (name === undefined) return judged(anyError(input, refusal))
    const shapes = input.profile.errors[name]
    if (shapes === undefined) {
      return unsaid(`The profile ${input.profile.id} does not say what ${name} looks like.`)
    }
    if (granted(refusal)) return judged([grantedFinding(name, refusal)])
    const found = shapeFindings(name, shapes, refusal)
    const isOptional = args === true && input.expect.outcome === 'reply-or-error'
    const findings = isOptional ? found.map((one) => ofAnotherReason(name, one, refusal)) : found
    return judged(findings, wordingNote(shapes, refusal))
  }),
})

/** The four members of Error (openai-openapi f85dbe2): all required, two may be null. */
const errorMembers = defineAssertion({
  name: 'error-members',
  about: 'An error in OpenAI’s envelope has message, type, param and code, of the right types.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponse((_args, _response, { observation }) => {
    const object = isObject(observation.body?.json) ? observation.body.json['error'] : undefined
    if (observation.error?.envelope !== 'openai' || !isObject(object)) {
      return passed('The error is not in OpenAI’s envelope.')
    }
    return judged([
      member(object, 'message', ['string']),
      member(object, 'type', ['string']),
      member(object, 'param', ['string', 'null']),
      member(object, 'code', ['string', 'null']),
    ])
  }),
})

const noStackTrace = defineAssertion({
  name: 'no-stack-trace',
  about: 'An error does not show the inside of the server.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponse((_args, _response, { observation }) => {
    const text = observation.body?.text ?? ''
    const trace = stackTraceIn(text)
    if (trace === undefined) return passed()
    return judged([
      finding(
        'error.stack-trace',
        'The error shows a stack trace of the server.',
        'a message for the client, without files and lines of the server’s code',
        around(text, trace.index, trace.length),
        { byte: Buffer.byteLength(text.slice(0, trace.index)) },
      ),
    ])
  }),
})

/** Where the envelopes of OpenAI’s APIs have their message. */
const messageAt: Partial<Readonly<Record<ErrorReply['envelope'], string>>> = {
  openai: '/error/message',
  'message-only': '/error/message',
  'error-detail': '/error/detail',
  detail: '/detail',
  message: '/message',
}

/** "The server SHOULD send a representation containing an explanation" (RFC 9110, section 15.5). */
const errorExplained = defineAssertion({
  name: 'error-explained',
  about: 'The message of an error says something: it is neither empty nor `undefined` or its like.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponse((_args, _response, { observation: { error: reply } }) => {
    if (reply?.message === undefined) return passed('The error has no message that could be empty.')
    const isEmpty = reply.message.trim() === ''
    if (!isEmpty && !nothing.test(reply.message)) return passed()
    const message = isEmpty
      ? 'The message of the error is empty.'
      : 'The message of the error is what a program prints where it has no text.'
    const expected = 'what is wrong with the request, in words'
    const pointer = messageAt[reply.envelope]
    const at = pointer === undefined ? undefined : { pointer }
    return judged([finding('error.message', message, expected, excerpt(reply.message), at)])
  }),
})

export const errorAssertions: readonly Assertion[] = [
  answered,
  error,
  errorMembers,
  errorExplained,
  noStackTrace,
  noInternalAddress,
  errorParam,
]

function expectedName({ expect }: CheckInput): string | undefined {
  return 'error' in expect ? expect.error : undefined
}

/** An answer was as welcome: a refusal that is not the allowed one need not be meant as it. */
function ofAnotherReason(name: string, found: Finding, { status }: Refusal): Finding {
  const isRefusal = status >= 400 && status < 500
  if (!isRefusal || !['error.status', 'error.message'].includes(found.code)) return found
  const message = `The request is refused for a reason other than the one allowed, ${name}.`
  return { ...found, message }
}

function refusalOf({ exchange, error: reply, body }: Observation): Refusal {
  const status = exchange.response?.status ?? 0
  return { status, error: reply, shown: `${status}: ${bodyExcerpt(body?.text ?? '', 140)}` }
}

/** A 2xx without an error in it is an answer. */
function granted({ status, error: reply }: Refusal): boolean {
  return status >= 200 && status <= 299 && reply === undefined
}

function grantedFinding(name: string, { shown }: Refusal): Finding {
  const message = `The request was granted, though it must be refused (${name}).`
  return finding('error.absent', message, 'a refusal', shown)
}

function anyError({ profile }: CheckInput, refusal: Refusal): readonly Finding[] {
  if (granted(refusal)) return [grantedFinding('any error', refusal)]
  const found: Finding[] = []
  if (refusal.status < 400) {
    const message = `An error came with status ${refusal.status}.`
    found.push(finding('error.status', message, 'a 4xx status', refusal.shown))
  }
  if (refusal.error === undefined || !profile.envelopes.includes(refusal.error.envelope)) {
    found.push(envelopeFinding('of this request', profile.envelopes, refusal))
  }
  return found
}

function member(
  object: Readonly<Record<string, unknown>>,
  name: string,
  types: readonly string[],
): Finding | undefined {
  const at = { pointer: `/error/${name}` }
  const expected = types.join(' or ')
  if (!Object.hasOwn(object, name)) {
    const message = `The error has no member ${name}.`
    return finding('error.member-missing', message, expected, excerpt(object), at)
  }
  const value = object[name]
  if (types.includes(value === null ? 'null' : typeof value)) return undefined
  const message = `The member ${name} of the error has the wrong type.`
  return finding('error.member-type', message, expected, excerpt(value), at)
}
