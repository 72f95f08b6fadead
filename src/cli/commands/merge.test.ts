import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RunSelection } from '../../model/report.ts'
import { judgedCell, judgedCheck, judgedReport } from '../../judge/testing/cells.ts'
import { renderJson } from '../../report/json/json.ts'
import { runProgram, temporaryFolder } from '../testing/program.ts'

function partOf(selection: RunSelection): string {
  const folder = temporaryFolder()
  const [region = '-'] = selection.regions ?? []
  const cells = [judgedCell([judgedCheck('status', 'fail')], { case: 'chat.simple', region })]
  writeFileSync(join(folder, 'report.json'), renderJson(judgedReport(cells, { selection })))
  return folder
}

const merged = async (...selections: RunSelection[]) => {
  const flags = ['--config=none', '--history=none', `--report-dir=${temporaryFolder()}`]
  return runProgram(['merge', ...selections.map(partOf), ...flags])
}

it('repeats a failure in the region and with the model that the parts had', async () => {
  const models = ['some-model']
  const { stdout } = await merged({ regions: ['eu-west-1'], models })
  expect(stdout).toMatch(/repeat .* --region=eu-west-1 --model=some-model --case=chat\.simple/)
  const two = await merged({ regions: ['eu-west-1'], models }, { regions: ['us-east-1'], models })
  expect(two.stdout).toMatch(
    /repeat .* --model=some-model --case=chat\.simple --region=(?:eu-west-1|us-east-1)\n/,
  )
})

it('repeats a failure with the flags that all parts were given, whatever a report claims', async () => {
  const part = (region: string, ...flags: string[]) => {
    const folder = partOf({ regions: [region] })
    const file = join(folder, 'report.json')
    const report = JSON.parse(readFileSync(file, 'utf8')) as object
    writeFileSync(file, JSON.stringify({ ...report, flags }))
    return folder
  }
  const common = ['--target=my gateway.yaml', '--timeout=7s']
  const parts = ['eu-west-1', 'us-east-1'].map((region) =>
    part(region, `--region=${region}`, ...common),
  )
  const folder = temporaryFolder()
  const flags = ['--config=none', '--history=none', `--report-dir=${folder}`]
  const { stdout } = await runProgram(['merge', ...parts, ...flags])
  expect(stdout).toMatch(
    /repeat .* -- '--target=my gateway\.yaml' --timeout=7s --case=chat\.simple --region=eu-west-1\n/,
  )
  const hostile = part('eu-west-1', '; rm -rf ~')
  expect(await runProgram(['merge', hostile, ...flags])).toMatchObject({ code: 2 })
})

it.each(['', 'us-*', 'us-east-1,all'])(
  'refuses a name that is not a region: --region=%s',
  async (names) => {
    const part = partOf({ regions: ['us-east-1'] })
    const flags = [`--region=${names}`, '--config=none', `--report-dir=${temporaryFolder()}`]
    const { code, stderr } = await runProgram(['merge', part, ...flags])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^--region: .* Name each region/)])
  },
)

it('keeps the recordings of a part whose report is named', async () => {
  const part = partOf({ regions: ['us-east-1'] })
  mkdirSync(join(part, 'wire'))
  writeFileSync(join(part, 'wire', 'chat.simple.har'), '{"log":{"entries":[]}}')
  const folder = temporaryFolder()
  const flags = ['--config=none', '--history=none', `--report-dir=${folder}`]
  await runProgram(['merge', join(part, 'report.json'), ...flags])
  expect(readdirSync(join(folder, 'wire'))).toEqual(['chat.simple.har'])
})
