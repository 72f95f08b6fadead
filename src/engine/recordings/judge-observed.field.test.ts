/** Published recordings of real Bedrock traffic in `../shared/observed`; see the project `field` in vitest.config.ts. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { runReplies, type CellResult, type Report } from '../../model/report.ts'
import { runProgram } from '../../cli/testing/program.ts'

const folder = fileURLToPath(new URL('../../../../shared/observed', import.meta.url))
const files = readdirSync(folder).filter((name) => name.endsWith('.har'))

/** What the recordings themselves are known to break, and the two streams that were made up. */
const explained: Readonly<Record<string, readonly string[]>> = {
  'har.ogx-22c46a6092': ['nullable-members'],
  'har.ogx-888d9482b5': ['nullable-members'],
  'har.smp-75c54f358c': ['no-error-in-success'],
  'har.vc-08ed7a972e': ['response-schema', 'tool-use'], // its request, which may excuse a token, is not recorded
  'har.vc-25a13b1b06': ['no-exception', 'message-start'],
  'har.vc-4fe75c15a4': ['reasoning-placement'],
  'har.vc-81da88787d': ['no-blank-text'],
  'har.vc-8e655b1b79': ['no-blank-text'],
  'har.vc-a4c3d7e79d': ['no-exception'],
}

/** An operation that no API has. */
const unjudged: ReadonlySet<string> = new Set(['har.smp-75c54f358c'])

/** The rows of recordings, without the one about the run as a whole. */
function recordings({ cells }: Report): CellResult[] {
  return cells.filter((cell) => cell.case !== runReplies)
}

async function judged(...flags: readonly string[]): Promise<Report> {
  const paths = files.map((file) => join(folder, file))
  const { stdout, stderr } = await runProgram(['judge', ...paths, ...flags, '--json'])
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout) as Report
}

function checksThat(cell: CellResult, ...verdicts: readonly string[]): string[] {
  return cell.checks.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id)
}

describe('published recordings', () => {
  let report: Report

  beforeAll(async () => {
    report = await judged()
  }, 60_000)

  it('give no failure, and only the known deviations that the facts explain', () => {
    expect(report.summary).toMatchObject({ requests: 0, fail: 0, warn: 0, error: 0 })
    expect(recordings(report)).toHaveLength(98)
    const known = report.cells.map((cell) => [cell.case, checksThat(cell, 'known')] as const)
    expect(Object.fromEntries(known.filter(([, ids]) => ids.length > 0))).toEqual(explained)
    expect(report.exitCode).toBe(0)
  })

  it('are each judged in the main, and silent only where they hold nothing', () => {
    for (const cell of recordings(report)) {
      const musts = cell.checks.filter(({ level }) => level === 'must')
      const open = musts.filter(({ verdict }) => verdict === 'inconclusive')
      const isBroken = ['har.vc-25a13b1b06', 'har.vc-a4c3d7e79d'].includes(cell.case)
      if (!isBroken && !unjudged.has(cell.case))
        expect(open.length * 2, cell.case).toBeLessThanOrEqual(musts.length)
      const reasons = open.map(({ reason }) => reason)
      const expected = unjudged.has(cell.case) ? ['not-captured', 'not-judged'] : ['not-captured']
      if (!isBroken) expect(expected, cell.case).toEqual(expect.arrayContaining(reasons))
    }
  })

  it('fail without the list of single captures, so that a new leak is red', async () => {
    const { cells, exitCode } = await judged('--baseline=none')
    const failed = cells.filter((cell) => checksThat(cell, 'fail').length > 0)
    expect(failed.map((cell) => cell.case)).toEqual([
      'har.vc-08ed7a972e',
      'har.vc-25a13b1b06',
      'har.vc-a4c3d7e79d',
    ])
    expect(exitCode).toBe(1)
  })

  it('are placed on the front, in the region and with the model that they are of', () => {
    const location = (id: string): string => {
      const cell = report.cells.find((one) => one.case === `har.${id}`)
      return `${cell?.api} ${cell?.region} ${cell?.model}`
    }
    expect(location('ogx-755b3a87a0')).toBe('openai-models us-east-2 -')
    expect(location('lc-7bf7f6ce14.0')).toBe(
      'converse us-east-1 us.anthropic.claude-sonnet-4-20250514-v1:0',
    )
    expect(location('ogx-74d481bc87')).toBe('openai-chat-stream us-west-2 openai.gpt-oss-20b-1:0')
  })
})
