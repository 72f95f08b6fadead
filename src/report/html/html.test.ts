import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Cause } from '../../model/findings/cause.ts'
import type { CellResult } from '../../model/report.ts'
import type { TrendRow } from '../../model/run/history.ts'
import { modelOf } from '../model/model.ts'
import {
  dangerous,
  failingCheck,
  hostile,
  reportSaying,
  sampleCell,
  sampleCheck,
  sampleReport,
} from '../testing/sample.ts'
import { renderHtml } from './html.ts'
import { dataOf, pageOf } from './testing/page.ts'

/** Every string of a JSON value. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inside]) => [key, ...stringsIn(inside)])
}

describe('the page of a run', () => {
  const html = renderHtml(modelOf(reportSaying(hostile)))

  it('runs its own script and nothing else', () => {
    const policy = /content="(default-src 'none'[^"]*)"/.exec(html)?.[1]
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = '']) => text)
    expect(scripts).toHaveLength(1)
    const hash = createHash('sha256').update(scripts[0]!).digest('base64')
    expect(policy).toContain(`script-src 'sha256-${hash}';`)
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
  })

  it('holds commands whole, since they are copied and run', () => {
    const command = `npm test -- ${"--header='X-Long: value' ".repeat(60)}--case=x`
    const page = dataOf(renderHtml(modelOf(reportSaying('x')), { repeat: () => command }))
    expect(Object.values(page.commands)).toContain(command)
  })

  it('loads nothing', () => {
    const markup = html.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, '')
    expect(markup).not.toMatch(/\b(?:src|href|srcset|action)=/)
    expect(html).not.toMatch(/@import|url\(/)
  })

  it('holds the text of a server as data that no parser of HTML takes for markup', () => {
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html).not.toMatch(/alert\("1"\)|<!--|[\u2028\u2029]/)
    expect(stringsIn(dataOf(html)).join('\n')).toContain('<script>alert("1")</script>')
  })

  it('shows no text that reorders or hides other text', () => {
    const wrong = stringsIn(dataOf(html)).filter((text) => dangerous.test(text))
    expect(wrong).toEqual([])
  })

  it('names the verdict and the target without its script', () => {
    expect(html).toContain('<title>NOT CONFORMANT: llamastack</title>')
  })
})

describe('the data of the page', () => {
  it('has every check of every cell', () => {
    const page = pageOf([
      sampleCell({ checks: [sampleCheck(), failingCheck()] }),
      sampleCell({ case: 'chat.simple', checks: [sampleCheck({ id: 'other' })] }),
    ])
    const [first, second] = page.cells
    expect(page.shapes[first![5]]!.map((at) => page.checks[at]![0])).toEqual([
      'status',
      'done-last',
    ])
    expect(first![7]).toEqual([[1, 0]])
    expect(page.judgements[0]).toMatchObject({
      verdict: 'fail',
      code: 'sse.done-missing',
      where: 'openai-chat-stream · item 42 · byte 8123',
    })
    expect(page.shapes[second![5]]!.map((at) => page.checks[at]![0])).toEqual(['other'])
    expect(second).toHaveLength(7)
  })

  it('leads from each cause to its example', () => {
    const cells = ['a', 'b'].map((region) => sampleCell({ region, checks: [failingCheck()] }))
    const { case: id, api, region, model } = cells[1]!
    const cause: Cause = {
      id: 'c-1',
      rule: 'openai.stream.done',
      code: 'sse.done-missing',
      level: 'must',
      verdict: 'fail',
      owner: 'gateway',
      remedy: 'Send it.',
      message: 'The stream has no end.',
      apis: ['openai-chat-stream'],
      regions: ['a', 'b'],
      models: ['-'],
      checks: 2,
      cells: 2,
      consequences: [{ rule: 'r', code: 'chunk.order', checks: 3 }],
      example: { case: id, api, region, model, check: 'done-last' },
    }
    const report = sampleReport(cells, { causes: [cause] })
    const [shown] = dataOf(renderHtml(modelOf(report))).causes
    expect(shown).toMatchObject({
      owner: 'gateway',
      remedy: 'Send it.',
      models: [],
      consequences: [['chunk.order', 3]],
      example: { cell: 1, check: 'done-last' },
    })
  })

  it('names the cause of a finding that is a consequence', () => {
    const checks = [failingCheck({ cause: 'c-1' })]
    const cause = { id: 'c-1', code: 'other.code', message: 'The root.' } as unknown as Cause
    const full = { ...cause, apis: [], regions: [], models: [], consequences: [], example: {} }
    const causes = [full as unknown as Cause]
    const report = { ...sampleReport(), cells: [sampleCell({ checks })], causes }
    const [judgement] = dataOf(renderHtml(modelOf(report))).judgements
    expect(judgement?.more).toContainEqual(['because of', 'The root.'])
  })

  it('has the differences of two targets, and the classes of regions with their evidence', () => {
    const difference = {
      what: 'status',
      at: '',
      here: '400',
      there: '422',
      blame: 'llamastack',
    } as const
    const found = (region: string, name: 'available' | 'auth'): CellResult =>
      sampleCell({
        region,
        availability: { class: name, evidence: { status: 200 }, model: 'm' },
        against: { region, model: 'm', verdict: 'pass', differences: [difference] },
      })
    const page = pageOf([found('a', 'available'), found('b', 'auth')])
    expect(page.differences[1]).toEqual([difference])
    expect(page.regions).toMatchObject([
      { region: 'a', found: 'available', evidence: 'status 200', standing: 'unknown', cell: 0 },
      { region: 'b', found: 'auth', cell: 1 },
    ])
  })

  it('shows of an earlier run how many checks were not judged', () => {
    const verdicts = { pass: 3, error: 2, inconclusive: 5 }
    const trend = [{ entry: { at: '2026-01-02', exit: 1, verdicts }, newFailures: [], fixed: [] }]
    const page = pageOf([sampleCell()], { trend: trend as unknown as TrendRow[] })
    expect(page.trend).toMatchObject([{ fail: 0, pass: 3, open: 7 }])
  })

  it('counts every case of a reason, also those that it does not name', () => {
    const check = sampleCheck({ verdict: 'inconclusive', reason: 'prerequisite' })
    const cells = Array.from({ length: 33 }, (_, at) =>
      sampleCell({ case: `chat.case-${at}`, checks: [check] }),
    )
    const [entry] = pageOf(cells).unjudged
    expect(entry?.cases).toHaveLength(30)
    expect(entry?.casesLeft).toBe(3)
  })

  it('says how many causes it leaves out', () => {
    const cause = {
      code: 'c',
      message: '<'.repeat(400),
      apis: [],
      regions: [],
      models: [],
      consequences: [],
      example: {},
    } as unknown as Cause
    const causes = Array.from({ length: 99 }, (_, at) => ({ ...cause, id: `c-${at}` }))
    const report = sampleReport([sampleCell({ checks: [failingCheck()] })], { causes })
    const page = dataOf(renderHtml(modelOf(report)))
    expect(page.causes.length).toBeLessThan(99)
    const left = 99 - page.causes.length
    expect(page.head.notes).toContain(
      `${left} causes did not fit into this page; report.json has all.`,
    )
  })

  it('removes a secret before a text is shortened, so that no part of it stays', () => {
    const secret = 'bedrock-api-key-0123456789'
    const received = `${'x'.repeat(895)}${secret}${'y'.repeat(3000)}`
    const check = failingCheck({ finding: { ...failingCheck().finding!, received } })
    const clean = (text: string): string => text.replaceAll(secret, '<redacted>')
    const [judgement] = pageOf([sampleCell({ checks: [check] })], { clean }).judgements
    expect(judgement?.received).toMatch(/^x+<reda …\d+ more… y+$/)
  })
})
