import { expect, it } from 'vitest'
import type { ApiName } from '../../../model/names.ts'
import type { CellResult, CheckResult } from '../../../model/report.ts'
import { judgedCell, judgedCheck } from '../../testing/cells.ts'
import { causesOf } from '../causes.ts'

function failing(code: string, rule = `rule.of-${code}`): CheckResult {
  return judgedCheck(code, 'fail', code, { rule })
}

function cellOf(
  id: string,
  checks: readonly CheckResult[],
  api: ApiName = 'openai-chat',
): CellResult {
  return judgedCell(checks, { case: `a.${id}`, api })
}

const codesIn = (cells: readonly CellResult[]): string[] =>
  causesOf(cells, { target: 't' }).causes.map(({ code }) => code)

const faults = (number: number, api?: ApiName): CellResult[] =>
  Array.from({ length: number }, (_, at) => cellOf(`f${at}`, [failing('error.member-type')], api))

it('a finding in a cell that did not look for the fault goes with the fault', () => {
  const cells = [...faults(3), cellOf('x', [failing('error.message')])]
  expect(codesIn(cells)).toEqual(['error.member-type'])
  expect(codesIn([...faults(3, 'openai-chat-stream'), cells[3]!])).toEqual(['error.member-type'])
})

it('it does not where the fault is not much larger, on another API, or shown not to be there', () => {
  const both = ['error.member-type', 'error.message']
  expect(codesIn([...faults(2), cellOf('x', [failing('error.message')])])).toEqual(both)
  expect(codesIn([...faults(3, 'converse'), cellOf('x', [failing('error.message')])])).toEqual(both)
  const holds = judgedCheck('m', 'pass', '', { rule: 'rule.of-error.member-type' })
  expect(codesIn([...faults(3), cellOf('x', [failing('error.message'), holds])])).toEqual(both)
  expect(codesIn([...faults(3), cellOf('x', [failing('usage.sum')])])).toContain('usage.sum')
})

it('a response does not bring about one of another status in another cell', () => {
  const answered = (id: string, code: string, received: string): CellResult => {
    const finding = { code, message: `It is ${code}.`, expected: 'another', received }
    return cellOf(id, [judgedCheck('own', 'fail', code, { finding })])
  }
  const refused = ['a', 'b', 'c'].map((id) => answered(id, 'http.status', '400: Missing entity.'))
  const unreadable = answered('x', 'error.status', '422: Invalid JSON.')
  expect(codesIn([...refused, unreadable])).toEqual(['http.status', 'error.status'])
})

it('a fault on three APIs is of the server and reaches the others', () => {
  const on = (api: ApiName): CellResult[] => [
    { ...cellOf('f', [failing('error.member-type')], api), model: api },
  ]
  const cells = [...on('converse'), ...on('invoke'), ...on('count-tokens')]
  const other = cellOf('x', [failing('error.message')])
  expect(codesIn([...cells, other])).toEqual(['error.member-type'])
  expect(codesIn([...cells.slice(0, 2), ...on('converse-stream'), other])).toHaveLength(2)
})

it('an answer of another conversation explains what is wrong with answers anywhere', () => {
  const cells = [
    cellOf('isolation', [failing('isolation.foreign')]),
    ...['a', 'b'].map((id) => cellOf(id, [failing('tools.missing')], 'converse')),
    cellOf('c', [failing('usage.sum')]),
  ]
  expect(codesIn(cells)).toEqual(['isolation.foreign', 'usage.sum'])
})

it('tools that are not called are not counted either', () => {
  const cells = [
    cellOf('a', [failing('tools.missing')], 'converse'),
    judgedCell(
      [
        judgedCheck('named.every-tool-counted', 'fail', 'usage.prompt', {
          rule: 'bedrock.converse.tools-used',
        }),
      ],
      { case: 'a.b', api: 'converse' },
    ),
  ]
  expect(codesIn(cells)).toEqual(['tools.missing'])
})

it('what could not be judged after a fault does not outweigh that the fault has a root', () => {
  const canary = cellOf('canary', [failing('http.incomplete'), failing('json.invalid')])
  const { case: id, api, region, model } = canary
  const after = { case: id, api, region, model, because: 'It broke off.' }
  const open = judgedCheck('x', 'inconclusive', '', { reason: 'prerequisite' })
  const later = Array.from({ length: 9 }, (_, at) => ({ ...cellOf(`l${at}`, [open]), after }))
  expect(codesIn([canary, ...later])).toEqual(['http.incomplete'])
})
