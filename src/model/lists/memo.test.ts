import { expect, it } from 'vitest'
import { memo, memoByAll } from './memo.ts'

it('a value is computed once for each key, also where it is undefined', () => {
  const asked: string[] = []
  const of = memo((key: string) => void asked.push(key))
  expect([of('a'), of('b'), of('a')]).toEqual([undefined, undefined, undefined])
  expect(asked).toEqual(['a', 'b'])
})

it('a value is computed once for each row of keys', () => {
  const of = memoByAll<object>()
  const one = {}
  const make = (): object => ({})
  const first = of([one, 'a'], make)
  expect(of([one, 'a'], make)).toBe(first)
  for (const keys of [[{}, 'a'], [one], [one, 'b'], [one, 'a', undefined], ['a', one]]) {
    expect(of(keys, make)).not.toBe(first)
  }
})
