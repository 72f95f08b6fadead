import { describe, expect, it } from 'vitest'
import type { CellResult } from '../../model/report.ts'
import { modelOf, type Surroundings } from '../model/model.ts'
import type { RenderOptions } from '../render-options.ts'
import { renderFailure } from './failure.ts'
import {
  dangerous,
  failingCheck,
  hostile,
  reportSaying,
  sampleCell,
  sampleCheck,
  sampleReport,
} from '../testing/sample.ts'
import { width } from '../text/width.ts'

const rules = new Map([
  ['openai.stream.done', { text: 'the stream is terminated by a data: [DONE] message' }],
])

function lines(
  check = failingCheck(),
  members: Partial<CellResult> = {},
  options: RenderOptions & Surroundings = {},
): string[] {
  const cell = sampleCell({ checks: [check], ...members })
  const against = { name: 'bedrock', endpoint: 'https://bedrock', requests: 1 }
  const model = modelOf(sampleReport([cell], { against }), options)
  return renderFailure({ cell, check }, model, options)
}

describe('renderFailure', () => {
  it('has the form that the documentation shows', () => {
    const members = {
      wire: 'wire/stream.basic.har',
      curl: "curl -N http://localhost:8321/v1/chat/completions -d '{}'",
    }
    const options = { rules, directory: 'reports/llamastack' }
    const against = { verdict: 'pass', blame: 'llamastack' } as const
    expect(lines(failingCheck({ against }), members, options)).toEqual([
      '✗ stream.basic/done-last   MUST   llamastack · us-west-2 · bedrock/openai.gpt-oss-20b-1:0',
      '  The stream ended without its terminator.',
      '    expected  a last event "data: [DONE]", a blank line, then the end of the body',
      '    received  end of body 3 ms after event 42, whose last bytes are …"stop"}]}\\n\\n',
      '    where     openai-chat-stream · item 42 · byte 8123',
      '    rule      openai.stream.done: the stream is terminated by a data: [DONE] message',
      '    compare   bedrock pass → introduced by llamastack',
      '    wire      reports/llamastack/wire/stream.basic.har',
      '    repeat    npm test -- --target=llamastack --case=stream.basic',
      "              curl -N http://localhost:8321/v1/chat/completions -d '{}'",
      '    case      suites/stream/framing.yaml:31',
    ])
  })

  it('names in the repeat command only the axes that the run had several values of', () => {
    const check = failingCheck()
    const cell = sampleCell({ checks: [check] })
    const other = sampleCell({ region: 'us-east-1', api: 'converse-stream' })
    const model = modelOf(sampleReport([cell, other]))
    const options = { runCommand: () => 'bc run' }
    expect(renderFailure({ cell, check }, model, options).join('\n')).toContain(
      'repeat    bc run --case=stream.basic --api=openai-chat-stream --region=us-west-2\n',
    )
  })

  it('quotes for the shell what a server named', () => {
    const check = failingCheck()
    const cell = sampleCell({ checks: [check], model: "x'; rm -rf ~ #" })
    const model = modelOf(sampleReport([cell, sampleCell()]))
    expect(renderFailure({ cell, check }, model).join('\n')).toContain(
      "--model='x'\\''; rm -rf ~ #'",
    )
  })

  it('leaves out a region that means nothing', () => {
    expect(lines(failingCheck(), { region: '-' })[0]).toMatch(/llamastack · bedrock\/openai/)
  })

  it('shows a long value with its middle left out, in lines of a hundred columns', () => {
    const received = `start ${'word '.repeat(5000)}end`
    const check = failingCheck({ finding: { ...failingCheck().finding!, received } })
    const shown = lines(check)
    expect(shown.length).toBeLessThan(20)
    expect(Math.max(...shown.map(width))).toBeLessThanOrEqual(100)
    const text = shown.map((line) => line.trim()).join(' ')
    expect(text).toMatch(/start word .* …\d+ more… .* word end/)
  })

  it('shows the request that the finding is about, where that is not the first of the case', () => {
    const shown = lines(
      { ...failingCheck(), exchange: 2, curl: 'curl http://h/third' },
      { curl: 'curl http://h/first' },
    )
    expect(shown.join('\n')).toContain('curl http://h/third')
    expect(shown.join('\n')).not.toContain('curl http://h/first')
  })

  it('never breaks a curl command, so that it can be copied', () => {
    const curl = `curl http://h -d '${'x'.repeat(1500)}'`
    expect(lines(failingCheck(), { curl })).toContain(`              ${curl}`)
  })

  it('states the reason for the verdict of a check without a finding', () => {
    const throttled = sampleCheck({ verdict: 'inconclusive', reason: 'throttled' })
    expect(lines(throttled)[1]).toBe('  Throttled: the server asked us to slow down.')
    expect(lines(sampleCheck({ verdict: 'error', because: 'No answer in 30 s.' }))[1]).toBe(
      '  No answer in 30 s.',
    )
    expect(lines(sampleCheck({ verdict: 'error' }))[1]).toMatch(/^ {2}Unreachable, timed out/)
  })

  it('shows statistics, baseline, notes and how many findings are not shown', () => {
    const check = failingCheck({
      because: '3 of 10 runs passed',
      known: { reason: 'as version 0.7 does', link: 'https://example.org/1' },
      notes: ['an unknown member'],
      moreFindings: 4,
      source: { file: 'suites/protocol.yaml', line: 9 },
    })
    const text = lines(check).join('\n')
    expect(text).toContain('judged    3 of 10 runs passed\n')
    expect(text).toContain('baseline  as version 0.7 does (https://example.org/1)\n')
    expect(text).toContain('note      an unknown member\n')
    expect(text).toContain('more      4 further findings of this check\n')
    expect(text).toContain('case      suites/stream/framing.yaml:31 · check suites/protocol.yaml:9')
  })

  it('lets no hostile text out, and no line be forged by it', () => {
    const report = reportSaying(hostile)
    const model = modelOf(report)
    expect(report.cells[0]?.checks[0]?.against?.findings).toEqual([hostile])
    for (const cell of report.cells) {
      for (const check of cell.checks) {
        const shown = renderFailure({ cell, check }, model)
        expect(shown.join('')).not.toMatch(dangerous)
        expect(shown.every((line) => !line.includes('\n'))).toBe(true)
        expect(shown.slice(1).every((line) => line.startsWith('  '))).toBe(true)
      }
    }
  })
})
