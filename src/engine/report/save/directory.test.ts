import { expect, it } from 'vitest'
import { mergedDirectory, reportDirectory } from './directory.ts'

it('the reports of a whole run are in a directory named like the target', () => {
  expect(reportDirectory({ target: 'bedrock' }, 'bedrock')).toBe('reports/bedrock')
})

it.each([
  { case: ['chat.*'] },
  { api: ['converse'] },
  { level: 'must' as const },
  { shard: { index: 1, count: 7 } },
])('the reports of a run narrowed by %o are beside those of the whole run', (flags) => {
  expect(reportDirectory({ target: 'bedrock', ...flags }, 'bedrock')).toBe(
    'reports/bedrock-narrowed',
  )
})

it('a directory that the user named is taken, also for a narrowed run', () => {
  const flags = { target: 'bedrock', case: ['chat.*'], reportDir: 'mine' }
  expect(reportDirectory(flags, 'bedrock')).toBe('mine')
})

it('the reports of parts that were all narrowed are beside those of the whole run', () => {
  expect(mergedDirectory({ cases: ['chat.*'] }, 'bedrock')).toBe('reports/bedrock-narrowed')
  expect(mergedDirectory(undefined, 'bedrock')).toBe('reports/bedrock')
  expect(mergedDirectory({ cases: ['chat.*'] }, 'bedrock', 'mine')).toBe('mine')
})
