import { expect, it } from 'vitest'
import { describeOdd } from './remedy.ts'

const open = { hasCredentials: false, curl: { tokenVariable: 'OPENAI_API_KEY' } } as const

it('an odd answer to a request without a key says that none was sent', () => {
  expect(describeOdd({ status: 500 }, open)).toBe(
    'No key was sent: set OPENAI_API_KEY if the server requires one.',
  )
})

it('with a key, or where none is wanted, nothing is said of it', () => {
  expect(describeOdd({ status: 500 }, { ...open, hasCredentials: true })).toBe('')
  expect(describeOdd({ status: 500 }, { hasCredentials: false })).toBe('')
})

it('where nothing is found, the path may be wrong', () => {
  expect(describeOdd({ status: 404 }, { hasCredentials: true })).toMatch(/--endpoint\.$/)
})
