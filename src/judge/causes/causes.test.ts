import { describe, expect, it } from 'vitest'
import { findingCodes, type FindingCode } from '../../model/findings/finding-codes.ts'
import type { Cause, RuleFacts } from '../../model/findings/cause.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import { judgedCell, judgedCheck } from '../testing/cells.ts'
import { causesOf, withCauses } from './causes.ts'
import { codes } from './consequences/consequence.ts'
import { consequences } from './consequences/table.ts'

const rules: RuleFacts = new Map([
  ['usage.rule', { text: 'A rule.', remedy: 'Send the sum.', owner: 'gateway' }],
])

function causes(...cells: CellResult[]): readonly Cause[] {
  return causesOf(cells, { target: 'llamastack', rules }).causes
}

function found(
  code: FindingCode,
  words: { message?: string; received?: string; pointer?: string } = {},
  members: Partial<CheckResult> = {},
): CheckResult {
  const { message = `It is ${code}.`, received = 'wrong', pointer } = words
  return judgedCheck(`${code}-check`, 'fail', code, {
    finding: { code, message, expected: 'right', received, ...(pointer && { at: { pointer } }) },
    ...members,
  })
}

function refused(received: string, code: FindingCode = 'http.status'): CheckResult {
  return found(code, { received })
}

const waiting = judgedCheck('later', 'inconclusive', undefined, { reason: 'prerequisite' })

describe('failures of one root', () => {
  it('are one cause, whatever the check, the API, the region and the numbers are called', () => {
    const [cause, ...others] = causes(
      judgedCell([
        found('usage.sum', { message: '3 is not 2.' }, { id: 'usage', rule: 'usage.rule' }),
      ]),
      judgedCell(
        [
          found(
            'usage.sum',
            { message: '9 is not 2.' },
            { id: 'control.usage', rule: 'usage.rule' },
          ),
        ],
        { api: 'invoke', region: 'eu-west-1' },
      ),
    )
    expect(others).toEqual([])
    expect(cause).toMatchObject({
      rule: 'usage.rule',
      code: 'usage.sum',
      verdict: 'fail',
      owner: 'gateway',
      remedy: 'Send the sum.',
      message: '3 is not 2.',
      apis: ['openai-chat', 'invoke'],
      regions: ['us-west-2', 'eu-west-1'],
      checks: 2,
      cells: 2,
      example: { case: 'stream.basic', check: 'usage' },
    })
  })

  it('count those that only warn beside those that violate', () => {
    const warned = { ...found('usage.sum'), id: 'other', verdict: 'warn' as const }
    const [cause] = causes(judgedCell([found('usage.sum'), warned]))
    expect(cause).toMatchObject({ verdict: 'fail', checks: 2, warnings: 1 })
    const [mild] = causes(judgedCell([warned]))
    expect(mild).not.toHaveProperty('warnings')
  })

  it.each<[string, CheckResult, CheckResult]>([
    ['code', found('usage.sum'), found('usage.missing')],
    [
      'words',
      found('schema.type', { message: '/id is wrong.' }),
      found('schema.type', { message: '/n is wrong.' }),
    ],
    [
      'rule of a behaviour',
      found('text.missing', {}, { kind: 'behaviour' }),
      found('text.missing', {}, { kind: 'behaviour', rule: 'other' }),
    ],
    [
      'status',
      refused('400 Bad Request: {"message":"No."}'),
      refused('403 Forbidden: {"message":"No."}'),
    ],
    [
      'words of the server',
      refused('400 Bad Request: {"message":"No."}'),
      refused('400 Bad Request: {"message":"Never."}'),
    ],
    ['place in the baseline', found('usage.sum'), found('usage.sum', {}, { verdict: 'known' })],
  ])('are two causes where the %s differs', (_, one, other) => {
    expect(causes(judgedCell([one]), judgedCell([other]))).toHaveLength(2)
  })

  it('have an id that does not depend on the run', () => {
    const id = (message: string): unknown =>
      causes(judgedCell([found('completion.created-skew', { message })])).map((cause) => cause.id)
    expect(id('3 is not 2.')).toEqual(id('7 is not 4.'))
    expect(id('3 is not 2.')).not.toEqual(id('3 is more than 2.'))
  })
})

describe('a consequence', () => {
  it('counts with what brings it about, and is listed there', () => {
    const checks = [found('sse.no-events'), found('usage.missing', {}, { rule: 'r' }), waiting]
    const [cause, ...others] = causes(judgedCell(checks))
    expect(others).toEqual([])
    expect(cause).toMatchObject({ code: 'sse.no-events', checks: 3, cells: 1 })
    expect(cause?.consequences).toContainEqual({ rule: 'r', code: 'usage.missing', checks: 1 })
  })

  it('is a cause of its own where most of its cells lack the other finding', () => {
    const alone = judgedCell([found('usage.missing')])
    const list = causes(judgedCell([found('sse.no-events'), found('usage.missing')]), alone, alone)
    expect(list.map(({ code, checks }) => [code, checks])).toEqual([
      ['usage.missing', 3],
      ['sse.no-events', 1],
    ])
  })

  it('of a member concerns what is at or below its pointer', () => {
    const list = (pointer: string): number =>
      causes(
        judgedCell([
          found('schema.required', { pointer: '/usage' }),
          found('usage.missing', { pointer }),
        ]),
      ).length
    expect(list('/usage/total_tokens')).toBe(1)
    expect(list('/usages')).toBe(2)
  })

  it('of two that bring each other about does not get lost', () => {
    const checks = [
      found('schema.required', { pointer: '/a' }),
      found('schema.type', { pointer: '/a' }),
    ]
    expect(causes(judgedCell(checks)).reduce((sum, cause) => sum + cause.checks, 0)).toBe(2)
  })
})

describe('one response to different requests', () => {
  const words = '{"message":"This server is closed."}'

  it('is one cause, also where a refusal was due', () => {
    const [cause, ...others] = causes(
      judgedCell([refused(`400 Bad Request: ${words}`)]),
      judgedCell([refused(`400 Bad Request: ${words}`)]),
      judgedCell([refused(`400: ${words}`, 'error.status')]),
    )
    expect(others).toEqual([])
    expect(cause?.message).toBe('Every call is answered 400 Bad Request: This server is closed.')
  })

  it('is the refusal of valid requests, however many others it came to', () => {
    const wrongly = found('error.status', {
      message: 'The error unknown-model came with status 400.',
      received: `400: ${words}`,
    })
    const [cause, ...others] = causes(
      ...Array.from({ length: 5 }, () => judgedCell([wrongly])),
      judgedCell([refused(`400 Bad Request: ${words}`)]),
    )
    expect(others).toEqual([])
    expect(cause?.message).toBe('Every call is answered 400 Bad Request: This server is closed.')
    expect(cause?.checks).toBe(6)
  })

  it('is the refusal of valid requests, though the server says no more than its status', () => {
    const body = '{"detail":"Not Found"}'
    const wrongly = found('error.status', {
      message: 'The error unknown-model came with status 404.',
      received: `404: ${body}`,
    })
    const [cause, ...others] = causes(
      ...Array.from({ length: 5 }, () => judgedCell([wrongly])),
      judgedCell([refused(`404 Not Found: ${body}`)]),
    )
    expect(others).toEqual([])
    expect(cause?.message).toBe(`Every call is answered 404 Not Found: ${body}`)
  })

  it('that a path is not served names what else may be called', () => {
    const nowhere = judgedCell([refused('404 Not Found: {"detail":"Not Found"}')])
    const { case: id, api, region, model } = nowhere
    const after = { case: id, api, region, model, because: 'It was so.' }
    const unsent = judgedCell([waiting], { case: 'a.b', after })
    expect(causes(nowhere, unsent)[0]?.remedy).toContain('the path of --endpoint')
    const other = judgedCell([judgedCheck('ok')], { api: 'converse' })
    const [cause] = causes(nowhere, unsent, other)
    expect(cause?.remedy).toMatch(/name the others in --api.*--path=openai-chat=/)
    expect(cause?.owner).toBe('undecided')
  })

  it.each([
    ['one that must be served', 'status 200', 'key', /^Set a key/],
    ['one that must be refused otherwise', 'one of 400, 404', 'server', /^Send the sum/],
  ])('that the key of %s is refused', (_, expected, owner, remedy) => {
    const check = refused('401 Unauthorized: {"message":"No."}')
    const finding = check.finding && { ...check.finding, expected }
    const rule = 'without-owner'
    const {
      causes: [cause],
    } = causesOf([judgedCell([{ ...check, rule, ...(finding && { finding }) }])], {
      target: 't',
      rules: new Map([[rule, { text: 'A rule.', remedy: 'Send the sum.' }]]),
    })
    expect(cause?.owner).toBe(owner)
    expect(cause?.remedy).toMatch(remedy)
  })

  it('is described as that of every call only where it is', () => {
    const [cause] = causes(
      judgedCell([refused(`400 Bad Request: ${words}`)]),
      judgedCell([judgedCheck('ok')]),
    )
    expect(cause?.message).toMatch(
      /^Calls of openai-chat in stream.basic \(1 of 2 cells\) are answered 400 Bad/,
    )
  })

  it('has the remedy of its rule, except where nothing was answered: the message has its own', () => {
    const remedy = (check: CheckResult): unknown =>
      causes(judgedCell([{ ...check, rule: 'usage.rule' }]))[0]?.remedy
    expect(remedy(found('usage.sum'))).toBe('Send the sum.')
    expect(remedy(judgedCheck('a', 'error'))).toBeUndefined()
    expect(remedy(found('text.empty'))).toMatch(/^Send the text of the answer/)
  })

  it('is the key’s where access is denied, and undecided where nothing was found', () => {
    const owner = (check: CheckResult): unknown => causes(judgedCell([check]))[0]?.owner
    expect(owner(refused('403 Forbidden: {"message":"No."}'))).toBe('key')
    expect(owner(refused('400 Bad Request: {"message":"No."}'))).toBe('server')
    expect(owner(judgedCheck('a', 'error'))).toBe('network')
    expect(owner(waiting)).toBe('undecided')
    const there = { verdict: 'fail', blame: 'upstream' } as const
    expect(owner(found('usage.sum', {}, { against: there }))).toBe('upstream')
  })
})

it('every check that did not pass belongs to exactly one cause', () => {
  const all: Verdict[] = [
    'pass',
    'fail',
    'error',
    'warn',
    'known',
    'fixed',
    'unsupported',
    'inconclusive',
  ]
  const cells = ['a', 'b'].map((region) =>
    judgedCell(
      all.map((verdict) => judgedCheck(verdict, verdict)),
      { region },
    ),
  )
  const scene = causesOf(cells, { target: 't' })
  const marked = withCauses(cells, scene).flatMap(({ checks }) => checks)
  for (const { verdict, cause } of marked) {
    expect(cause !== undefined).toBe(!['pass', 'fixed', 'unsupported'].includes(verdict))
  }
  for (const { id, checks } of scene.causes) {
    expect(marked.filter(({ cause }) => cause === id)).toHaveLength(checks)
  }
})

it('what has no cause stays as it is, and a cause of an earlier judgement goes', () => {
  const green = judgedCell([judgedCheck('a', 'pass')])
  const mixed = judgedCell([judgedCheck('a', 'pass'), judgedCheck('b', 'fail')])
  const merged = judgedCell([{ ...judgedCheck('a', 'pass'), cause: 'old' }])
  const cells = [green, mixed, merged]
  const [first, second, third] = withCauses(cells, causesOf(cells, { target: 't' }))
  expect(first).toBe(green)
  expect(second!.checks[0]).toBe(mixed.checks[0])
  expect(second!.checks[1]).toHaveProperty('cause')
  expect(third!.checks[0]).not.toHaveProperty('cause')
})

it('causes are in the order of their verdicts, then of their checks', () => {
  const verdicts = ['inconclusive', 'warn', 'known', 'error', 'fail'] as const
  const cells = verdicts.map((verdict) => judgedCell([judgedCheck(verdict, verdict, verdict)]))
  const more = judgedCell([judgedCheck('x', 'fail', 'x')])
  expect(causes(...cells, more, more).map(({ code }) => code)).toEqual([
    'x',
    'fail',
    'error',
    'warn',
    'inconclusive',
    'known',
  ])
})

describe('the table of consequences', () => {
  it('names codes that exist, and none as its own consequence', () => {
    for (const { because, explains, check } of consequences) {
      for (const code of [because, ...explains]) expect(findingCodes).toHaveProperty([code])
      if (check === undefined) expect(explains).not.toContain(because)
    }
  })

  it('refuses a code that does not exist', () => {
    expect(() => codes('usage.sum usage.some')).toThrow(/usage\.some/)
  })
})

describe('cells that were not sent', () => {
  const shared = ['a', 'b'].map((id) =>
    judgedCheck(id, 'inconclusive', undefined, { reason: 'prerequisite', because: 'Not sent.' }),
  )
  const failures = [refused('500: {"message":"broken"}'), found('usage.sum')]
  const regions = ['us-east-1', 'us-west-2']
  const canaries = failures.map((check, at) => judgedCell([check], regionOf(at)))
  const unsent = canaries.map(({ case: id, api, region, model }, at) =>
    judgedCell(shared, {
      ...regionOf(at),
      case: 'later',
      after: { case: id, api, region, model, because: 'It failed.' },
    }),
  )
  const cells = [...canaries, ...unsent]

  function regionOf(at: number): { region: string } {
    return { region: regions[at] ?? '' }
  }

  it('count each of their checks with the cause of the cell before', () => {
    const counts = causes(...cells).map(({ code, checks, cells: of, consequences: after }) => [
      code,
      checks,
      of,
      after.map((one) => one.checks),
    ])
    expect(counts).toEqual([
      ['http.status', 3, 2, [2]],
      ['usage.sum', 3, 2, [2]],
    ])
  })

  it('name the API whose plain conversation was refused, though a step of another API was, too', () => {
    const [first] = canaries
    const sent = judgedCell([refused('500: {"message":"broken"}')], { api: 'openai-models' })
    const passed = judgedCell([judgedCheck('ok')], { api: 'openai-models' })
    const [cause] = causes(...cells, sent, passed)
    expect(cause?.message).toBe(`Every plain call of ${first?.api} is answered 500: broken`)
  })

  it('have each its own cause on checks that they share', () => {
    const all = causesOf(cells, { target: 'llamastack' })
    const [one, two] = all.causes.map(({ id }) => id)
    const given = withCauses(cells, all).map(({ checks }) => checks.map(({ cause }) => cause))
    expect(given).toEqual([[one], [two], [one, one], [two, two]])
  })

  it('share their list of checks where they have one cause', () => {
    const twins = [...cells, { ...unsent[0], api: 'converse' } as CellResult]
    const given = withCauses(twins, causesOf(twins, { target: 'llamastack' }))
    expect(given[4]?.checks).toBe(given[2]?.checks)
    expect(given[3]?.checks).not.toBe(given[2]?.checks)
  })
})

it('what gives the data of one client to another comes first, however few checks show it', () => {
  const cells = ['one', 'two', 'three'].map((id) =>
    judgedCell([judgedCheck('usage', 'fail', 'usage.sum')], { case: `a.${id}` }),
  )
  const leak = judgedCell([judgedCheck('leak', 'fail', 'isolation.foreign')], { case: 'a.four' })
  const warned = judgedCell([judgedCheck('x', 'warn', 'http.token-leak')], { case: 'a.five' })
  const sorted = causesOf([...cells, leak, warned], { target: 't' }).causes
  expect(sorted.map(({ code }) => code)).toEqual([
    'isolation.foreign',
    'usage.sum',
    'http.token-leak',
  ])
})
