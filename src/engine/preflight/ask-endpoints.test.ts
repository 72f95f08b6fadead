import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { runProgram, temporaryFolder } from '../../cli/testing/program.ts'

async function historyAfter(...flags: readonly string[]): Promise<readonly string[]> {
  const [history, reports] = [temporaryFolder(), temporaryFolder()]
  const { code } = await runProgram([
    'run',
    '--config=none',
    '--target=openai-compatible',
    '--endpoint=http://127.0.0.1:9/v1',
    '--model=m',
    `--history=${history}`,
    `--report-dir=${reports}`,
    ...flags,
  ])
  expect(code).toBe(3)
  return readdirSync(history)
}

it('an outage is kept in the history, as a result is, where the whole suite was to be run', async () => {
  expect(await historyAfter()).toHaveLength(1)
  expect(await historyAfter('--case=chat.simple')).toEqual([])
})
