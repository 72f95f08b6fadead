import { describe, expect, it } from 'vitest'
import { runProgram } from '../cli/testing/program.ts'

describe('e2e', () => {
  it('says in one line that it found no Python, and is not green', async () => {
    const ran = await runProgram(['e2e'], { PYTHON: '/nowhere/python3' })
    expect(ran.code).toBe(3)
    expect(ran.stderr).toMatch(/^e2e needs Python 3\.12 or newer and found none\..*\n$/)
  })

  it('names its parts where one is misspelt', async () => {
    const ran = await runProgram(['e2e', '--only=lama-stack'])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toBe(
      '--only: there is no "lama-stack". There are: llama-stack, ogx, aws-cli.\n',
    )
  })
})
