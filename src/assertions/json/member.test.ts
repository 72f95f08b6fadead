import { describe, expect, it } from 'vitest'
import { chat, stream } from '../testing/completion.ts'
import { judge, verdict } from '../testing/judge.ts'
import { answered, observed } from '../testing/observation.ts'
import { resolve } from './pointer.ts'

const body = answered({ a: { 'x/y': 1, '~': 'no' }, list: [{ id: 'p' }, { id: 'q' }], nil: null })

describe('member', () => {
  it.each([
    [{ at: '/a/x~1y', equals: 1 }, 'pass'],
    [{ at: '/a/~0', equals: 'no' }, 'pass'],
    [{ at: '/a', equals: { '~': 'no', 'x/y': 1 } }, 'pass'],
    [{ at: '/a/b' }, 'member.missing'],
    [{ at: '/a', exists: true }, 'pass'],
    [{ at: '/nil', exists: true }, 'pass'],
    [{ at: '/nil', absent: true }, 'pass'],
    [{ at: '/a', absent: true }, 'member.present'],
    [{ at: '/nil', type: ['string', 'null'] }, 'pass'],
    [{ at: '/list', type: 'object' }, 'member.type'],
    [{ at: '/a/x~1y', type: 'integer' }, 'pass'],
    [{ at: '/list/1/id', equals: 'p' }, 'member.value'],
    [{ at: '/list/01/id' }, 'member.missing'],
    [{ at: '/list/*/id', oneOf: ['p', 'q'] }, 'pass'],
    [{ at: '/list/*/id', oneOf: ['p'] }, 'member.value'],
    [{ at: '/list/*/name' }, 'member.missing'],
    [{ at: '/list/0/id', matches: '^[a-z]$' }, 'pass'],
    [{ at: '/list/0/id', contains: 'z' }, 'member.value'],
    [{ at: '/list', lengthAtLeast: 2 }, 'pass'],
    [{ at: '/list', length: 3 }, 'member.length'],
    [{ at: '/a/x~1y', lengthAtMost: 3 }, 'member.length'],
    [{ at: '/a/x~1y', min: 1, max: 1 }, 'pass'],
    [{ at: '/a/x~1y', min: 2 }, 'member.range'],
    [{ at: '/a/~0', max: 2 }, 'member.range'],
    [{ at: '', type: 'object' }, 'pass'],
  ])('%j: %s', (args, stated) => {
    expect(verdict('member', args, body)).toBe(stated)
  })

  it('names each element that is wrong', () => {
    const { findings } = judge('member', { at: '/list/*/id', type: 'integer' }, body)
    expect(findings.map(({ at }) => at?.pointer)).toEqual(['/list/0/id', '/list/1/id'])
  })

  it('looks into the items of a stream', () => {
    const finish = { at: '/choices/0/finish_reason', equals: 'stop' }
    expect(verdict('member', finish, stream())).toBe('pass')
    expect(verdict('member', { ...finish, item: 3 }, stream())).toBe('pass')
    expect(verdict('member', { ...finish, item: 'first' }, stream())).toBe('member.value')
    expect(verdict('member', { at: '/usage', item: 'last' }, stream())).toBe('pass')
    expect(verdict('member', { at: '/id', item: 'each' }, stream())).toBe('pass')
    expect(verdict('member', { at: '/usage', absent: true }, stream())).toBe('member.present')
    expect(verdict('member', { at: '/id', item: 9 }, stream())).toBe('inconclusive')
  })

  it('is inconclusive of a body that is not JSON', () => {
    expect(verdict('member', { at: '/a' }, observed({ body: 'x' }))).toBe('inconclusive')
    expect(verdict('member', { at: '/a', item: 'last' }, chat())).toBe('inconclusive')
  })

  it('refuses what is no JSON Pointer', () => {
    expect(() => verdict('member', { at: 'a.b' }, body)).toThrow(/JSON Pointer/)
  })
})

describe('a JSON Pointer', () => {
  it('resolves the examples of RFC 6901 section 5', () => {
    const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'm~n': 8, ' ': 7 }
    const value = (pointer: string) => resolve(document, pointer)[0]?.value
    expect(value('')).toBe(document)
    expect(value('/foo')).toEqual(['bar', 'baz'])
    expect(value('/foo/0')).toBe('bar')
    expect(value('/')).toBe(0)
    expect(value('/a~1b')).toBe(1)
    expect(value('/m~0n')).toBe(8)
    expect(value('/ ')).toBe(7)
    expect(resolve(document, '/toString')).toEqual([])
  })
})
