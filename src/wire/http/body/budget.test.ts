import { expect, it } from 'vitest'
import { createBudget } from './budget.ts'

const mebibyte = 1024 * 1024

it('grants what is left, and what was given back', () => {
  const budget = createBudget(4 * mebibyte)
  expect(budget.take(0, 3 * mebibyte)).toBe(true)
  expect(budget.take(0, 2 * mebibyte)).toBe(false)
  budget.give(mebibyte)
  expect(budget.take(0, 2 * mebibyte)).toBe(true)
})

it('grants a body its first megabyte whatever the others take', () => {
  const budget = createBudget(mebibyte)
  expect(budget.take(0, mebibyte)).toBe(true)
  expect(budget.take(0, mebibyte)).toBe(true)
  expect(budget.take(mebibyte, 1)).toBe(false)
})
