import { expect, it } from 'vitest'
import type { Cause } from '../../model/findings/cause.ts'
import type { FindingCode } from '../../model/findings/finding-codes.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { judgedCell, judgedCheck } from '../testing/cells.ts'
import { causesOf } from './causes.ts'

/** A cell whose steps of these names were granted, although they must be refused with the error. */
function granted(id: string, error: string, ...steps: readonly string[]): CellResult {
  const finding = {
    code: 'error.absent',
    message: `The request was granted, though it must be refused (${error}).`,
    expected: 'a refusal',
    received: '200: {}',
  }
  const checks = steps.map((step) =>
    judgedCheck(step, 'fail', 'error.absent', { rule: 'errors', finding }),
  )
  return judgedCell(checks, { case: id })
}

const messages = (...cells: readonly CellResult[]): string[] =>
  causesOf(cells, { target: 't' }).causes.map(({ message }) => message)

it('requests that are granted are named by their cases and steps', () => {
  expect(
    messages(
      granted('limits', 'invalid-parameter', 'zero.refused', 'negative.refused'),
      granted('roles', 'invalid-role', 'refused'),
    ),
  ).toEqual([
    'The request was granted, though it must be refused (invalid-parameter). Granted: limits (zero, negative); roles.',
  ])
})

it('of many cases that are granted the first are named and the others counted', () => {
  const cells = ['one', 'two', 'three', 'four', 'five'].map((id) =>
    granted(id, 'invalid-parameter', 'refused'),
  )
  expect(messages(...cells)[0]).toMatch(/Granted: one; two; three and 2 more cases\.$/)
})

it('what is not looked at apart is a cause of its own: credentials, the model, the body', () => {
  const found = messages(
    granted('keys', 'wrong-key', 'refused'),
    granted('no-key', 'no-credentials', 'refused'),
    granted('models', 'unknown-model', 'refused'),
    granted('limits', 'invalid-parameter', 'refused'),
    granted('stored', 'unknown-response', 'refused'),
  )
  expect(found.map((message) => message.replace(/^.*Granted: /, '')).toSorted()).toEqual([
    'keys; no-key.',
    'limits.',
    'models.',
    'stored.',
  ])
})

const answer = '{"id":"chatcmpl-1","object":"chat.completion"}'

function grantedCheck(id: string, code: FindingCode, rule: string, expected: string): CheckResult {
  const message = code === 'error.absent' ? 'It was granted (invalid-parameter).' : 'It is 200.'
  const finding = { code, message, expected, received: `200 OK: ${answer}` }
  return judgedCheck(id, 'fail', rule, { finding, rule })
}

const text = grantedCheck('text.refused', 'http.status', 'http.media-type', 'status 415 or 400')
const xml = grantedCheck('xml.refused', 'http.status', 'http.media-type', 'status 415 or 400')
const choice = grantedCheck('choice.refused', 'error.absent', 'openai.error.response', 'a refusal')
const route = grantedCheck('route.refused', 'http.status', 'http.route', 'status 404')

function causesIn(...checks: CheckResult[]): readonly Cause[] {
  return causesOf(
    checks.map((check) => judgedCell([check])),
    { target: 'openai-compatible' },
  ).causes
}

it('requests that were granted are one cause only where the same was not looked at', () => {
  expect(causesIn(text, xml).map(({ checks }) => checks)).toEqual([2])
  expect(causesIn(text, choice, route)).toHaveLength(3)
})

it('what was granted is named, not shown', () => {
  const [cause] = causesIn(text, xml)
  expect(cause?.message).toBe(
    'The request was granted, though it must be refused. Granted: stream.basic (text, xml).',
  )
})

it('an answer other than that of the API is one cause, whatever was asked', () => {
  const page = (id: string, rule: string): CheckResult => {
    const finding = { code: 'http.status' as const, message: 'It is 200.', expected: 'status 404' }
    return judgedCheck(id, 'fail', rule, {
      finding: { ...finding, received: '200 OK: It works!' },
      rule,
    })
  }
  expect(causesIn(page('a', 'http.route'), page('b', 'http.media-type'))).toHaveLength(1)
})

it('a cause is of the level of what fails, not of what was not judged because of it', () => {
  const schema = judgedCheck('schema', 'warn', 'schema.required', { level: 'should' })
  const later = judgedCheck('later', 'inconclusive', undefined, { reason: 'prerequisite' })
  const { causes } = causesOf([judgedCell([schema, later])], { target: 't' })
  expect(causes.map(({ verdict, level, checks }) => [verdict, level, checks])).toEqual([
    ['warn', 'should', 2],
  ])
})

it('where every call finds nothing, the address or the model is to be corrected', () => {
  const nothing = (status: string): CheckResult => {
    const finding = {
      code: 'http.status' as const,
      message: `The status is ${status}.`,
      expected: 'status 200',
      received: `${status}: {"error":{"message":"No route for /v1/v1/chat/completions."}}`,
    }
    return judgedCheck('status', 'fail', 'http.success', { finding })
  }
  const remedies = (...cells: readonly CellResult[]): string[] =>
    causesOf(cells, { target: 't' }).causes.map(({ remedy }) => remedy ?? '')
  const other = judgedCell([judgedCheck('status')], { api: 'openai-responses' })
  expect(remedies(judgedCell([nothing('404')]))).toEqual([expect.stringContaining('--endpoint')])
  expect(remedies(judgedCell([nothing('400')]))).toEqual([''])
  expect(remedies(judgedCell([nothing('404')]), other)).toEqual([''])
})

it.each([
  ['<think>The user wants JSON.</think>{}', 'Take the reasoning out of the text'],
  ['  <thinking>First', 'Take the reasoning out of the text'],
  ['Here it is: {}', ''],
])('for %s, which is no JSON, the remedy is of what stands before it', (begin, remedy) => {
  const finding = {
    code: 'text.not-json' as const,
    message: 'It is no JSON.',
    expected: 'a JSON object and nothing else',
    received: JSON.stringify(begin),
  }
  const { causes } = causesOf([judgedCell([judgedCheck('is-json', 'fail', '', { finding })])], {
    target: 't',
  })
  expect(causes[0]?.remedy ?? '').toContain(remedy)
  expect(causes[0]?.remedy === undefined).toBe(remedy === '')
})

it('an error that comes under the status of a success is not called granted', () => {
  const found = (code: FindingCode, received: string): CheckResult =>
    judgedCheck(code, 'fail', code, {
      finding: { code, message: `It is ${code}.`, expected: 'status 400', received },
    })
  const stream = 'data: {"type":"response.created"}'
  const cell = judgedCell(
    [found('http.status', `200 OK: ${stream}`), found('error.status', `200: ${stream}`)],
    { case: 'faults.bad-request', api: 'openai-responses-stream' },
  )
  expect(messages(cell)).toEqual([
    'Every call is answered with an error under status 200, as if granted.',
  ])
})

it('of answers with one status and several texts, the one that is shown is called an example', () => {
  const refusal = (id: string, rule: string, message: string): CellResult => {
    const received = `400 Bad Request: {"error":{"message":"${message}"}}`
    const finding = {
      code: 'http.status' as const,
      message: 'It is 400.',
      expected: 'status 404',
      received,
    }
    return judgedCell([judgedCheck('kept', 'fail', 'http.status', { rule, finding })], { case: id })
  }
  expect(
    messages(refusal('a.one', 'r', 'Bad key.'), refusal('a.other', 'r', 'No such thing.')),
  ).toEqual(['Every call is answered 400 Bad Request, for example: Bad key.'])
  expect(messages(refusal('a.one', 'r', 'Bad key.'), refusal('a.other', 'r', 'Bad key.'))).toEqual([
    'Every call is answered 400 Bad Request: Bad key.',
  ])
})

it('errors that are wrong alike are all named, or counted', () => {
  const wrong = (name: string, code: FindingCode, does: string): CellResult => {
    const finding = {
      code,
      message: `The error ${name} ${does}.`,
      expected: '',
      received: '400: {}',
    }
    return judgedCell([judgedCheck('refused', 'fail', code, { finding })], { case: `a.${name}` })
  }
  const late = (name: string): CellResult => wrong(name, 'error.status', 'came with status 400')
  const bare = (name: string): CellResult =>
    wrong(name, 'error.envelope', 'comes in another envelope')
  expect(messages(late('wrong-key'))).toEqual(['The error wrong-key came with status 400.'])
  expect(messages(late('wrong-key'), late('unknown-model'))).toEqual([
    'The errors wrong-key and unknown-model came with status 400.',
  ])
  expect(messages(bare('a'), bare('b'), bare('c'), bare('d'), bare('a'))).toEqual([
    'The errors a, b, c and 1 more come in another envelope.',
  ])
})
