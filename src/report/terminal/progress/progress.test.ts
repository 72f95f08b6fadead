import type { CheckResult } from '../../../model/report.ts'
import { describe, expect, it } from 'vitest'
import { createProgress, type Progress, type ProgressOptions } from './progress.ts'
import {
  dangerous,
  failingCheck,
  hostile,
  plannedCell,
  sampleCell,
  sampleCheck,
} from '../../testing/sample.ts'

interface Screen {
  readonly progress: Progress
  /** All that was written. */
  readonly written: () => string
  /** The lines that a terminal shows now. */
  readonly shown: () => string[]
  readonly pass: (milliseconds: number) => void
}

const erase = '\u001b[2K'
const up = '\u001b[1A'

/** What is left of `text` on a terminal that can return, erase its line and go up. */
function onTerminal(text: string): string[] {
  const lines = ['']
  let row = 0
  const marked = text.replaceAll(erase, '\u2298').replaceAll(up, '\u2191')
  for (const [part] of marked.matchAll(/[\r\n\u2298\u2191]|[^\r\n\u2298\u2191]+/g)) {
    if (part === '\n') lines[(row += 1)] ??= ''
    else if (part === '\u2191') row -= 1
    else if (part === '\u2298') lines[row] = ''
    else if (part !== '\r') lines[row] += part
  }
  return lines.slice(0, row + 1)
}

function screen(
  options: Pick<ProgressOptions, 'isTTY' | 'detail'> & { columns?: number; total?: number },
): Screen {
  let text = ''
  let time = 0
  const { columns = 80, total = 3, ...rest } = options
  const stream = {
    columns,
    write: (part: string) => {
      text += part
    },
  }
  const progress = createProgress({ stream, now: () => time, ticks: false, ...rest })
  if (total > 0) progress.plan(total, 20 * total)
  return {
    progress,
    written: () => text,
    shown: () => onTerminal(text),
    pass: (milliseconds) => {
      time += milliseconds
    },
  }
}

const result = sampleCell({ region: 'us-west-2', model: 'm' })
const failing = sampleCell({ model: 'm', checks: [failingCheck()] })
const failure =
  '✗ stream.basic/done-last   MUST   openai-chat-stream · us-west-2 · m: The stream ended without its terminator.'

/** A run of 100 cells, 20 of them done after 10 s, with everything that can be counted. */
function busy(columns: number): Screen {
  const busyScreen = screen({ isTTY: true, columns, total: 100, detail: 'quiet' })
  const { progress, pass } = busyScreen
  progress.open(plannedCell('chat.hello'))
  for (let index = 0; index < 420; index += 1) progress.sent()
  for (let index = 0; index < 400; index += 1) progress.received()
  for (let index = 0; index < 17; index += 1) progress.skip()
  pass(7000)
  progress.open(plannedCell('stream.basic'))
  pass(3000)
  progress.open(plannedCell('chat.bye'))
  progress.finish({ ...failing, case: 'a' })
  progress.finish(sampleCell({ case: 'a', checks: [sampleCheck({ verdict: 'error' })] }))
  progress.retry(plannedCell(), { reason: '429', wait: 500 })
  progress.finish(sampleCell({ case: 'a', checks: [failingCheck({ verdict: 'warn' })] }))
  return busyScreen
}

describe('progress on a terminal', () => {
  it('says what is done before the first cell', () => {
    const { progress, shown } = screen({ isTTY: true, total: 0 })
    progress.phase('starting the reference')
    expect(shown()).toEqual(['starting the reference …'])
    progress.phase('reading the cases')
    expect(shown()).toEqual(['reading the cases …'])
    progress.clear()
    expect(shown()).toEqual([''])
  })

  it.each([
    [
      60,
      [
        '██░░░░░░░░ · 20/100 cells · 40 s left · 1 failed · 1 error',
        'chat.hello (10 s), stream.basic (3 s), chat.bye',
      ],
    ],
    [
      80,
      [
        '██░░░░░░░░ · 20/100 cells · 420 requests · 40 s left · 1 failed · 1 error',
        'chat.hello (10 s), stream.basic (3 s), chat.bye',
      ],
    ],
    [
      200,
      [
        '████░░░░░░░░░░░░░░░░ · 20/100 cells · 420 requests · 42.0/s · 40 s left · 1 failed · 1 error · 1 warning · 1 retry',
        'chat.hello (10 s), stream.basic (3 s), chat.bye',
      ],
    ],
  ])('shows bar, counts, rate, time left and what is slow in %d columns', (columns, expected) => {
    expect(busy(columns).shown()).toEqual(expected)
  })

  it('estimates nothing before there is something to estimate from', () => {
    const { progress, shown, pass } = screen({ isTTY: true, total: 100 })
    progress.open(plannedCell('chat.hello'))
    pass(1500)
    progress.sent()
    progress.finish(sampleCell({ case: 'a' }))
    expect(shown()[0]).toBe('░░░░░░░░░░ · 1/100 cells · 1 request')
  })

  it('estimates the time that is left from the requests, whatever cells are finished', () => {
    const { progress, shown, pass } = screen({ isTTY: true, total: 4, columns: 200 })
    const left = (): string => /[^·]* left/u.exec(shown()[0] ?? '')?.[0].trim() ?? ''
    progress.open(plannedCell())
    for (let index = 0; index < 30; index += 1) progress.sent()
    for (let index = 0; index < 20; index += 1) progress.received()
    pass(10_000)
    progress.tick()
    expect(left()).toBe('30 s left')
    progress.skip(20)
    progress.tick()
    expect(left()).toBe('20 s left')
    progress.finish({ ...result, requests: 40 }, 20)
    expect(left()).toBe('30 s left')
  })

  it('shows a host that refuses requests, or does not answer, until it is asked again', () => {
    const { progress, shown, pass } = screen({ isTTY: true })
    progress.open(plannedCell('chat.hello'))
    progress.hold('127.0.0.1:4000', 'refuses', 12_000)
    progress.hold('127.0.0.1:4000', 'does not answer', 3000)
    progress.hold('eu-west-1 of gateway', 'refuses', 900)
    expect(shown()[1]).toBe('127.0.0.1:4000 refuses, asked again in 12 s · chat.hello')
    pass(11_001)
    progress.tick()
    expect(shown()[1]).toBe('chat.hello (11 s)')
    progress.hold('127.0.0.1:4000', 'does not answer', 5000)
    expect(shown()[1]).toBe(
      '127.0.0.1:4000 does not answer, asked again in 5 s · chat.hello (11 s)',
    )
  })

  it('shows a cell while it waits for an answer', () => {
    const { progress, shown, pass } = screen({ isTTY: true })
    const [cell, other] = [plannedCell('chat.hello'), plannedCell('chat.bye')]
    for (const one of [cell, cell, other]) progress.open(one)
    pass(3000)
    progress.close(cell)
    progress.close(other)
    progress.tick()
    expect(shown()[1]).toBe('chat.hello (3 s)')
    progress.close(cell)
    progress.open(cell)
    progress.tick()
    expect(shown()[1]).toBe('chat.hello')
  })

  it('counts cells that are not sent, so that the bar reaches its end', () => {
    const { progress, shown } = screen({ isTTY: true, total: 3 })
    progress.finish(result)
    progress.skip()
    progress.skip()
    progress.tick()
    expect(shown()[0]).toContain('██████████ · 3/3 cells')
  })

  it('prints the first failure of a kind at once and keeps it', () => {
    const { progress, shown } = screen({ isTTY: true, total: 9, columns: 200 })
    for (let cell = 0; cell < 5; cell += 1) progress.finish(failing)
    expect(shown()).toEqual([failure, expect.stringContaining('5/9 cells · 5 failed')])
    progress.stop()
    expect(shown()).toEqual([failure, ''])
  })

  it('prints once what all checks of an unanswered exchange say', () => {
    const { progress, written } = screen({ isTTY: false, total: 9 })
    const unanswered = (id: string, rule: string, because: string): CheckResult => {
      const { finding: _, ...check } = failingCheck()
      return { ...check, id, rule, verdict: 'error', because }
    }
    const checks = [
      unanswered('status', 'http.status', 'No byte came.'),
      unanswered('json', 'http.json', 'No byte came.'),
      unanswered('whole', 'http.whole', 'The connection was lost.'),
    ]
    progress.finish(sampleCell({ checks }))
    const lines = written().trimEnd().split('\n')
    expect(lines).toEqual([
      expect.stringMatching(/status.*No byte came/),
      expect.stringMatching(/whole.*The connection was lost/),
    ])
  })

  it('never wraps, so that it can erase itself', () => {
    for (const columns of [11, 20, 30, 60, 80, 120, 200]) {
      const { progress, shown } = busy(columns)
      for (let index = 0; index < 9; index += 1) progress.open(plannedCell(`suite.case-${index}`))
      for (const line of shown()) expect(line.length).toBeLessThanOrEqual(columns - 1)
    }
  })

  it('answers a person who ends the run, and goes on until it is over', () => {
    const { progress, shown } = screen({ isTTY: true })
    progress.open(plannedCell())
    for (let index = 0; index < 3; index += 1) progress.sent()
    progress.interrupt()
    const answer =
      'Stopping: waiting for 3 exchanges, then writing the reports. Press Ctrl-C again to end now.'
    expect(shown().slice(0, 2)).toEqual([answer, expect.stringContaining('0/3 cells')])
    for (let index = 0; index < 3; index += 1) progress.received()
    progress.stop()
    progress.interrupt()
    expect(shown()[1]).toMatch(/^Stopping: writing the reports\./)
  })

  it('clears its lines and prints nothing once stopped', () => {
    const { progress, shown, written } = screen({ isTTY: true })
    progress.open(plannedCell())
    progress.stop()
    progress.stop()
    expect(shown()).toEqual([''])
    const before = written()
    progress.open(plannedCell('late.case'))
    expect(written()).toBe(before)
  })

  it('writes nothing before the first event', () => {
    expect(screen({ isTTY: true, total: 0 }).written()).toBe('')
  })
})

describe('progress elsewhere', () => {
  it('is a line now and then, and the first failure of a kind, but no line for a cell', () => {
    const { progress, written, pass } = screen({ isTTY: false, total: 10 })
    progress.open(plannedCell('chat.hello'))
    progress.sent()
    for (let cell = 0; cell < 4; cell += 1) progress.finish(result)
    progress.retry(plannedCell(), { reason: '429', wait: 500 })
    expect(written()).toBe('')
    pass(5000)
    progress.tick()
    progress.finish(failing)
    progress.finish(failing)
    expect(written().trimEnd().split('\n')).toEqual([
      '4/10 cells · 1 request · 0.2/s · 1 retry · slow: chat.hello (5 s)',
      failure,
    ])
  })

  it('is a line for each cell, each failure and each retry where all is asked for', () => {
    const { progress, written } = screen({ isTTY: false, total: 10, detail: 'verbose' })
    progress.finish(result)
    progress.retry(plannedCell(), { reason: '429', wait: 500 })
    progress.finish({ ...failing, retries: 1 })
    progress.finish(failing)
    progress.stop()
    expect(written().trimEnd().split('\n')).toEqual([
      ' 1/10 pass stream.basic [openai-chat-stream us-west-2 m] 1.2 s',
      'retry stream.basic [openai-chat-stream us-west-2 m]: 429, again in 500 ms',
      ' 2/10 fail stream.basic [openai-chat-stream us-west-2 m] 1.2 s, 1 retry',
      failure,
      ' 3/10 fail stream.basic [openai-chat-stream us-west-2 m] 1.2 s',
      failure,
    ])
  })

  it('is nothing where little is asked for', () => {
    const { progress, written, pass } = screen({ isTTY: false, detail: 'quiet' })
    progress.finish(failing)
    pass(5000)
    progress.tick()
    expect(written()).toBe('')
  })

  it('says what is done before the first cell only where that takes long', () => {
    const { progress, written, pass } = screen({ isTTY: false, total: 0 })
    progress.tick()
    progress.phase('asking each endpoint once')
    expect(written()).toBe('')
    pass(5000)
    progress.tick()
    expect(written()).toBe('asking each endpoint once\n')
  })

  it('lets no hostile text through, on either', () => {
    for (const isTTY of [true, false]) {
      const { progress, written } = screen({ isTTY, columns: 500, detail: 'verbose' })
      const finding = { ...failingCheck().finding!, message: hostile }
      progress.open(plannedCell('stream.basic', hostile))
      progress.retry(plannedCell('stream.basic', hostile), { reason: hostile, wait: 1 })
      progress.hold(hostile, 'refuses', 5000)
      progress.finish(
        sampleCell({ model: hostile, region: hostile, checks: [failingCheck({ finding })] }),
      )
      progress.stop()
      const text = written().replaceAll(`\r${erase}`, '').replaceAll(up, '')
      expect(text).not.toMatch(dangerous)
    }
  })
})
