import { describe, expect, it } from 'vitest'
import { chat, completion, done, chunk, stream } from '../testing/completion.ts'
import { inputOf, judge, verdict } from '../testing/judge.ts'
import { answered, observed } from '../testing/observation.ts'
import { assertions } from '../registry.ts'
import { seededRandom } from '../../model/run/random.ts'
import type { Observation } from '../../model/observation.ts'

const named = (id: string, content = 'x') => chat(completion({ id }, {}, { content }))

describe('same-status', () => {
  const steps = new Map([['plain', [observed({ status: 404 })]]])

  it('compares the status, or its class', () => {
    expect(verdict('same-status', { as: 'plain' }, observed({ status: 404 }), { steps })).toBe(
      'pass',
    )
    expect(verdict('same-status', { as: 'plain' }, observed({ status: 400 }), { steps })).toBe(
      'compare.status',
    )
    const args = { as: 'plain', class: true }
    expect(verdict('same-status', args, observed({ status: 400 }), { steps })).toBe('pass')
    expect(verdict('same-status', args, observed({ status: 200 }), { steps })).toBe(
      'compare.status',
    )
  })

  it('holds nothing against a request where the other was refused, too, if told so', () => {
    const args = { as: 'plain', class: true, whereAccepted: true }
    const accepted = new Map([['plain', [observed({ status: 200 })]]])
    expect(verdict('same-status', args, observed({ status: 200 }), { steps })).toBe('pass')
    expect(verdict('same-status', args, observed({ status: 400 }), { steps: accepted })).toBe(
      'compare.status',
    )
  })

  it('is inconclusive when the other step did not run', () => {
    expect(verdict('same-status', { as: 'nope' }, chat())).toBe('inconclusive')
  })
})

const one = (id: string) => stream([chunk({}, {}, { id }), done])

describe('distinct and equal-across', () => {
  const repeats = [named('a'), named('b'), named('a')]
  const [first] = repeats as [(typeof repeats)[0]]

  it('find values that are the same, and that are not', () => {
    const { findings } = judge('distinct', { of: 'id' }, first, { repeats })
    expect(findings.map(({ message }) => message)).toEqual(['2 of 3 replies have the same id.'])
    expect(verdict('distinct', { at: '/id' }, first, { repeats: repeats.slice(0, 2) })).toBe('pass')
    expect(verdict('equal-across', { of: 'id' }, first, { repeats })).toBe('compare.differs')
    expect(verdict('equal-across', { of: 'prompt' }, first, { repeats })).toBe('pass')
    expect(judge('equal-across', { of: 'id' }, first, { repeats }).notes).toEqual([
      '2 of 3 replies agree on id.',
    ])
  })

  it('take in the steps that are named', () => {
    const steps = new Map([['other', [named('a')]]])
    expect(verdict('distinct', { of: 'id', steps: ['other'] }, named('a'), { steps })).toBe(
      'compare.repeated',
    )
    expect(verdict('equal-across', { of: 'status', steps: ['other'] }, named('c'), { steps })).toBe(
      'pass',
    )
  })

  it('compare the ids of the first calls', () => {
    const calling = (id: string) =>
      chat(
        completion(
          {},
          {},
          {
            tool_calls: [{ id, type: 'function', function: { name: 'f', arguments: '{}' } }],
          },
        ),
      )
    const steps = new Map([['other', [calling('call_0')]]])
    const args = { of: 'tool-id', steps: ['other'] }
    expect(verdict('distinct', args, calling('call_1'), { steps })).toBe('pass')
    expect(judge('distinct', args, calling('call_0'), { steps }).findings[0]?.message).toBe(
      '2 of 2 replies have the same id of a tool call.',
    )
    expect(verdict('distinct', args, named('a'), { steps })).toBe('inconclusive')
  })

  it('find a member in the items of a stream', () => {
    const streams = [one('a'), one('a')]
    expect(verdict('distinct', { at: '/id' }, streams[0]!, { repeats: streams })).toBe(
      'compare.repeated',
    )
  })

  it('say nothing with fewer than two values, and want one of of and at', () => {
    expect(verdict('distinct', { of: 'id' }, first)).toBe('inconclusive')
    const failed = [observed({ status: 500 }), observed({ status: 500 })]
    expect(verdict('distinct', { of: 'id' }, failed[0]!, { repeats: failed })).toBe('inconclusive')
    expect(() => verdict('distinct', {}, first)).toThrow(/exactly one/)
  })
})

describe('variety', () => {
  const many = (texts: string) => [...texts].map((text, index) => named(`${index}`, text))
  const against = (own: Observation[], other: Observation[]) => ({
    repeats: own,
    steps: new Map([['other', other]]),
  })
  const args = { of: 'text', notAbove: 'other' }
  const [low, high] = [many('aaaaaaaa'), many('abcdefgh')]

  it('holds where there are no more different values than in the other step', () => {
    expect(verdict('variety', args, low[0]!, against(low, high))).toBe('pass')
    expect(verdict('variety', args, low[0]!, against(low, many('bbbbbbbb')))).toBe('pass')
  })

  it('fails where there are more than chance brings about, and tells how likely that was', () => {
    const { findings } = judge('variety', args, high[0]!, against(high, low))
    expect(findings.map(({ code }) => code)).toEqual(['compare.variety'])
    expect(findings[0]?.received).toBe('8 in 8 (permutation test: p = 0.001)')
  })

  it('is inconclusive where chance alone may do it, or where there is nothing to compare', () => {
    const [more, less] = [many('abc'), many('aab')]
    expect(verdict('variety', args, more[0]!, against(more, less))).toBe('inconclusive')
    expect(verdict('variety', args, low[0]!, against(low, []))).toBe('inconclusive')
    expect(verdict('variety', args, low[0]!, against(many('a'), low))).toBe('inconclusive')
  })

  it.each([
    ['the other step never repeats itself', 'a', 'abcdefgh', 7, true],
    ['what is left can only equal it', 'aa', 'abcdefgg', 6, true],
    ['one more different answer would exceed it', 'a', 'abcdefgg', 7, false],
    ['it is above already', 'abc', 'aaaaaaaa', 0, false],
    ['there is nothing to compare with', 'a', 'b', 7, false],
    ['nothing came yet', '', 'abcdefgh', 8, false],
  ])('is settled, or not, where %s', (_, own, other, left, expected) => {
    const observations = many(own)
    const input = inputOf(low[0]!, against(observations, many(other)))
    expect(assertions.get('variety')?.settled?.(args, input, left)).toBe(expected)
    if (expected) expect(verdict('variety', args, low[0]!, input)).toBe('pass')
  })

  it('never calls settled what any rest of the answers could turn into less than a pass', () => {
    const random = seededRandom(7)
    const draw = (count: number, of: number) =>
      many(Array.from({ length: count }, () => 'abcdefgh'[Math.floor(random() * of)]).join(''))
    let settledOnes = 0
    for (let round = 0; round < 300; round += 1) {
      const [own, other] = [draw(8, 1 + (round % 8)), draw(8, 1 + ((round >> 3) % 8))]
      const sent = 1 + (round % 7)
      const soFar = inputOf(own[0]!, against(own.slice(0, sent), other))
      if (assertions.get('variety')?.settled?.(args, soFar, 8 - sent) !== true) continue
      settledOnes += 1
      expect(verdict('variety', args, own[0]!, against(own, other))).toBe('pass')
    }
    expect(settledOnes).toBeGreaterThan(20)
  })
})

describe('no-foreign', () => {
  const values = { 'nonce.mine': 'bogadimet', 'nonce.theirs': 'velmorabi', model: 'm' }
  const asked = { messages: [{ role: 'user', content: 'I am bogadimet' }] }
  const heard = (content: string) => chat(completion({}, {}, { content }), { asked })

  it('finds what only another conversation said', () => {
    expect(verdict('no-foreign', true, heard('Hello velmorabi'), { values })).toBe(
      'isolation.foreign',
    )
    expect(verdict('no-foreign', true, heard('Hello bogadimet'), { values })).toBe('pass')
  })

  it('knows a word that begins a sentence, of both conversations', () => {
    expect(verdict('no-foreign', true, heard('Velmorabi.'), { values })).toBe('isolation.foreign')
    const { findings } = judge('no-foreign', true, heard('It is VELMORABI.'), { values })
    expect(findings[0]?.received).toContain('VELMORABI')
    const written = { messages: [{ role: 'user', content: 'I am Velmorabi' }] }
    const own = chat(completion({}, {}, { content: 'velmorabi' }), { asked: written })
    expect(verdict('no-foreign', true, own, { values })).toBe('pass')
  })

  it('knows what every other repeat said', () => {
    const everyValues = [values, { 'nonce.mine': 'kesitarod' }]
    expect(verdict('no-foreign', true, heard('Hello kesitarod'), { values, everyValues })).toBe(
      'isolation.foreign',
    )
    expect(verdict('no-foreign', true, heard('Hello bogadimet'), { values, everyValues })).toBe(
      'pass',
    )
  })

  it('takes what is own or foreign from the case', () => {
    const args = { own: ['bogadimet', 'velmorabi'] }
    expect(verdict('no-foreign', args, heard('velmorabi'), { values })).toBe('inconclusive')
    expect(verdict('no-foreign', { foreign: ['Sol'] }, heard('Sol'), { values })).toBe(
      'isolation.foreign',
    )
  })

  it('joins what a stream cut', () => {
    const cut = stream([chunk({ content: 'velmo' }), chunk({ content: 'rabi' }), done])
    expect(verdict('no-foreign', true, cut, { values })).toBe('isolation.foreign')
  })
})

describe('same-schema', () => {
  const steps = new Map([['list', [answered({ id: 'a', n: 1, tags: ['x'], gone: null })]]])

  it('compares members and types, whatever their values', () => {
    const same = answered({ n: 7, id: 'b', tags: ['y', 'z'] })
    expect(verdict('same-schema', { as: 'list' }, same, { steps })).toBe('pass')
    const { findings } = judge('same-schema', { as: 'list' }, answered({ id: 'a', n: '1' }), {
      steps,
    })
    expect(findings[0]).toMatchObject({
      code: 'compare.shape',
      expected: '/n number, /tags array, /tags/* string',
      received: '/n string',
    })
  })
})

describe('no-crosstalk', () => {
  const foreignIn = (text: string) =>
    text.toLowerCase().includes('velmorabi') ? [{ word: 'velmorabi', case: 'batch.parallel' }] : []
  const asked = { messages: [{ role: 'user', content: 'I am bogadimet' }] }

  it('finds in an answer what only another case said', () => {
    const heard = chat(completion({}, {}, { content: 'Hello Velmorabi' }), { asked })
    const { findings } = judge('no-crosstalk', true, heard, { foreignIn })
    expect(findings.map(({ expected }) => expected)).toEqual([
      'no velmorabi, which is of batch.parallel',
    ])
    expect(findings[0]?.received).toContain('Velmorabi')
    const own = chat(completion({}, {}, { content: 'Hello bogadimet' }), { asked })
    expect(verdict('no-crosstalk', true, own, { foreignIn })).toBe('pass')
  })

  it('joins what a stream cut', () => {
    const parts = ['Hello vel', 'mor', 'abi'].map((content) => chunk({ content }))
    expect(verdict('no-crosstalk', true, stream([...parts, done]), { foreignIn })).toBe(
      'isolation.foreign',
    )
  })

  it('takes nothing for foreign that the request itself holds', () => {
    const repeated = { messages: [{ role: 'user', content: 'Say velmorabi' }] }
    const heard = chat(completion({}, {}, { content: 'velmorabi' }), { asked: repeated })
    expect(verdict('no-crosstalk', true, heard, { foreignIn })).toBe('pass')
  })

  it('is inconclusive where it is not known what others said', () => {
    const { foreignIn: _, ...alone } = inputOf(chat())
    expect(assertions.get('no-crosstalk')?.judge(true, alone).inconclusive).toBe(
      'It is not known what other cases said.',
    )
  })
})
