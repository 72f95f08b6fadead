import { describe, expect, it } from 'vitest'
import { createSelection } from './selection.ts'

const names = ['auth.none', 'auth.wrong', 'chat.simple', 'stream.basic']

function selected(...texts: string[]): string[] {
  return names.filter(createSelection(texts).has)
}

describe('a selection of names', () => {
  it.each([
    [[], names],
    [['chat.*'], ['chat.simple']],
    [['!auth.*'], ['chat.simple', 'stream.basic']],
    [['!auth.*', '!chat.simple'], ['stream.basic']],
    [
      ['*.*', '!auth.wrong'],
      ['auth.none', 'chat.simple', 'stream.basic'],
    ],
    [['!auth.wrong', 'auth.*'], ['auth.none']],
    [['auth.*', '!auth.*'], []],
    [['!auth.*/status'], names],
  ])('by %j', (texts, expected) => {
    expect(selected(...texts)).toEqual(expected)
  })

  it.each([
    [['chat.simple'], undefined],
    [['!auth.*'], undefined],
    [['chat.simple/status'], ['status']],
    [['!chat.simple/status'], ['usage', 'usage-sum']],
    [['chat.*/usage*', '!*/usage-sum'], ['usage']],
    [['chat.*', '!chat.simple/usage*'], ['status']],
  ])('takes the checks of %j', (texts, expected) => {
    const wants = createSelection(texts).checksOf('chat.simple')
    expect(wants && ['status', 'usage', 'usage-sum'].filter(wants)).toEqual(expected)
  })
})
