import { expect, it } from 'vitest'
import type { FindingCode } from '../../../model/findings/finding-codes.ts'
import type { CheckResult } from '../../../model/report.ts'
import { judgedCell, judgedCheck } from '../../testing/cells.ts'
import { causesOf } from '../causes.ts'

function found(code: FindingCode, pointer?: string): CheckResult {
  const at = pointer === undefined ? {} : { at: { pointer } }
  const finding = { code, message: `It is ${code}.`, expected: 'right', received: 'wrong', ...at }
  return judgedCheck(`${code}-check`, 'fail', code, { finding })
}

function codesOf(...checks: CheckResult[]): string[] {
  return causesOf([judgedCell(checks)], { target: 'openai-compatible' }).causes.map(
    ({ code }) => code,
  )
}

it.each(['/choices/0/logprobs', '/choices/0/message/refusal', '/choices/0/finish_reason'])(
  'without %s, which stands beside the answer, the answer is still there',
  (pointer) => {
    const answers = ['text.not-json', 'tools.count', 'text.missing'] as const
    for (const code of answers) {
      expect(codesOf(found('schema.required', pointer), found(code)).toSorted()).toEqual(
        ['schema.required', code].toSorted(),
      )
    }
  },
)

it.each(['/choices', '/choices/0/message', '/choices/0/message/content', '/content/0/text'])(
  'without %s, there is no answer',
  (pointer) => {
    expect(codesOf(found('schema.required', pointer), found('text.not-json'))).toEqual([
      'schema.required',
    ])
  },
)

it('tokens that cannot be read do not give the text', () => {
  const broken = found('schema.type', '/choices/0/logprobs/content/0/token')
  expect(codesOf(broken, found('logprobs.text'))).toEqual(['schema.type'])
})

it.each(['/choices/0/logprobs', '/choices/0/message/refusal', '/choices/0/message/role'])(
  'without %s within a choice, the list of choices is as long',
  (pointer) => {
    const counted = found('choices.count', '/choices')
    expect(codesOf(found('schema.required', pointer), counted).toSorted()).toEqual([
      'choices.count',
      'schema.required',
    ])
  },
)

it.each(['/choices/1', '/choices/0/index'])('without %s, choices cannot be counted', (pointer) => {
  const counted = found('choices.count', '/choices')
  expect(codesOf(found('schema.required', pointer), counted)).toEqual(['schema.required'])
})

it.each(['/choices/0/logprobs', '/choices/0/message/refusal', '/service_tier'])(
  'without %s, the answer still has its end',
  (pointer) => {
    expect(codesOf(found('schema.required', pointer), found('finish.missing')).toSorted()).toEqual([
      'finish.missing',
      'schema.required',
    ])
  },
)

it('without a member of one model, the list still has the others', () => {
  const lacking = found('models.missing', '/data')
  expect(codesOf(found('schema.required', '/data/0/created'), lacking).toSorted()).toEqual([
    'models.missing',
    'schema.required',
  ])
  expect(codesOf(found('schema.required', '/data/0/id'), lacking)).toEqual(['schema.required'])
})

it('a null member in place of an absent one gives no log probabilities', () => {
  const lacking = found('logprobs.missing', '/choices/0/logprobs')
  expect(codesOf(found('schema.required', '/choices/0/logprobs'), lacking)).toContain(
    'logprobs.missing',
  )
  const within = found('schema.required', '/choices/0/logprobs/content/0/token')
  expect(codesOf(within, lacking)).toEqual(['schema.required'])
})
