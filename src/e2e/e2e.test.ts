import { describe, expect, it } from 'vitest'
import { runProgram } from '../cli/testing/program.ts'

describe('e2e', () => {
  it('says why a part was not run, and is not green', async () => {
    const ran = await runProgram(['e2e', '--only=fakellm'], { PYTHON: '/nowhere/python3' })
    expect(ran.code).toBe(3)
    expect(ran.stdout).toMatch(
      /NOT RUN: It needs Python 3\.12 or newer and found none\..*\n1 results: .* 1 NOT RUN\.\n$/,
    )
  })

  it('leaves out what does not fit the budget, and counts it', async () => {
    const ran = await runProgram(['e2e', '--only=fakellm', '--budget=1s'])
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('1 left out by --budget (fakellm).')
  })

  it('names its parts where one is misspelt', async () => {
    const ran = await runProgram(['e2e', '--only=lama-stack'])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(/^--only: there is no "lama-stack"\. There are: .*llama-stack.*\n$/)
  })
})
