import { describe, expect, it } from 'vitest'
import { profile, verdict } from '../testing/judge.ts'
import { answered } from '../testing/observation.ts'

const lacking = [
  { status: [400], envelope: ['openai'], messageContains: ['in the same turn'] },
] as const
const own = { profile: { ...profile, errors: { lacking } } }

const of = (status: number, message: string) =>
  verdict(
    'answered',
    { unless: ['lacking', 'unheard-of'] },
    answered({ error: { message, type: 'x', param: null, code: null } }, { status }),
    own,
  )

describe('answered', () => {
  it('wants an answer', () => {
    expect(verdict('answered', { unless: ['lacking'] }, answered({}), own)).toBe('pass')
    expect(of(400, 'No.')).toBe('http.status')
    expect(of(500, 'Not in the same turn.')).toBe('http.status')
  })

  it('leaves a model alone that says what it lacks', () => {
    expect(of(400, 'These cannot be provided in the same turn.')).toBe('inconclusive')
  })
})
