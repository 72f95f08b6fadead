import { describe, expect, it } from 'vitest'
import type { Check } from '../../model/case.ts'
import type { Finding } from '../../model/findings/finding.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { judgeCheck, type Look } from './check-verdict.ts'
import { baselineEntry } from '../testing/cells.ts'

const at = { case: 'stream.basic', api: 'openai-chat', region: 'us-west-2', model: 'm' }
const check: Check = {
  id: 'done-last',
  level: 'must',
  kind: 'protocol',
  rule: 'r',
  assert: 'sse-end',
  args: {},
  step: 'main',
  needs: [],
  source: { file: 'suites/x.yaml', line: 1 },
}
const behaviour: Check = { ...check, level: 'should', kind: 'behaviour', floor: 0.5 }

function found(...codes: string[]): Look {
  const findings = codes.map((code): Finding => ({
    code,
    message: code,
    expected: '',
    received: '',
  }))
  return { findings, notes: [] }
}
const held: Look = { findings: [], notes: [] }
const throttled: Look = { ...held, inconclusive: { reason: 'throttled', because: 'HTTP 429' } }
const lost: Look = { ...held, error: 'No response came.' }

function judged(
  given: Check,
  looks: readonly Look[],
  expected: BaselineEntry[] = [],
  strict = false,
) {
  return judgeCheck(given, looks, { at, strict, expected })
}
const entry = baselineEntry({ finding: 'a' })
const times = (number: number, look: Look): Look[] => Array.from({ length: number }, () => look)

it('a check that this program failed at is an error that says so, whatever else was found', () => {
  const faulty: Look = { ...held, error: 'A fault.', fault: true }
  for (const given of [check, behaviour]) {
    expect(judged(given, [found('a'), faulty, held])).toMatchObject({
      verdict: 'error',
      because: 'A fault.',
      fault: true,
    })
  }
})

it('a pass with nothing to say is one object for all cells, and any other result is not', () => {
  const pass = judged(check, [held])
  const { id, level, kind, rule, source } = check
  expect(pass).toEqual({ id, level, kind, rule, source, verdict: 'pass' })
  expect(judged({ ...check, args: { other: true } }, [held, held])).toBe(pass)
  for (const [name, value] of Object.entries({ id: 'x', level: 'may', rule: 'x' })) {
    expect(judged({ ...check, [name]: value }, [held])).toEqual({ ...pass, [name]: value })
  }
  const elsewhere = { ...check, source: { ...source, line: 2 } }
  expect(judged(elsewhere, [held]).source!.line).toBe(2)
  expect(judged(check, [{ ...held, notes: ['n'] }])).toEqual({ ...pass, notes: ['n'] })
  const optional = { ...check, level: 'may' } as const
  const both = judged(optional, [{ ...found('a'), notes: ['n'] }, held])
  expect(both).toMatchObject({ verdict: 'pass', notes: ['n', 'a (noted)'] })
  expect(judged(behaviour, times(20, held))).toHaveProperty('statistics')
})

describe('a protocol check', () => {
  it.each([
    ['must', false, 'fail'],
    ['should', false, 'warn'],
    ['should', true, 'fail'],
    ['may', true, 'pass'],
  ] as const)('of level %s (strict: %s) results in %s', (level, strict, verdict) => {
    expect(judged({ ...check, level }, [found('a')], [], strict).verdict).toBe(verdict)
  })

  it('is known when every finding is expected, and fails with one that is not', () => {
    expect(judged(check, [found('a')], [entry])).toMatchObject({
      verdict: 'known',
      known: { reason: entry.reason },
    })
    expect(judged(check, [found('a', 'b')], [entry])).toMatchObject({
      verdict: 'fail',
      finding: { code: 'b' },
      alsoFound: [{ code: 'a' }],
    })
    expect(judged(check, [found('b')], [entry]).verdict).toBe('fail')
  })

  it.each([{ api: 'converse' }, { region: 'eu-*' }, { model: 'other' }, { check: 'chat.*' }])(
    'is not known by an entry for another place: %o',
    (elsewhere) => {
      expect(judged(check, [found('a')], [{ ...entry, ...elsewhere }]).verdict).toBe('fail')
    },
  )

  it('says each other kind once, however often it was found', () => {
    expect(judged(check, [found('a', 'b', 'b', 'a')]).alsoFound).toEqual([{ code: 'b' }])
  })

  it('never passes on what was not seen', () => {
    expect(judged(check, []).verdict).toBe('inconclusive')
    expect(judged(check, [held, throttled])).toMatchObject({
      verdict: 'inconclusive',
      reason: 'throttled',
    })
    expect(judged(check, [held, lost]).verdict).toBe('error')
    expect(judged(check, [throttled, found('a')]).verdict).toBe('fail')
  })
})

describe('a behaviour check', () => {
  it('is gated on its interval, not on one run', () => {
    expect(judged(behaviour, [...times(5, held)]).verdict).toBe('pass')
    expect(judged(behaviour, [...times(19, held), found('a')]).verdict).toBe('pass')
    expect(judged(behaviour, [found('a')])).toMatchObject({
      verdict: 'inconclusive',
      reason: 'interval',
    })
    expect(judged(behaviour, times(20, found('a'))).verdict).toBe('warn')
    expect(judged(behaviour, times(20, found('a')), [], true).verdict).toBe('fail')
  })

  it('is known when what it mostly does is expected', () => {
    const looks = [found('b'), ...times(19, found('a'))]
    expect(judged(behaviour, looks, [entry]).verdict).toBe('known')
    expect(judged(behaviour, looks, [{ ...entry, finding: 'b' }]).verdict).toBe('warn')
  })

  it('is not failed by runs that could not be judged, nor passed without them', () => {
    expect(judged(behaviour, [...times(18, throttled), ...times(2, found('a'))]).verdict).toBe(
      'inconclusive',
    )
    expect(judged(behaviour, [...times(10, lost), ...times(10, held)]).verdict).toBe('inconclusive')
    expect(judged(behaviour, [...times(2, lost), ...times(18, held)]).verdict).toBe('pass')
    expect(judged(behaviour, times(5, throttled))).toMatchObject({ reason: 'throttled' })
    expect(judged(behaviour, times(5, lost)).verdict).toBe('error')
  })
})

describe('the exchange that is shown', () => {
  it('is that of the finding, not the first of the case', () => {
    const looks = [
      { ...held, exchange: 0 },
      { ...found('a'), exchange: 3 },
      { ...found('b'), exchange: 4 },
    ]
    expect(judged(check, looks)).toMatchObject({ finding: { code: 'a' }, exchange: 3 })
  })

  it('is that of the finding which no baseline expects', () => {
    const looks = [
      { ...found('a'), exchange: 1 },
      { ...found('b'), exchange: 2 },
    ]
    const expected = [baselineEntry({ check: 'stream.basic/done-last', finding: 'a' })]
    expect(judged(check, looks, expected)).toMatchObject({ finding: { code: 'b' }, exchange: 2 })
  })

  it('is not named where it is the first, or where nothing is wrong', () => {
    expect(judged(check, [{ ...found('a'), exchange: 0 }])).not.toHaveProperty('exchange')
    expect(judged(check, [{ ...held, exchange: 2 }])).not.toHaveProperty('exchange')
  })
})
