import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'
import type { Report } from '../../model/report.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { evidenceOf } from './evidence.ts'
import type { Evidence } from './format.ts'
import { mergeEvidence } from './merge.ts'
import { findingsPage } from './page.ts'
import { loadFindings } from './store.ts'

const one: Evidence = {
  check: '*/usage',
  code: 'usage.sum',
  reason: 'It adds the cache twice.',
  example: 'chat.simple/usage',
  api: 'openai-chat',
  rule: 'openai.usage.total',
  level: 'must',
  message: 'The sum is wrong.',
  expected: '3',
  received: '4',
  checks: 2,
  curl: 'curl "$URL"/v1',
}

/** As much of a report as evidence is made of. */
function reportWith(commands: readonly string[]): Report {
  const entry = { check: '*/usage', finding: 'usage.sum', reason: 'It adds the cache twice.' }
  const finding = { code: 'usage.sum', message: 'The sum is wrong.', expected: '3', received: '4' }
  const check = {
    id: 'usage',
    rule: 'openai.usage.total',
    level: 'must',
    verdict: 'known',
    known: { reason: entry.reason },
    finding,
  }
  const cells = commands.map((curl) => ({
    case: 'chat.simple',
    api: 'openai-chat',
    region: '-',
    model: 'm',
    curl,
    checks: [check, { ...check, id: 'other', finding: { ...finding, code: 'usage.missing' } }],
  }))
  const target = { name: 't', endpoint: 'http://127.0.0.1:4000/v1' }
  return { target, baseline: [entry], cells } as unknown as Report
}

describe('the evidence of a finding', () => {
  const long = "curl 'http://127.0.0.1:4000/v1/chat/completions' --data-raw '{\"n\":1}'"
  const short = "curl 'http://127.0.0.1:4000/v1/models'"

  it('is the smallest request, without the address of the run', () => {
    expect(evidenceOf(reportWith([long, short]))).toEqual([
      { ...one, curl: `curl "$URL"'/v1/models'` },
    ])
  })

  it('is absent for an entry that the run did not see', () => {
    const report = reportWith([])
    expect(evidenceOf(report)).toEqual([])
  })
})

describe('what is recorded', () => {
  it('keeps its example while the finding stays, and takes new reasons', () => {
    const now = { ...one, curl: 'curl other', received: '5', reason: 'New.' }
    expect(mergeEvidence([one], [now], '2')).toEqual([{ ...one, reason: 'New.' }])
  })

  it('marks what is gone with the first release without it', () => {
    const gone = mergeEvidence([one], [], '2')
    expect(gone).toEqual([{ ...one, fixed: '2' }])
    expect(mergeEvidence(gone, [], '3')).toEqual(gone)
  })

  it('opens again what came back', () => {
    expect(mergeEvidence([{ ...one, fixed: '2' }], [one], '3')).toEqual([one])
  })
})

describe('the page', () => {
  const part = {
    part: 'p',
    program: 'P',
    version: '1',
    page: 'https://example.com',
    findings: [one],
  }
  const rules = new Map([['openai.usage.total', { text: 'It is the sum.', url: 'https://spec' }]])

  it('shows a finding with its rule, its request and both sides', () => {
    const page = findingsPage([part], rules)
    expect(page).toContain('[`openai.usage.total`](https://spec) It is the sum.')
    expect(page).toContain('```sh\ncurl "$URL"/v1\n```')
    expect(page).toContain('- Expected: `3`\n- Received: `4`')
    expect(page).toContain('| `openai.usage` | 1 |')
  })

  it('does not count what is fixed, and says where it was', () => {
    const fixed = { ...part, findings: [{ ...one, fixed: '2' }] }
    const page = findingsPage([fixed], rules)
    expect(page).toContain('fixed in 2')
    expect(page).toContain('| **all** | **0** |')
  })

  it('lets no text of a server end its code or begin a link', () => {
    const hostile = { ...one, received: '`](http://x)', message: '[a](b)' }
    const page = findingsPage([{ ...part, findings: [hostile] }], rules)
    expect(page).toContain('`` `](http://x) ``')
    expect(page).toContain(String.raw`### \[a\](b)`)
  })

  it('is up to date', async () => {
    const file = join(packageRoot, 'docs', 'findings.md')
    await expect(findingsPage(loadFindings(), loadSuite().rules)).toMatchFileSnapshot(file)
  })
})
