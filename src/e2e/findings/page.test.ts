import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import type { PartFindings } from './format.ts'
import { one } from './testing/evidence.ts'
import { findingsPage } from './page.ts'
import { loadFindings } from './store.ts'

const part: PartFindings = {
  part: 'p',
  program: 'P',
  version: '1',
  page: 'https://example.com',
  findings: [one],
}
const rules = new Map([['openai.usage.total', { text: 'It is the sum.', url: 'https://spec' }]])

describe('the page', () => {
  it('shows a finding with its rule, its request and both sides', () => {
    const page = findingsPage([part], rules)
    expect(page).toContain('### It adds the cache twice\n\nLong since.\n')
    expect(page).toContain('[`openai.usage.total`](https://spec) It is the sum.')
    expect(page).toContain('```sh\ncurl "$URL"\'/v1\'\n```')
    expect(page).toContain('- Expected: `3`\n- Received: The sum is wrong. `4`')
    expect(page).toContain('- Since 1; seen in P 1\n')
    expect(page).toContain('| `openai.usage` | 1 | 1 |')
  })

  it('shows one thing once, though several checks and releases show it', () => {
    const other = { ...one, check: '*/total', example: 'chat.other/total', rule: 'openai.usage' }
    const both = { ...part, findings: [one, other] }
    const newer = { ...both, part: 'q', version: '2' }
    const page = findingsPage([both, newer], rules)
    expect(page.match(/^### /gm)).toHaveLength(1)
    expect(page).toContain('- Also, must: `openai.usage`, `chat.other/total` on openai-chat.')
    expect(page).toContain('- Since 1; seen in P 1; P 2\n')
    expect(page).toContain('| rules | P 2 | P 1 | all |')
    expect(page).toContain('| **all** | 1 | 1 | 2 |')
  })

  it('does not count what is fixed, and says where it was', () => {
    const fixed = { ...part, version: '2', findings: [{ ...one, fixed: '2' }] }
    const page = findingsPage([fixed], rules)
    expect(page).toContain('- Since 1; fixed in 2\n')
    expect(page).toContain('| **all** |  | 0 |')
  })

  it('says of what an old release shows in which newer one it is gone', () => {
    const old = { ...one, reason: 'It was so before.', since: '0.9' }
    const before = { ...part, part: 'o', version: '0.9', findings: [old] }
    const page = findingsPage([part, before], rules)
    expect(page).toContain('- Since 0.9; seen in P 0.9; fixed in 1\n')
  })

  it('says where a finding depends on timing', () => {
    const seldom = { ...part, findings: [{ ...one, intermittent: true as const }] }
    expect(findingsPage([seldom], rules)).toContain('seen in P 1; it depends on timing')
  })

  it('tells a variant of a release from the release', () => {
    const variant = { ...part, part: 'v', variant: 'SigV4' }
    expect(findingsPage([variant, part], rules)).toContain('- Since 1; seen in P 1, SigV4; P 1\n')
  })

  it('lets no text of a server end its code or begin a link', () => {
    const hostile = { ...one, received: '`](http://x)', message: '[a](b)' }
    const page = findingsPage([{ ...part, findings: [hostile] }], rules)
    expect(page).toContain('`` `](http://x) ``')
    expect(page).toContain(String.raw`- Received: \[a\](b)`)
  })

  it('is up to date', async () => {
    const file = join(packageRoot, 'docs', 'findings.md')
    await expect(findingsPage(loadFindings(), loadSuite().rules)).toMatchFileSnapshot(file)
  })
})
