import { expect, it } from 'vitest'
import { once } from './once.ts'

it('works a result out once for each object, one that is undefined too', () => {
  const asked: object[] = []
  const nothing = once((of: { readonly name: string }) => {
    asked.push(of)
    return of.name === '' ? undefined : of.name.toUpperCase()
  })
  const [one, other] = [{ name: 'a' }, { name: '' }]
  expect([nothing(one), nothing(other), nothing(one), nothing(other)]).toEqual([
    'A',
    undefined,
    'A',
    undefined,
  ])
  expect(asked).toEqual([one, other])
})

it('keeps a result of its own for each of two equal objects', () => {
  const keys = once((of: Readonly<Record<string, unknown>>) => Object.keys(of))
  expect(keys({ a: 1 })).not.toBe(keys({ a: 1 }))
})
