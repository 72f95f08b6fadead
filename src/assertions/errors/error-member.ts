/** Errors that hide behind a 2xx status. */
import { z } from 'zod'
import { apiFacts } from '../../model/apis.ts'
import { defineAssertion, type CheckInput } from '../assertion.ts'
import { chunksOf } from '../evidence/evidence.ts'
import { isObject } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'

/** Seen at worker-vllm#57, litellm#27030 (body) and ogx#3621 (stream). */
export const noErrorMember = defineAssertion({
  name: 'no-error-member',
  about: 'A response with a 2xx status carries no error, neither in the body nor in its stream.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponse((_, response, input) => {
    const { observation } = input
    if (response.status < 200 || response.status > 299) return passed()
    const trap = unknownOperation(observation)
    if (trap !== undefined && isOwnWay(input)) return passed(trap.message)
    return judged([trap, inBody(observation), inStream(input)])
  }),
})

/** Where a refusal may be due, an endpoint whose profile knows the trap is judged by `error` alone. */
function isOwnWay({ expect, profile }: CheckInput): boolean {
  return expect.outcome !== 'reply' && profile.envelopes.includes('unknown-operation')
}

/** The answer of Bedrock’s front door to a path that it does not serve. */
function unknownOperation({ body }: Observation): Finding | undefined {
  const output = isObject(body?.json) ? body.json['Output'] : undefined
  const type = isObject(output) ? output['__type'] : undefined
  if (typeof type !== 'string') return undefined
  return finding(
    'error.unknown-operation',
    'The path is not served, yet the status is 2xx.',
    'status 404 for a path that is not served',
    excerpt(body?.json),
    { pointer: '/Output/__type' },
  )
}

function inBody({ body, exchange }: Observation): Finding | undefined {
  if (!isObject(body?.json) || !isError(body.json['error'])) return undefined
  // a failed response is a reply with an error of its own
  if (body.json['object'] === 'response') return undefined
  return finding(
    'error.in-success',
    `The body is an error, yet the status is ${exchange.response?.status}.`,
    'a 4xx or 5xx status with an error, or no `error` member',
    excerpt(body.json),
    { pointer: '/error' },
  )
}

function inStream({ observation, expect }: CheckInput): Finding | undefined {
  const chunk = chunksOf(observation).find(({ json }) => isError(json['error']))
  if (chunk === undefined || apiFacts[observation.api].family === 'responses') return undefined
  // Once a stream has begun its status is sent: an event is the only way left to say that it fails.
  if (expect.outcome === 'any' && chunk.item > 0) return undefined
  const isBegun = chunk.item > 0
  return finding(
    'error.in-stream',
    isBegun
      ? `The stream breaks off with an error after ${chunk.item} item(s).`
      : 'The first item of the stream is an error, yet the status is 2xx.',
    isBegun && expect.outcome !== 'error'
      ? 'a stream without an error'
      : 'the HTTP status of the error, before anything is streamed',
    excerpt(chunk.json),
    { item: chunk.item, byte: chunk.byte, pointer: '/error' },
  )
}

function isError(member: unknown): boolean {
  return member !== undefined && member !== null
}
