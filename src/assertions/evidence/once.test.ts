import { expect, it } from 'vitest'
import { passed } from '../outcome.ts'
import { chat } from '../testing/completion.ts'
import { inputOf } from '../testing/judge.ts'
import { once, onExchange } from './once.ts'

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

it('judges an exchange once with each arguments, whichever cell asks', () => {
  const asked: string[] = []
  const check = onExchange((name: string, { api }) => {
    asked.push(`${name} ${api}`)
    return passed(name)
  })
  const [one, other] = [inputOf(chat()), inputOf(chat())]
  const again = { ...one, cell: { ...one.cell, model: 'another' } }
  expect([check('a', one), check('b', one), check('a', other)].map(({ notes }) => notes)).toEqual([
    ['a'],
    ['b'],
    ['a'],
  ])
  expect(check('a', again)).toBe(check('a', one))
  expect(asked).toEqual(['a openai-chat', 'b openai-chat', 'a openai-chat'])
})
