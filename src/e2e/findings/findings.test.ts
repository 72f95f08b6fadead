import { mkdtempSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { samplePart } from '../part/testing/sample-part.ts'
import { evidenceOf, type Shown } from './evidence.ts'
import { identityOf, type Evidence } from './format.ts'
import { one, shown } from './testing/evidence.ts'
import { mergeEvidence } from './merge.ts'
import { loadFindings, recordFindings } from './store.ts'

const origins = { URL: 'http://127.0.0.1:4000' }

/** As much of a report as evidence is made of. */
function reportWith(commands: readonly string[], received = '4'): Report {
  const entry = { check: '*/usage', finding: 'usage.sum', reason: shown.reason }
  const finding = { code: 'usage.sum', message: 'The sum is wrong.', expected: '3', received }
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
  const filed = "curl 'http://127.0.0.1:4000/v1' --data-binary '@wire/a.body'"

  it('is the smallest request, without the address of the run', () => {
    const [[best] = []] = evidenceOf(reportWith([long, short]), undefined, origins)
    expect(best).toEqual({ ...shown, curl: `curl "$URL"'/v1/models'` })
  })

  it('is no request whose body is in a file, where there is another', () => {
    const [[best] = []] = evidenceOf(reportWith([filed, long]), undefined, origins)
    expect(best?.curl).toContain('--data-raw')
  })

  it('is absent for an entry that the run did not see', () => {
    expect(evidenceOf(reportWith([]), undefined, origins)).toEqual([])
  })

  it('names the address of the server behind, also inside a header', () => {
    const command = "curl 'http://127.0.0.1:4000/v1' -H 'x-host: http://127.0.0.1:5000/us-west-2'"
    const both = { ...origins, BEDROCK: 'http://127.0.0.1:5000/us-west-2' }
    const [[best] = []] = evidenceOf(reportWith([command]), undefined, both)
    expect(best?.curl).toBe(`curl "$URL"'/v1' -H 'x-host: '"$BEDROCK"''`)
  })
})

describe('what is recorded', () => {
  const expected = new Set([identityOf(one)])
  const merge = (recorded: Evidence, seen: readonly Shown[], version: string, still = expected) =>
    mergeEvidence(
      { version: '1', findings: [recorded] },
      { version, seen: seen.map((entry) => [entry] as const), expected: still },
    )
  const none = new Set<string>()

  it('keeps its example while the finding stays, and takes new reasons', () => {
    const now = { ...shown, received: '5', message: 'The sum is wrong.', reason: 'New.' }
    expect(merge(one, [now], '2')).toEqual([{ ...one, reason: 'New.' }])
  })

  it('takes another example where the recorded one is gone, and keeps the first release', () => {
    const now = { ...shown, curl: 'curl other', received: '5' }
    expect(merge(one, [now], '2')).toEqual([{ ...now, since: '1' }])
  })

  it('keeps its example where another run may show another', () => {
    const now = { ...shown, intermittent: true as const, curl: 'curl other', received: '5' }
    expect(merge(one, [now], '1')).toEqual([{ ...one, intermittent: true }])
  })

  it('prefers the recorded example to a smaller one', () => {
    const smaller = { ...shown, example: 'a.b/usage', curl: 'curl' }
    const seen = [[smaller, shown] as const]
    const recorded = { version: '1', findings: [one] }
    expect(mergeEvidence(recorded, { version: '2', seen, expected })).toEqual([one])
  })

  it('marks what is no longer expected with the first release without it', () => {
    const gone = merge(one, [], '2', none)
    expect(gone).toEqual([{ ...one, fixed: '2' }])
    expect(merge({ ...one, fixed: '2' }, [], '3', none)).toEqual(gone)
  })

  it('keeps what the baseline expects and the run did not judge', () => {
    expect(merge(one, [], '2')).toEqual([one])
  })

  it('keeps the order of the baseline, whatever a run saw', () => {
    const other = { ...shown, check: '*/other' }
    const order = new Set([identityOf(one), identityOf(other)])
    const findings = [one, { ...other, since: '1' }]
    const seen = [[other]] as const
    const merged = mergeEvidence(
      { version: '1', findings },
      { version: '1', seen, expected: order },
    )
    expect(merged).toEqual(findings)
  })

  it('drops what the same release was wrongly accused of', () => {
    expect(merge(one, [], '1', none)).toEqual([])
  })

  it('opens again what came back', () => {
    expect(merge({ ...one, fixed: '2' }, [shown], '3')).toEqual([{ ...one, since: '3' }])
  })

  it('tells entries apart that differ in their API only', () => {
    const seen = [[shown], [{ ...shown, scope: 'converse*', received: '9' }]] as const
    const merged = mergeEvidence(undefined, { version: '1', seen, expected })
    expect(merged.map(({ received }) => received)).toEqual(['4', '9'])
  })
})

describe('two runs of the same release', () => {
  const part = samplePart({
    judge: [{ target: 'bedrock', endpoint: '${url}' }],
  })
  const run = (port: number, word: string, id: string, time: number): Report =>
    reportWith(
      [`curl 'http://127.0.0.1:${port}/v1' --data-raw '{"say":"${word}","to":"resp_${id}"}'`],
      `{"id":"chatcmpl-${id}","created":${time},"text":"${word}"} 17.${port} ms after it`,
    )
  const first = run(40001, 'bebivikil', '55e1a5fa632b', 1795654181)
  const second = run(51234, 'sinavebes', '0899d179c8af4b75abec383e6d135209', 1795655555)

  it('write the same record, and the second one writes nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-findings-'))
    const file = join(folder, 'p.json')
    recordFindings(part, [first], { URL: 'http://127.0.0.1:40001' }, folder)
    const text = readFileSync(file, 'utf8')
    utimesSync(file, 1, 1)
    recordFindings(part, [second], { URL: 'http://127.0.0.1:51234' }, folder)
    expect(readFileSync(file, 'utf8')).toBe(text)
    expect(statSync(file).mtimeMs).toBe(1000)
    const other = mkdtempSync(join(tmpdir(), 'e2e-findings-'))
    recordFindings(part, [second], { URL: 'http://127.0.0.1:51234' }, other)
    expect(readFileSync(join(other, 'p.json'), 'utf8')).toBe(text)
  })

  it('write the same record of what depends on timing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-findings-'))
    const seldom = (report: Report): Report =>
      JSON.parse(
        JSON.stringify(report).replace('"finding":"usage.sum"', '$&,"intermittent":true'),
      ) as Report
    recordFindings(part, [seldom(first)], {}, folder)
    const text = readFileSync(join(folder, 'p.json'), 'utf8')
    expect(text).toContain('"intermittent": true')
    recordFindings(part, [seldom(second)], {}, folder)
    recordFindings(part, [seldom(reportWith([]))], {}, folder)
    expect(readFileSync(join(folder, 'p.json'), 'utf8')).toBe(text)
  })

  it('that differ in what was found write another', () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-findings-'))
    recordFindings(part, [first], { URL: 'http://127.0.0.1:40001' }, folder)
    const text = readFileSync(join(folder, 'p.json'), 'utf8')
    const changed = JSON.parse(JSON.stringify(second).replaceAll('is wrong', 'is missing'))
    recordFindings(part, [changed], { URL: 'http://127.0.0.1:51234' }, folder)
    expect(readFileSync(join(folder, 'p.json'), 'utf8')).not.toBe(text)
  })
})

describe('the records', () => {
  const records = loadFindings()

  it('hold nothing that the next run would show differently', () => {
    const texts = records.flatMap(({ findings }) =>
      findings.flatMap(({ message, expected, received, curl = '' }) => [
        `${message} ${expected} ${received} ${curl}`,
      ]),
    )
    const volatile = [
      /127\.0\.0\.1:\d/,
      /\b1[5-9]\d{8}\b/,
      /[\da-f]{8}-[\da-f]{4}-/i,
      /\d{4}-\d\d-\d\dT\d\d:/,
      /\d ms\b/,
      /\/(?:root|home|work|tmp|usr)\//,
      /\b(?:chatcmpl|resp|msg|call|rs|fc)[-_](?:tool-)?(?=[a-z]*\d)[\da-z]{12,}/i,
    ]
    for (const pattern of volatile) {
      expect(texts.filter((text) => pattern.test(text)).map((text) => text.slice(0, 300))).toEqual(
        [],
      )
    }
  })

  it('have a reason, a rule of the ledger and a first release each', () => {
    const { rules } = loadSuite()
    for (const { findings } of records) {
      for (const { reason, rule, since } of findings) {
        expect(reason).toMatch(/^.{20,}\.$/s)
        expect(rules.get(rule)?.url).toMatch(/^https:/)
        expect(since).toMatch(/^\d/)
      }
    }
  })
})
