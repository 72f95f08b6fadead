/** What follows from a fault of an error. */
import { codes, type Consequence } from './consequence.ts'
import { lostCalls, lostEnd, lostLogprobs, lostText, lostToolUse } from './lost.ts'

export const ofErrors: readonly Consequence[] = [
  {
    because: 'error.absent',
    why: 'The request was granted, so there is no refusal to have the right status, media type or body.',
    explains: codes(`
      http.status http.content-type bedrock.error-missing completion.model-differs
      bedrock.path-model compare.status`),
  },
  {
    because: 'error.in-success',
    why: 'An error under a 2xx status has the wrong status for an error and the wrong body for a reply.',
    explains: codes(`
      http.status http.content-type error.status error.code error.type error.message
      error.member-missing error.member-type bedrock.error-type-missing
      bedrock.error-type-spelling bedrock.error-type-status bedrock.error-type-operation
      error.envelope bedrock.error-missing bedrock.error-body schema.required schema.type
      schema.enum schema.const schema.value schema.invalid choices.count finish.missing
      finish.unexpected usage.missing bedrock.message-missing bedrock.stop-reason
      bedrock.usage-missing bedrock.latency-value bedrock.llama-member bedrock.llama-count
      bedrock.llama-stop-reason models.not-a-list ${lostText} ${lostCalls} ${lostLogprobs}
      ${lostToolUse}`),
  },
  {
    because: 'error.in-stream',
    why: 'A stream that carries an error ends there, without the rest of the answer, and a refusal in it has status 200.',
    explains: codes(`
      http.status http.content-type error.status error.code error.type error.message
      error.member-missing error.member-type bedrock.error-type-missing
      bedrock.error-type-spelling bedrock.error-type-status bedrock.error-type-operation
      error.envelope error.not-an-error bedrock.error-missing sse.done-missing chunk.usage-missing
      chunk.error-missing ${lostEnd} ${lostText} ${lostCalls} ${lostLogprobs} ${lostToolUse}
      chunk.finish-after-error`),
  },
  {
    because: 'error.unknown-operation',
    why: 'The path is not served, so the body is not the one of the operation.',
    explains: codes(`
      http.content-type error.status error.code error.type error.message error.member-missing
      error.member-type bedrock.error-type-missing bedrock.error-type-spelling
      bedrock.error-type-status bedrock.error-type-operation error.envelope bedrock.error-missing
      schema.required schema.type schema.enum schema.const schema.value schema.invalid
      choices.count finish.missing finish.unexpected usage.missing bedrock.message-missing
      bedrock.stop-reason bedrock.usage-missing bedrock.latency-value bedrock.llama-member
      bedrock.llama-count bedrock.llama-stop-reason models.not-a-list availability.path-not-served
      ${lostText} ${lostCalls} ${lostLogprobs} ${lostToolUse}`),
  },
  {
    because: 'error.not-an-error',
    why: 'A body that is not an error has no code, type or message to judge, and usually another media type.',
    explains: codes(`
      error.status error.code error.type error.message error.member-missing error.member-type
      bedrock.error-type-missing bedrock.error-type-spelling bedrock.error-type-status
      bedrock.error-type-operation http.content-type bedrock.error-body member.missing`),
  },
  {
    because: 'error.envelope',
    why: 'The layer that wrapped the error in its own envelope chose its status, code, type and members as well.',
    explains: codes(`
      error.status error.code error.type error.message error.member-missing error.member-type
      bedrock.error-type-missing bedrock.error-type-spelling bedrock.error-type-status
      bedrock.error-type-operation bedrock.error-body member.missing`),
  },
  {
    because: 'error.status',
    why: 'Code, type and message belong to the status that was chosen.',
    explains: codes(`
      error.code error.type error.message bedrock.error-status bedrock.error-type-status
      bedrock.access-status`),
  },
  {
    because: 'error.member-missing',
    why: 'A member that is absent does not have the value that it must have.',
    explains: ['error.code', 'error.type', 'error.message'],
  },
  {
    because: 'error.member-type',
    why: 'A member of the wrong type does not have the value that it must have.',
    explains: ['error.code', 'error.type', 'error.message'],
  },
  {
    because: 'bedrock.error-body',
    why: 'An error without a message does not name the problem.',
    explains: ['error.message', 'models.not-callable'],
  },
  {
    because: 'bedrock.error-body',
    why: 'The same member is judged again by the check of the envelope.',
    check: '*envelope',
    explains: ['member.length', 'member.missing', 'member.type'],
  },
  {
    because: 'bedrock.error-type-missing',
    why: 'An error that names no exception does not have the expected type.',
    explains: ['error.type', 'error.code'],
  },
  {
    because: 'bedrock.error-type-spelling',
    why: 'A misspelt exception is not the expected type.',
    explains: ['error.type', 'error.code'],
  },
  {
    because: 'bedrock.error-type-status',
    why: 'An exception that does not belong to its status is not the expected type.',
    explains: ['error.type', 'error.code'],
  },
]
