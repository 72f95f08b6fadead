import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { judgedCell, judgedCheck, judgedReport } from '../../judge/testing/cells.ts'
import { runReplies } from '../../model/report.ts'
import { renderJson } from '../../report/json/json.ts'
import { runProgram, temporaryFolder } from '../testing/program.ts'

/** A run of one case, in which the replies were enough to judge all of them. */
function reportOf(name: string): string {
  const checks = [judgedCheck('status')]
  const replies = judgedCell(checks, { case: runReplies, region: '-', model: '-' })
  const file = join(temporaryFolder(), 'report.json')
  writeFileSync(file, renderJson(judgedReport([judgedCell(checks, { case: name }), replies])))
  return file
}

const compared = async (...names: string[]) =>
  runProgram(['compare', '--config=none', '--history=none', ...names.map(reportOf)])

it('runs without a common cell are refused, though both have rows about their replies', async () => {
  const { code, stderr } = await compared('chat.simple', 'stream.basic')
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no cell in common'),
  })
  expect(await compared('chat.simple', 'chat.simple')).toMatchObject({ code: 0 })
})

it('what changed is printed also where a file of it cannot be written', async () => {
  const same = [reportOf('chat.simple'), reportOf('chat.simple')]
  const markdown = `--markdown=${join(same[0] ?? '', 'x.md')}`
  const ran = await runProgram(['compare', '--config=none', '--history=none', markdown, ...same])
  expect(ran.stdout).toMatch(/^NO REGRESSION/)
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringMatching(/^--markdown: /)])
})
