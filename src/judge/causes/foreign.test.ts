import { describe, expect, it } from 'vitest'
import type { ApiName } from '../../model/names.ts'
import type { Cause } from '../../model/findings/cause.ts'
import type { CellResult } from '../../model/report.ts'
import { judgedCell, judgedCheck } from '../testing/cells.ts'
import { causesOf } from './causes.ts'

const page = '200 with an HTML page, no answer of the API: Sign in'
const causes = (cells: readonly CellResult[]): readonly Cause[] =>
  causesOf(cells, { target: 't' }).causes

function cell(id: string, api: ApiName, codes: readonly string[], foreign?: string): CellResult {
  const checks = codes.map((code) => judgedCheck(code, 'fail', code, { rule: `rule.${code}` }))
  return judgedCell(checks, { case: `a.${id}`, api, ...(foreign && { foreign }) })
}

it('whatever fails where something else answers than the API has one cause, which says what', () => {
  const cells = [
    cell('one', 'openai-chat', ['http.content-type', 'json.invalid'], page),
    cell('two', 'openai-chat-stream', ['sse.no-events', 'text.empty'], page),
    cell('three', 'openai-chat', ['error.absent'], page),
  ]
  const [cause, ...others] = causes(cells)
  expect(others).toEqual([])
  expect(cause?.message).toBe(`Every call is answered ${page}`)
  expect(cause).toMatchObject({ checks: 5, owner: 'undecided' })
  const { alsoFound: _, ...first } = cells[0]!.checks[0]!
  const besides = { ...first, alsoFound: [{ code: 'schema.enum', pointer: '/x' }] }
  expect(causes([{ ...cells[0]!, checks: [besides] }])).toHaveLength(1)
  expect(cause?.remedy).toMatch(/base URL/)
})

it('what fails where the API answers stays apart, as does another foreign answer', () => {
  const cells = [
    cell('one', 'openai-chat', ['http.content-type'], page),
    cell('two', 'converse', ['usage.sum']),
    cell('three', 'invoke', ['json.empty'], '200 with an empty body, no answer of the API'),
  ]
  expect(causes(cells)).toHaveLength(3)
})

it('a body that is still compressed has a remedy of its own', () => {
  const packed = '200 with data compressed with gzip, which no header says, no answer of the API'
  expect(causes([cell('one', 'converse', ['json.invalid'], packed)])[0]?.remedy).toMatch(
    /Content-Encoding/,
  )
})

it('JSON of one kind is one cause whatever it holds, JSON of another kind another', () => {
  const json = '200 with JSON, no answer of the API: '
  const answered = (id: string, text: string): CellResult =>
    cell(id, 'openai-chat', ['schema.type'], `${json}${text}`)
  const lists = [answered('one', '[{"id":"a"}]'), answered('two', '[ {"text":"Hi"}]')]
  expect(causes(lists)).toHaveLength(1)
  const objects = [answered('one', '{"id":"a"}'), answered('two', '{ "id":"b","text":"Hi"}')]
  expect(causes(objects)).toHaveLength(1)
  expect(causes([...lists, answered('three', '{"login":1}')])).toHaveLength(2)
  expect(causes([answered('one', '{"id":1}'), answered('two', '{"login":1}')])).toHaveLength(2)
})

it('what fails at a later exchange of the cell stays apart', () => {
  const [one] = [cell('one', 'openai-chat', ['http.content-type'], page)]
  const later = judgedCheck('usage', 'fail', 'usage.sum', { exchange: 1 })
  expect(causes([{ ...one!, checks: [...one!.checks, later] }])).toHaveLength(2)
})

it('what grants a later request that must be refused is what answered the first one', () => {
  const [one] = [cell('one', 'openai-chat', ['http.content-type'], page)]
  const later = judgedCheck('refused', 'fail', 'error.absent', { exchange: 1 })
  expect(causes([{ ...one!, checks: [...one!.checks, later] }])).toHaveLength(1)
})

it('a page with an error is named as a page, and a media type that is wrong is named', () => {
  const showing = (code: string, received: string): string | undefined => {
    const finding = { code, message: 'The media type is wrong.', expected: '', received }
    return causes([judgedCell([judgedCheck('x', 'fail', code, { finding })])])[0]?.message
  }
  expect(showing('http.status', '502 Bad Gateway: <html>\\n<title>Bad</title>')).toBe(
    'Every call is answered 502 Bad Gateway with an HTML page, no answer of the API: Bad',
  )
  expect(showing('http.content-type', 'content-type: text/plain')).toBe(
    'The media type is wrong: text/plain.',
  )
})

it('an empty body may be of an answer that a proxy ended, and takes its missing end along', () => {
  const empty = '200 with an empty body, no answer of the API'
  const [first, ...others] = causes([cell('one', 'openai-chat', ['json.empty'], empty)])
  expect(first?.remedy).toContain('what ended the answer before its first byte')
  expect(others).toEqual([])
  const codes = ['sse.no-events', 'anthropic.stop-missing']
  expect(causes([cell('one', 'anthropic-messages-stream', codes)])).toHaveLength(1)
})

describe('a page with an error', () => {
  const remedyFor = (code: string, received: string): string | undefined => {
    const finding = { code, message: 'An answer was due.', expected: '', received }
    const checks = [judgedCheck('x', 'fail', code, { finding })]
    const rule = { title: 'R', remedy: 'Send a completion.' } as never
    const scene = { target: 't', rules: new Map([['r', rule]]) }
    const other = judgedCell([judgedCheck('y', 'pass', 'http.status')], { case: 'a.other' })
    const cells = [judgedCell(checks.map((check) => ({ ...check, rule: 'r' }))), other]
    return causesOf(cells, scene).causes[0]?.remedy
  }
  const html = '<html>\\r\\n<title>nginx</title>'

  it.each([
    ['http.status', '404 Not Found', 'AllowEncodedSlashes NoDecode'],
    ['http.status', '413 Request Entity Too Large', 'client_max_body_size'],
    ['http.server-error', '502 Bad Gateway', 'no proper answer from the server behind it'],
    ['http.server-error', '503 Service Temporarily Unavailable', 'it limits requests'],
    ['http.server-error', '504 Gateway Time-out', 'proxy_read_timeout'],
    ['error.not-an-error', '403', 'proxy_intercept_errors off'],
  ])('of %s with %s is of a proxy, which the remedy is about', (code, status, says) => {
    expect(remedyFor(code, `${status}: ${html}`)).toContain(says)
  })

  it('may be one without anything, as proxies answer in the place of a server', () => {
    expect(remedyFor('http.server-error', '504 Gateway Timeout: an empty body')).toContain(
      'proxy_read_timeout',
    )
  })

  it.each([
    ['http.server-error', `500 Internal Server Error: ${html}`],
    ['http.server-error', '503: {"message":"Unavailable."}'],
    ['http.server-error', '500 Internal Server Error: an empty body'],
    ['http.status', `302 Found: ${html}`],
  ])('is not seen in %s with %s', (code, received) => {
    expect(remedyFor(code, received)).toBe('Send a completion.')
  })
})
