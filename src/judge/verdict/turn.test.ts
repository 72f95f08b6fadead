import { expect, it } from 'vitest'
import { turnOf, type Ending, type Turn } from './turn.ts'

const ending = (verdict: Ending['verdict'], ...codes: string[]): Ending => ({ verdict, codes })

it.each<[Ending, Ending, Turn]>([
  [ending('pass'), ending('fail', 'a'), 'new-failure'],
  [ending('absent'), ending('fail', 'a'), 'new-failure'],
  [ending('fail', 'a'), ending('fail', 'a', 'b'), 'new-failure'],
  [ending('fail', 'a', 'b'), ending('fail', 'a'), 'still'],
  [ending('known', 'a'), ending('fail', 'a'), 'still'],
  [ending('fail', 'a'), ending('known', 'a'), 'still'],
  [ending('pass'), ending('known', 'a'), 'still'],
  [ending('pass'), ending('warn', 'a'), 'new-warning'],
  [ending('known', 'a'), ending('warn', 'a'), 'still'],
  [ending('known', 'a'), ending('fixed'), 'fixed'],
  [ending('warn', 'a'), ending('pass'), 'fixed'],
  [ending('fail', 'a'), ending('inconclusive'), 'lost'],
  [ending('pass'), ending('error'), 'lost'],
  [ending('pass'), ending('absent'), 'lost'],
  [ending('inconclusive'), ending('pass'), 'same'],
  [ending('inconclusive'), ending('error'), 'same'],
  [ending('pass'), ending('pass'), 'same'],
])('from %j to %j it is %s', (before, after, turn) => {
  expect(turnOf(before, after)).toBe(turn)
})
