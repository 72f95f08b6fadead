import { expect, it } from 'vitest'
import type { Change, Comparison } from '../../model/comparison.ts'
import type { Cause } from '../../model/findings/cause.ts'
import { renderComparisonHtml } from './html.ts'
import { renderComparisonJson } from './json.ts'
import { renderComparisonMarkdown } from './markdown.ts'
import { comparisonModel } from './model.ts'
import { renderComparison } from './terminal.ts'
import { dangerous, failingCheck, hostile, sampleCell, sampleCheck } from '../testing/sample.ts'

const check = failingCheck()
const cell = sampleCell({ checks: [check] })
const change: Change = {
  cell,
  check,
  earlier: sampleCheck({ id: check.id }),
  before: 'pass',
  after: 'fail',
}
const side = {
  target: 'llamastack',
  startedAt: '2026-01-02T03:00:00.000Z',
  suiteVersion: '0.1.0',
  exitCode: 0,
}
const quiet: Comparison = {
  runs: [side, { ...side, startedAt: '2026-01-03T03:00:00.000Z', version: '0.7.2' }],
  caveats: [],
  causes: [],
  newFailures: [],
  newWarnings: [],
  fixed: [],
  stillFailing: [],
  flaky: [],
  lost: [],
  vanished: [],
  appeared: [],
  timing: [],
  timingRule: 'at least 20 %',
  regressions: [],
}
const busy: Comparison = {
  ...quiet,
  caveats: ['Different suites: 0.1.0 before, 0.2.0 now.'],
  newFailures: [change],
  fixed: [
    {
      ...change,
      earlier: check,
      check: sampleCheck({ id: check.id }),
      before: 'fail',
      after: 'pass',
    },
  ],
  stillFailing: [{ ...change, before: 'fail', since: { at: '2025-12-24T03:00:00.000Z', runs: 9 } }],
  flaky: [{ ...change, pattern: '+-+-' }],
  lost: [{ ...change, after: 'absent' }],
  vanished: [cell],
  appeared: [{ ...cell, verdict: 'fail' }],
  timing: [
    {
      api: 'converse',
      region: '-',
      model: 'm',
      metric: 'firstText',
      quantile: 'p95',
      before: 200,
      after: 640,
      cells: 20,
      p: 0.001,
    },
  ],
  regressions: ['1 check fails that did not', '1 cell is gone'],
}
const plain = { colour: false, columns: 100 }

function terminal(comparison: Comparison): string {
  return renderComparison(comparisonModel(comparison), plain)
}

function markdownOf(comparison: Comparison): string {
  return renderComparisonMarkdown(comparisonModel(comparison))
}

it('nothing that changed is said in two lines', () => {
  expect(terminal(quiet)).toBe(
    'NO REGRESSION: Nothing got worse (exit code 0).\nllamastack, 2026-01-02 03:00 (exit code 0) → llamastack 0.7.2, 2026-01-03 03:00 (exit code 0)\n',
  )
})

it('what could not be judged again makes it undecided, unless something got worse', () => {
  const undecided = '2 of 20 must checks that were judged before could not be judged again'
  expect(comparisonModel({ ...quiet, undecided }).outcome).toEqual({
    verdict: 'UNDECIDED',
    sentence: `${undecided} (exit code 5).`,
    tone: 'open',
  })
  expect(comparisonModel({ ...busy, undecided }).outcome.verdict).toBe('REGRESSION')
  expect(markdownOf({ ...quiet, undecided })).toMatch(/^# ❔ UNDECIDED\n/)
  expect(JSON.parse(renderComparisonJson({ ...quiet, undecided }))).toMatchObject({ undecided })
})

it('what is worse comes first, and every kind of change is told', () => {
  const text = terminal(busy)
  const titles = text.split('\n').filter((line) => /^[A-Z][a-z ]+: \d/.test(line))
  expect(titles.map((title) => title.split(':')[0])).toEqual([
    'New failures',
    'No longer judged',
    'Cells that are gone',
    'Still failing',
    'Flaky',
    'Slower',
    'Fixed',
    'New cells',
  ])
  expect(text).toContain('Since 2025-12-24, 9 runs in a row.')
  expect(text).toContain('200 ms → 640 ms (+220 %, 20 cells)')
  expect(text).toContain('REGRESSION: 1 check fails that did not; 1 cell is gone (exit code 1).')
  for (const title of titles) expect(markdownOf(busy)).toContain(`## ${title}`)
})

const cause: Cause = {
  id: 'usage.sum-abc123',
  rule: 'openai.usage.counts',
  code: 'usage.sum',
  level: 'must',
  verdict: 'fail',
  owner: 'server',
  remedy: 'Set `total_tokens` to the sum.',
  message: 'total_tokens is not the sum of its parts.',
  apis: ['openai-chat'],
  regions: ['us-west-2'],
  models: ['m'],
  checks: 97,
  cells: 97,
  consequences: [],
  example: { case: 'chat.simple', api: 'openai-chat', region: 'us-west-2', model: 'm', check: 'u' },
}
const inCauses: Comparison = {
  ...busy,
  causes: [
    { state: 'new', cause, before: 0, now: 97 },
    {
      state: 'still',
      cause,
      before: 2,
      now: 5,
      since: { at: '2026-01-01T03:00:00.000Z', runs: 3 },
    },
    { state: 'still', cause: { ...cause, verdict: 'known' }, before: 4, now: 4 },
    { state: 'open', cause, before: 3, now: 0 },
    { state: 'gone', cause, before: 12, now: 0 },
  ],
}

it('causes come first, with counts and since when, and stand for their checks on a terminal', () => {
  const text = terminal(inCauses)
  const titles = text.match(/^[A-Z][a-z ]+: \d+(?= |$)/gm)
  expect(titles).toEqual([
    'New causes: 1',
    'Causes that show in more checks: 1',
    'Causes that can no longer be judged: 1',
    'Causes that are still there: 1',
    'Causes that are gone: 1',
    'No longer judged: 1',
    'Cells that are gone: 1',
    'Flaky: 1',
    'Slower: 1',
    'New cells: 1',
  ])
  expect(text).toContain('97 checks. MUST')
  expect(text).toContain('5 checks, 2 before. Since 2026-01-01, 3 runs in a row.')
  expect(text).toContain('4 checks. In the baseline.')
  expect(text).toContain('12 checks before.')
  expect(text.split('\n')[0]).toContain('REGRESSION: 1 check fails that did not')
})

it('causes come first in Markdown, on the page and in JSON, before the checks', () => {
  const markdown = markdownOf(inCauses)
  expect(markdown.indexOf('## New causes: 1')).toBeLessThan(markdown.indexOf('## New failures'))
  const page = renderComparisonHtml(comparisonModel(inCauses))
  expect(page.indexOf('New causes: 1')).toBeGreaterThan(0)
  expect(page.indexOf('New causes: 1')).toBeLessThan(page.indexOf('New failures'))
  expect(JSON.parse(renderComparisonJson(inCauses))).toMatchObject({
    causes: [{ state: 'new', now: 97, code: cause.code, message: cause.message }, {}, {}, {}, {}],
  })
})

it('the JSON form has places, and no whole cells', () => {
  const data = JSON.parse(renderComparisonJson(busy)) as Record<string, unknown>
  expect(data).toMatchObject({
    regression: true,
    newFailures: [
      { check: 'stream.basic/done-last', before: 'pass', after: 'fail', region: 'us-west-2' },
    ],
    stillFailing: [{ since: { runs: 9 } }],
  })
  expect(JSON.stringify(data)).not.toContain('"checks"')
})

it('one defect in many cells is one line', () => {
  const changes = ['a', 'b', 'c', 'd'].map((model): Change => ({
    ...change,
    cell: { ...cell, model },
  }))
  const text = terminal({ ...quiet, newFailures: changes })
  expect(text).toContain('New failures: 4 checks')
  expect(text.match(/stream\.basic\/done-last/g)).toHaveLength(1)
  expect(text).toContain('4 models')
})

it('a server’s text is no markup and moves no cursor', () => {
  const stated = failingCheck({
    finding: { code: 'c', message: hostile, expected: '', received: '' },
  })
  const bad = {
    ...busy,
    newFailures: [{ ...change, check: stated, cell: sampleCell({ model: hostile }) }],
  }
  expect(terminal(bad)).not.toMatch(dangerous)
  const markdown = markdownOf(bad)
  expect(/<script|@octocat|(?<!\\)\]\(http/.test(markdown)).toBe(false)
  expect(markdown).not.toMatch(dangerous)
})

it('what fails in another way says in which, also where causes stand for their checks', () => {
  const otherwise = ['schema.type /choices/*/text']
  const newFailures = [{ ...change, before: 'fail' as const, otherwise }]
  const causes = [{ state: 'still' as const, cause, before: 1, now: 1 }]
  const model = comparisonModel({ ...quiet, causes, newFailures })
  const text = renderComparison(model, { colour: false, columns: 100 })
  expect(text).toMatch(
    /Failing in another way: 1 check\n.*\n +New: schema\.type \/choices\/\*\/text\./,
  )
})

it('checks that were lost for one reason are one line', () => {
  const ended = (id: string): Change => ({
    ...change,
    check: { ...sampleCheck({ id }), verdict: 'error', because: 'It closed the connection.' },
    after: 'error',
  })
  const model = comparisonModel({ ...quiet, lost: ['one', 'two', 'three'].map(ended) })
  const text = renderComparison(model, { colour: false, columns: 100 })
  expect(text).toContain(`No longer judged: 3 checks\n  3 checks of ${cell.case} `)
  expect(text.match(/It closed the connection/g)).toHaveLength(1)
})
