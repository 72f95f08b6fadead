/** Reports for tests: complete by default, each member replaceable. */
import { causesOf, withCauses } from '../../judge/causes/causes.ts'
import type { Cell } from '../../model/plan.ts'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import { summarise } from '../model/summary.ts'

/** Everything at once that a server could send to break a report. */
export const hostile = [
  '\u001b[2J\u001b]0;title\u0007 \u009b31m', // terminal sequences, 7-bit and 8-bit
  '\r\nforged line\u0085\u2028', // line ends of every kind
  '\u0000\u0008\u007f\ufffe\ud800', // illegal in XML 1.0, and a lone surrogate
  ']]> ]]> <script>alert("1")</script> <!-- & &amp; \'', // XML and HTML
  '| a | b | \\| `code` ``` ````', // Markdown tables and code
  '# **bold** [x](http://evil.example) ![i](x) @octocat www.evil.example', // Markdown
  'x ##[add-mask]y ::stop-commands::z ::error file=a::b section_start:1:a section_END:1:a', // runners
  '\u202ertl\u2066\u200b\u{e0041}', // bidirectional and invisible
].join(' ')

/** What no terminal may get: controls, lone surrogates, overrides, invisible marks, commands of runners. */
export const dangerous =
  /[^\P{Cc}\n]|\p{Cs}|[\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|##\[|::(?:stop-commands|error file=a)|section_(?:start|end|END):/u

export function sampleCheck(members: Partial<CheckResult> = {}): CheckResult {
  return {
    id: 'status',
    level: 'must',
    kind: 'protocol',
    rule: 'http.status',
    verdict: 'pass',
    ...members,
  }
}

/** A failing check, as the format's documentation shows it. */
export function failingCheck(members: Partial<CheckResult> = {}): CheckResult {
  return sampleCheck({
    id: 'done-last',
    rule: 'openai.stream.done',
    verdict: 'fail',
    finding: {
      code: 'sse.done-missing',
      message: 'The stream ended without its terminator.',
      expected: 'a last event "data: [DONE]", a blank line, then the end of the body',
      received: 'end of body 3 ms after event 42, whose last bytes are …"stop"}]}\n\n',
      at: { byte: 8123, item: 42 },
    },
    ...members,
  })
}

/** A cell whose verdict is the first check's unless given. */
export function sampleCell(members: Partial<CellResult> = {}): CellResult {
  const checks = members.checks ?? [sampleCheck()]
  const id = members.case ?? 'stream.basic'
  return {
    case: id,
    suite: id.split('.')[0] ?? '',
    title: 'A stream from start to end',
    from: ['notebook example 2'],
    api: 'openai-chat-stream',
    region: 'us-west-2',
    model: 'bedrock/openai.gpt-oss-20b-1:0',
    verdict: checks[0]?.verdict ?? 'inconclusive',
    durationMs: 1234,
    requests: 1,
    retries: 0,
    requestIds: [],
    checks,
    source: { file: 'suites/stream/framing.yaml', line: 31 },
    ...members,
  }
}

/** A report over `cells` with counts that fit them. */
export function sampleReport(
  cells: readonly CellResult[] = [sampleCell()],
  members: Partial<Report> = {},
): Report {
  const summary = summarise(cells)
  const found = causesOf(cells, { target: 'llamastack' })
  return {
    schemaVersion: 1,
    suiteVersion: '0.1.0',
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 65_432,
    target: { name: 'llamastack', endpoint: 'http://localhost:8321' },
    summary,
    exitCode: summary.fail > 0 ? 1 : 0,
    causes: found.causes,
    problems: [],
    cells: withCauses(cells, found),
    ...members,
  }
}

/** A report in which every text that can come from a server is `text`. */
export function reportSaying(text: string): Report {
  const finding = {
    code: 'some.code',
    message: text,
    expected: text,
    received: text,
    at: { pointer: text, header: text },
  }
  const verdicts = [
    'fail',
    'error',
    'warn',
    'known',
    'fixed',
    'inconclusive',
    'unsupported',
  ] as const
  const checks = verdicts.map((verdict) =>
    sampleCheck({
      id: `check-${verdict}`,
      verdict,
      finding,
      because: text,
      notes: [text],
      known: { reason: text, link: text },
      against: { verdict: 'pass', findings: [text], blame: text },
    }),
  )
  const bare = verdicts.map((verdict) =>
    sampleCheck({ id: `bare-${verdict}`, verdict, because: text }),
  )
  const model = `model ${text}`
  const cells = [
    sampleCell({ checks, model, curl: `curl '${text}'`, wire: 'wire/stream.basic.har' }),
    sampleCell({ checks: bare, model, case: 'stream.other' }),
    sampleCell({ model: `other ${text}`, region: text }),
  ]
  const target = { name: 'llamastack', endpoint: text, version: text }
  const against = { name: text, endpoint: text, requests: 1 }
  return sampleReport(cells, { target, against, problems: [text] })
}

/** A planned cell with only the members that progress looks at. */
export function plannedCell(id = 'stream.basic', model = 'm'): Cell {
  return {
    case: { id },
    api: 'openai-chat-stream',
    region: 'us-west-2',
    model: { id: model, family: 'unknown', apis: [] },
  } as unknown as Cell
}
