import { expect, it } from 'vitest'
import type { FindingCode } from '../../../model/findings/finding-codes.ts'
import { judgedCell, judgedCheck } from '../../testing/cells.ts'
import { causesOf } from '../causes.ts'

const rules = new Map([['http.client-error', { text: 'It is 4xx.', remedy: 'Map it to 4xx.' }]])

const failing = (received: string, code: FindingCode = 'http.server-error') => {
  const finding = {
    code,
    message: 'It is 5xx.',
    expected: '',
    received,
  }
  const checks = [
    judgedCheck('no-server-error', 'fail', code, {
      rule: 'http.client-error',
      finding,
    }),
  ]
  return judgedCell(checks, { case: 'chat.simple' })
}

const waiting = judgedCell(
  [judgedCheck('status', 'inconclusive', undefined, { reason: 'prerequisite' })],
  {
    case: 'chat.roles',
    after: {
      case: 'chat.simple',
      api: 'openai-chat',
      region: 'us-west-2',
      model: 'm',
      because: 'Not sent.',
    },
  },
)

const shown = '500 Internal Server Error: {"error":{"message":"An unexpected error occurred."}}'

it('a server that fails at a plain conversation is looked into, for no request is at fault', () => {
  const [cause] = causesOf([failing(shown), waiting], { target: 't', rules }).causes
  expect(cause).toMatchObject({ owner: 'undecided' })
  expect(cause?.remedy).toMatch(/^Look in the log of the server .* address, key or model/)
})

it('where it answers plain conversations, the rule says what to do', () => {
  const [cause] = causesOf([failing(shown)], { target: 't', rules }).causes
  expect(cause).toMatchObject({ owner: 'server', remedy: 'Map it to 4xx.' })
})

it('where it refuses them, what the answer names is corrected, whatever rule asks for a status', () => {
  const refused = failing('400 Bad Request: {"message":"Invalid model name."}', 'http.status')
  const [cause] = causesOf([refused, waiting], { target: 't', rules }).causes
  expect(cause).toMatchObject({ owner: 'undecided' })
  expect(cause?.remedy).toMatch(/^Correct what the answer names: the model id/)
})
