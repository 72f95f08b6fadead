import { portableFingerprint, fingerprint } from './fingerprint.ts'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../model/observation.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { namesOf } from './blame.ts'
import { isDisputed, setAgainst, type Pair, type Side } from './compare.ts'

const names = namesOf('llamastack', 'bedrock-mantle')

function check(verdict: CheckResult['verdict'], more: Partial<CheckResult> = {}): CheckResult {
  return { id: 'c', level: 'must', kind: 'protocol', rule: 'r', verdict, ...more }
}

function failing(code: string, pointer?: string): CheckResult {
  const at = pointer === undefined ? {} : { at: { pointer } }
  return check('fail', { finding: { code, message: 'm', expected: 'e', received: 'r', ...at } })
}

function side(one: CheckResult, ...observations: Observation[]): Side {
  const result: CellResult = {
    case: 's.c',
    suite: 's',
    title: 't',
    from: [],
    api: 'openai-chat',
    region: '-',
    model: 'm',
    verdict: one.verdict,
    durationMs: 1,
    requests: 1,
    retries: 0,
    requestIds: [],
    checks: [one],
    source: { file: 'f', line: 1 },
  }
  return { result, form: fingerprint(observations) }
}

/** A reply with that JSON, or a stream with these chunks. */
function reply(json: unknown, { status = 200, chunks = [] as unknown[] } = {}): Observation {
  const type = chunks.length > 0 ? 'text/event-stream; charset=utf-8' : 'application/json'
  return {
    api: 'openai-chat',
    exchange: {
      startedAt: '2026-01-01T00:00:00Z',
      request: { method: 'POST', url: 'http://x/', headers: [], body: new Uint8Array() },
      response: {
        status,
        statusText: '',
        httpVersion: 'HTTP/1.1',
        headers: [['Content-Type', type]],
        headersAt: 1,
        raw: [],
        decoded: [],
        endedAt: 2,
        complete: true,
      },
      earlier: [],
      leaks: [],
    },
    body: { bytes: new Uint8Array(), text: '', json },
    items: chunks.map((chunk, index) => ({
      index,
      at: index,
      byte: index,
      kind: chunk === '[DONE]' ? 'done' : 'json',
      text: '',
      source: index,
      ...(chunk !== '[DONE]' && { json: chunk }),
    })),
  }
}

function compared(first: Pair, again?: Pair): CellResult {
  return setAgainst(first.here.result, { first, names, again })
}

function wordFor(here: CheckResult, there: CheckResult, again?: [CheckResult, CheckResult]) {
  const second = again && { here: side(again[0]), there: side(again[1]) }
  const { checks } = compared({ here: side(here), there: side(there) }, second)
  return checks[0]?.against?.blame
}

describe('the word for a check', () => {
  const bad = failing('a.b', '/choices/0/x')
  it.each([
    ['upstream where both deviate alike', bad, failing('a.b', '/choices/3/x'), 'upstream'],
    [
      'upstream where a baseline knows it here',
      { ...bad, verdict: 'known' as const },
      bad,
      'upstream',
    ],
    ['the front where only it deviates', bad, check('pass'), 'llamastack'],
    ['the front where it deviates otherwise', bad, failing('a.c'), 'llamastack'],
    ['the front where it deviates elsewhere', bad, failing('a.b', '/usage'), 'llamastack'],
    ['bedrock where only it deviates', check('pass'), bad, 'bedrock'],
    ['none where both hold', check('pass'), check('pass'), undefined],
    ['none where the other was not judged', bad, check('inconclusive'), undefined],
    ['none where the other lacks it', bad, check('unsupported'), undefined],
  ])('is %s', (_, here, there, word) => {
    expect(wordFor(here, there)).toBe(word)
  })

  it('is the model where a behaviour differs', () => {
    const behaviour = { ...bad, kind: 'behaviour' as const }
    expect(wordFor(behaviour, check('pass', { kind: 'behaviour' }))).toBe('model')
  })

  it('is the model where a second look differs', () => {
    expect(wordFor(bad, check('pass'), [check('pass'), check('pass')])).toBe('model')
    expect(wordFor(bad, check('pass'), [bad, check('pass')])).toBe('llamastack')
  })

  it.each(['ids.answer-repeated', 'isolation.foreign', 'http.token-leak'])(
    'is the target for %s, which no model brings about, even where a second look does not show it',
    (code) => {
      const again: [CheckResult, CheckResult] = [check('pass'), check('pass')]
      expect(wordFor(failing(code), check('pass'), again)).toBe('llamastack')
    },
  )

  it('is absent where a check is only on one of them', () => {
    const there = side({ ...check('pass'), id: 'other' })
    const { checks } = compared({ here: side(bad), there })
    expect(checks[0]).not.toHaveProperty('against')
  })
})

describe('differences that no check forbids', () => {
  const passing = check('pass')
  function between(here: Observation, there: Observation) {
    const pair = { here: side(passing, here), there: side(passing, there) }
    return compared(pair).against
  }

  it('are members that one of them adds, whatever their order', () => {
    const against = between(
      reply({ a: 1, b: null, c: [{ d: 1 }, {}] }),
      reply({ c: [{ d: 2 }], a: 3 }),
    )
    expect(against).toMatchObject({
      blame: 'llamastack',
      differences: [{ what: 'member', at: '/b', here: 'null', there: 'absent' }],
    })
  })

  it('are types, and not values', () => {
    expect(between(reply({ a: 'x' }), reply({ a: 'y' }))?.differences).toEqual([])
    expect(between(reply({ a: 1 }), reply({ a: '1' }))?.differences).toMatchObject([
      { what: 'type', at: '/a', here: 'number', there: 'string' },
    ])
  })

  it('are statuses and content types', () => {
    const refused = reply({}, { status: 400 })
    expect(between(refused, reply({}, { status: 401 }))?.differences).toMatchObject([
      { what: 'status', here: '400 application/json', there: '401 application/json' },
    ])
  })

  it('are the order of events, however many there are of a kind', () => {
    const text = { choices: [{ delta: { content: 'x' }, finish_reason: null }] }
    const end = { choices: [{ delta: {}, finish_reason: 'stop' }] }
    const long = reply(undefined, { chunks: [text, text, text, end, '[DONE]'] })
    const short = reply(undefined, { chunks: [text, end, '[DONE]'] })
    const open = reply(undefined, { chunks: [text, end] })
    expect(between(long, short)?.differences).toEqual([])
    expect(between(open, short)?.differences).toMatchObject([
      { what: 'order', here: 'content finish', there: 'content finish done' },
    ])
  })

  it('say what is below a missing member only once', () => {
    const against = between(reply({}), reply({ a: { b: { c: 1 } } }))
    expect(against?.differences.map(({ at }) => at)).toEqual(['/a'])
  })

  it('are the model’s where they are gone on a second look', () => {
    const first = { here: side(passing, reply({ a: 1 })), there: side(passing, reply({})) }
    const again = { here: side(passing, reply({})), there: side(passing, reply({})) }
    expect(isDisputed(first, names)).toBe(true)
    expect(compared(first, again).against).toMatchObject({
      blame: 'model',
      differences: [{ at: '/a', blame: 'model' }],
    })
  })

  it('are none where one of them lacks the whole capability', () => {
    const there = side(check('unsupported'), reply({ Output: {} }))
    const against = compared({ here: side(passing, reply({ data: [] })), there }).against
    expect(against?.differences).toEqual([])
  })
})

describe('two APIs', () => {
  const blank = {
    text: 'Sol',
    rawText: 'Sol',
    reasoning: '',
    choices: [],
    deltas: [],
    toolCalls: [],
  }
  const by = (api: 'openai-responses' | 'openai-chat', json: unknown, more: object): Side => {
    const observation = { ...reply(json), reply: { ...blank, ...more } }
    const { result } = side(check('pass'), observation)
    return { result: { ...result, api }, form: portableFingerprint([observation]) }
  }
  const both = { here: 'openai-responses', there: 'openai-chat' }
  const differing = (here: Side, there: Side): unknown =>
    setAgainst(here.result, { first: { here, there }, names: both }).against?.differences.map(
      ({ at, blame }) => [at, blame],
    )
  const chat = by('openai-chat', { choices: [] }, { ending: 'stop', usage: { prompt: 5 } })

  it('are compared by what they say, not by the members that say it', () => {
    const more = { ending: 'stop', usage: { prompt: 9 } }
    expect(differing(by('openai-responses', { output: [] }, more), chat)).toEqual([])
  })

  it.each([
    ['another end', { ending: 'length', usage: { prompt: 5 } }, ['/ending/length', '/ending/stop']],
    ['no count', { ending: 'stop', usage: {} }, ['/usage/prompt']],
    ['no text', { ending: 'stop', usage: { prompt: 5 }, text: '' }, ['/text']],
    [
      'a call',
      { ending: 'stop', usage: { prompt: 5 }, toolCalls: [{ name: 'a', arguments: '{}' }] },
      ['/calls'],
    ],
  ])('differ by %s', (_, more, at) => {
    const found = differing(by('openai-responses', { output: [] }, more), chat)
    expect(found).toEqual(at.map((one) => [one, 'openai-responses']))
  })
})
