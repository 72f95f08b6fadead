import { expect, it } from 'vitest'
import { verdict } from '../testing/judge.ts'
import { answered, observed } from '../testing/observation.ts'

it('is inconclusive where one of the two was refused: an error has other members', () => {
  const refused = observed({ status: 403, body: '{"message":"No."}' })
  const served = answered({ id: 'a' })
  const against = (other: typeof served) => ({ steps: new Map([['there', [other]]]) })
  expect(verdict('same-schema', { as: 'there' }, served, against(refused))).toBe('inconclusive')
  expect(verdict('same-schema', { as: 'there' }, refused, against(served))).toBe('inconclusive')
  expect(verdict('same-schema', { as: 'there' }, refused, against(refused))).toBe('pass')
})
