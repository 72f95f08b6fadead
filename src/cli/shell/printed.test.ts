import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { judgedCell, judgedCheck, judgedReport } from '../../judge/testing/cells.ts'
import { renderJson } from '../../report/json/json.ts'
import { runProgram, temporaryFolder } from '../testing/program.ts'

const acted = /[\u009b\u202e]|##(?:vso)?\[/

it('a message holds nothing that a terminal or the runner of a job acts on, and keeps its lines', async () => {
  const { code, stderr } = await runProgram(['explain', '\u009b31m\n\u202e##vso[task.x]'])
  expect(code).toBe(2)
  expect(stderr).not.toMatch(acted)
  expect(stderr).toContain('\\u009b31m\n\\u202e')
})

it('a comparison as JSON holds nothing that a terminal or the runner of a job acts on', async () => {
  const files = ['pass', 'fail'].map((verdict) => {
    const file = join(temporaryFolder(), 'report.json')
    const check = judgedCheck('status', verdict as 'pass' | 'fail', '\u009b31m\u202e##[error]')
    writeFileSync(file, renderJson(judgedReport([judgedCell([check])])))
    return file
  })
  const { stdout } = await runProgram([
    'compare',
    '--config=none',
    '--history=none',
    '--json',
    ...files,
  ])
  expect(JSON.parse(stdout)).toHaveProperty('newFailures')
  expect(stdout).not.toMatch(acted)
})
