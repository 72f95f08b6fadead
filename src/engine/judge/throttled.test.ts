import { expect, it } from 'vitest'
import { inputOf } from '../../assertions/testing/judge.ts'
import { observed } from '../../assertions/testing/observation.ts'
import { see } from '../../assertions/aws/testing/see.ts'
import type { Observation } from '../../model/observation.ts'
import type { PlannedCheck, PlannedStep } from '../../model/plan.ts'
import { eventFrame, frameBytes } from '../../protocol/testing/build.ts'
import { lossOf } from '../play/canary/loss.ts'
import { lookOnce } from './look.ts'

const type = 'application/vnd.amazon.eventstream'
const began = [
  eventFrame('messageStart', { role: 'assistant' }),
  eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'He' } }),
]

function exceptionFrame(name: string) {
  const headers = { ':exception-type': name, ':message-type': 'exception' }
  return frameBytes({ ':content-type': 'application/json', ...headers }, '{"message":"Too many."}')
}

function look(assert: string, args: unknown, observation: Observation) {
  const check = { id: 'it', assert, args, needs: [] } as unknown as PlannedCheck
  const step = { id: 'ask', expect: { outcome: 'reply' } } as unknown as PlannedStep
  const values = { lookup: () => undefined } as never
  const { findings, inconclusive } = lookOnce(check, {
    step,
    input: inputOf(observation),
    values,
    failed: new Set(),
  })
  return findings.length > 0 ? findings[0]?.code : (inconclusive?.reason ?? 'pass')
}

const throttled = see('converse-stream', {
  type,
  chunks: [...began, exceptionFrame('throttlingException')],
})

it('a stream of Bedrock that throttlingException ended is throttled, as a 429 would be', () => {
  expect(look('stream-exception', true, throttled)).toBe('throttled')
  expect(look('answer', { contains: 'Hello' }, throttled)).toBe('throttled')
  expect(look('converse-message-start', true, throttled)).toBe('pass')
})

it('a call that it cut off is not held against the server', () => {
  const start = { toolUse: { toolUseId: 'tooluse_1', name: 'weather' } }
  const chunks = [
    eventFrame('messageStart', { role: 'assistant' }),
    eventFrame('contentBlockStart', { contentBlockIndex: 0, start }),
    eventFrame('contentBlockDelta', {
      contentBlockIndex: 0,
      delta: { toolUse: { input: '{"ci' } },
    }),
  ]
  const failed = (name: string) => [...chunks, exceptionFrame(name)]
  for (const name of ['throttlingException', 'modelStreamErrorException']) {
    expect(look('tool-use', true, see('converse-stream', { type, chunks: failed(name) }))).toBe(
      'pass',
    )
  }
  expect(look('tool-use', true, see('converse-stream', { type, chunks }))).toBe(
    'bedrock.tool-use-input',
  )
})

it.each([
  ['another exception', [...began, exceptionFrame('modelStreamErrorException')]],
  ['an event of that name', [...began, eventFrame('throttlingException', { message: 'No.' })]],
  ['one that is not the end', [...began, exceptionFrame('throttlingException'), ...began]],
])('is no reason for %s', (_, chunks) => {
  const observation = see('converse-stream', { type, chunks })
  expect(look('stream-exception', true, observation)).toBe('bedrock.stream-exception')
})

it('what came before it is judged', () => {
  const twice = [began[0]!, ...began, exceptionFrame('throttlingException')]
  const observation = see('converse-stream', { type, chunks: twice })
  expect(look('converse-message-start', true, observation)).toBe('bedrock.message-start-repeated')
})

const event = (name: string, json: object) =>
  `event: ${name}\ndata: ${JSON.stringify({ type: name, ...json })}\n\n`
const overloaded = event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } })
const opened = event('message_start', {
  message: { id: 'msg_1', type: 'message', role: 'assistant', content: [], usage: {} },
})

it.each([
  ['anthropic-messages-stream', opened + overloaded, 'throttled'],
  // The status could still say it.
  ['anthropic-messages-stream', overloaded, 'error.in-stream'],
  ['anthropic-messages-stream', opened + overloaded + opened, 'error.in-stream'],
  [
    'openai-chat-stream',
    'data: {"choices":[]}\n\ndata: {"error":{"message":"Slow down.","code":"rate_limit_exceeded"}}\n\ndata: [DONE]\n\n',
    'throttled',
  ],
  [
    'openai-chat-stream',
    'data: {"choices":[]}\n\ndata: {"error":{"message":"Oops.","code":"server_error"}}\n\n',
    'error.in-stream',
  ],
] as const)('a stream of server-sent events likewise: %s %#', (api, body, verdict) => {
  const headers = [['content-type', 'text/event-stream']] as const
  const observation = observed({ api, headers, body })
  expect(look('no-error-member', true, observation)).toBe(verdict)
})

it('a plain conversation that is throttled so leaves the others of its API to be sent', () => {
  const first = see('converse-stream', { type, chunks: [exceptionFrame('throttlingException')] })
  const failed = see('converse-stream', { type, chunks: [exceptionFrame('validationException')] })
  expect(lossOf(first, undefined)).toBeUndefined()
  expect(lossOf(failed, undefined)?.isAnswered).toBe(true)
})
