import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { judgedCell, judgedCheck } from '../../judge/testing/cells.ts'
import { rewriteBaseline } from './rewrite-baseline.ts'

const cells = [judgedCell([judgedCheck('usage', 'fail', 'usage.sum')])]

it('a new file names a schema that exists, from its own folder', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'known.yaml')
  await rewriteBaseline(file, 'llamastack', [], { cells }, '2026-01-02')
  const text = readFileSync(file, 'utf8')
  const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? []
  expect(schema).toMatch(/baseline\.schema\.json$/)
  expect(existsSync(resolve(dirname(file), schema))).toBe(true)
  expect(text).toContain('finding: usage.sum')
})
