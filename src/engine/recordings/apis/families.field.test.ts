/** Recordings of bodies by family, counts and messages in `../shared`; see the project `field` in vitest.config.ts. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../../model/report.ts'
import { runProgram } from '../../../cli/testing/program.ts'

const shared = fileURLToPath(new URL('../../../../../shared', import.meta.url))

async function judged(...paths: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await runProgram(['judge', ...paths, '--json'])
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout) as Report
}

it('published recordings of families, counts and messages give no failure', async () => {
  const folder = join(shared, 'observed-2')
  const files = readdirSync(folder).filter((name) =>
    /^(?:invoke|count|messages|converse)/.test(name),
  )
  const { cells, summary } = await judged(...files.map((file) => join(folder, file)))
  expect(cells).toHaveLength(11)
  expect(summary).toMatchObject({ fail: 0, warn: 0, error: 0 })
  for (const cell of cells) {
    const passed = cell.checks.filter(({ verdict }) => verdict === 'pass')
    expect(passed.length, cell.case).toBeGreaterThan(5)
  }
})

describe('a recording made for one defect', () => {
  it.each([
    ['count-tokens-negative', ['count-schema']],
    ['invoke-claude-good', []],
    ['invoke-claude-no-stop', ['message-events', 'message-stop', 'message-usage']],
    ['invoke-claude-no-usage', ['message-schema', 'message-stop', 'message-usage']],
    ['invoke-claude-openai-body', ['message-schema']],
    ['messages-many-faults', ['message-schema', 'message-stop', 'message-usage']],
    ['titan-empty-embedding', ['titan-embed-schema', 'titan-embedding']],
  ])('%s fails in %j', async (name, ids) => {
    const { cells } = await judged(join(shared, 'field', `${name}.har`))
    const failed = cells.flatMap(({ checks }) => checks).filter(({ verdict }) => verdict === 'fail')
    expect(failed.map(({ id }) => id)).toEqual(ids)
  })
})
