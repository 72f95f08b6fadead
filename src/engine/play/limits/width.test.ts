import { expect, it } from 'vitest'
import { createWidth } from './width.ts'

/** The widths that are set by outcomes: `+` is an answer, `-` a refusal. */
function widthsOf(outcomes: string, most = 8): number[] {
  const widths: number[] = []
  const width = createWidth(most, (one) => widths.push(one))
  for (const outcome of outcomes) {
    if (outcome === '+') width.answered()
    else width.refused()
  }
  return widths
}

const answers = (count: number): string => '+'.repeat(count)

it('is halved by each refusal, down to one', () => {
  expect(widthsOf('-----')).toEqual([4, 2, 1])
})

it('grows by one after eight answers in a row', () => {
  expect(widthsOf(`-${answers(7)}`)).toEqual([4])
  expect(widthsOf(`-${answers(16)}`)).toEqual([4, 5, 6])
  expect(widthsOf(`-${answers(7)}-${answers(7)}`)).toEqual([4, 2])
})

it('never exceeds what was given', () => {
  expect(widthsOf(answers(99))).toEqual([])
  expect(widthsOf(`-${answers(99)}`, 2)).toEqual([1, 2])
})

it('takes back the one that was too many, and tries it again after twice as many answers', () => {
  expect(widthsOf(`-${answers(8)}-${answers(15)}`)).toEqual([4, 5, 4])
  expect(widthsOf(`-${answers(8)}-${answers(16)}`)).toEqual([4, 5, 4, 5])
})

it('tries again after 64 answers at most', () => {
  const tries = [8, 16, 32, 64, 64].map((count) => `${answers(count)}-`).join('')
  expect(widthsOf(`-${tries}`)).toEqual([4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4])
})
