/** The main job on the embedded reference, as a user sees it. */
import { SaxesParser } from 'saxes'
import { beforeAll, expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
import { filesBelow, runProgram, temporaryFolder, type Ran } from '../../cli/testing/program.ts'

let ran: Ran
let files: Map<string, string>
let report: Report

beforeAll(async () => {
  const folder = temporaryFolder()
  // A part of the suite: `npm test` runs the whole of it after these tests.
  const cases = ['chat.*', 'stream.*', 'unsupported.*'].map((glob) => `--case=${glob}`)
  const where = ['--region=us-west-2', `--report-dir=${folder}`]
  ran = await runProgram(['run', '--target=reference', ...cases, ...where])
  files = filesBelow(folder)
  report = JSON.parse(files.get('report.json') ?? '{}') as Report
}, 60_000)

it('a run on the reference is conformant, and says so with the reports it wrote', () => {
  expect(ran.code, ran.stdout).toBe(0)
  expect(ran.stdout).toContain('CONFORMANT')
  for (const name of ['report.json', 'junit.xml', 'report.md']) {
    expect([...files.keys()]).toContain(name)
    expect(ran.stdout).toContain(name)
  }
})

it('a run on the reference has nothing but pass and unsupported on the reference', () => {
  const { pass, unsupported, checks } = report.summary
  expect(pass + unsupported).toBe(checks)
  expect(pass).toBeGreaterThan(500)
})

it('a run on the reference counts as many test cases, failures, errors and skips in JUnit as checks in the report', () => {
  const counts = { testcase: 0, failure: 0, error: 0, skipped: 0 }
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => {
    if (name in counts) counts[name as keyof typeof counts] += 1
  })
  parser.write(files.get('junit.xml') ?? '').close()
  const { checks, fail, error, unsupported, inconclusive } = report.summary
  expect(counts).toEqual({
    testcase: checks,
    failure: fail,
    error,
    skipped: unsupported + inconclusive,
  })
})

it('a run on the reference plans every example, table row and claim of the two documents', async () => {
  const { stdout } = await runProgram(['list', '--target=reference', '--json'])
  const { cases } = JSON.parse(stdout) as { cases: { from: string[] }[] }
  const sources = new Set(cases.flatMap(({ from }) => from))
  const wanted = [
    'walkthrough: OpenAI API compatibility',
    'walkthrough: AWS Bedrock’s own API',
    'walkthrough: selecting a model',
    'walkthrough: using invoke-model',
    'notebook step 0',
    'notebook step 1',
    ...[1, 2, 3, 4, 5, 6, 7].map((example) => `notebook example ${example}`),
    'notebook support matrix',
    'notebook limitations',
    'notebook troubleshooting',
    'notebook curl',
    'notebook outputs',
  ]
  const plain = [...sources].map((source) => source.replaceAll('’', "'"))
  const missing = wanted.filter(
    (start) => !plain.some((source) => source.startsWith(start.replaceAll('’', "'"))),
  )
  expect(missing).toEqual([])
})

it('a run on the reference never counts a 429 as a failure, even where any answer is accepted', async () => {
  const folder = temporaryFolder()
  const cases = ['prompt.null-members', 'chat.simple'].map((id) => `--case=${id}`)
  const where = ['--api=openai-chat', '--region=us-west-2', `--report-dir=${folder}`]
  const some = ['--oddity=throttled', '--max-time=3s']
  const args = ['run', '--target=reference', ...some, ...cases, ...where]
  const { code } = await runProgram(args)
  const { summary } = JSON.parse(filesBelow(folder).get('report.json') ?? '') as Report
  expect(code).toBe(5)
  expect([summary.fail, summary.warn, summary.error]).toEqual([0, 0, 0])
  expect(summary.inconclusive).toBeGreaterThan(20)
})
