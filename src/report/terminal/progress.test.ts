import { describe, expect, it } from 'vitest'
import { createProgress, type Progress } from './progress.ts'
import {
  dangerous,
  failingCheck,
  hostile,
  plannedCell,
  sampleCell,
  sampleCheck,
} from '../testing/sample.ts'

interface Screen {
  readonly progress: Progress
  /** All that was written. */
  readonly written: () => string
  /** What a terminal shows now. */
  readonly shown: () => string[]
  readonly pass: (milliseconds: number) => void
}

function screen(options: {
  isTTY: boolean
  columns?: number
  colour?: boolean
  total?: number
}): Screen {
  let text = ''
  let time = 0
  const { columns = 80, total = 3, ...rest } = options
  const stream = {
    columns,
    write: (part: string) => {
      text += part
    },
  }
  const progress = createProgress({ stream, total, now: () => time, tick: 0, ...rest })
  const shown = (): string[] =>
    text
      .split('\n')
      .map((line) =>
        line.slice(line.lastIndexOf('\u001b[2K') + 4 * Number(line.includes('\u001b[2K'))),
      )
  return {
    progress,
    written: () => text,
    shown,
    pass: (milliseconds) => {
      time += milliseconds
    },
  }
}

const result = sampleCell({ region: 'us-west-2', model: 'm' })
const failing = sampleCell({ model: 'm', checks: [failingCheck()] })

describe('createProgress on a terminal', () => {
  it('keeps one line with counts, time and the cells that run', () => {
    const { progress, shown, pass } = screen({ isTTY: true })
    progress.start(plannedCell('stream.basic'))
    progress.start(plannedCell('chat.hello'))
    pass(1500)
    progress.finish(result)
    expect(shown()).toEqual(['1/3 · 1.5 s · chat.hello'])
  })

  it('says how long a cell has been waiting', () => {
    const { progress, shown, pass } = screen({ isTTY: true })
    progress.start(plannedCell('chat.hello'))
    pass(30_000)
    progress.start(plannedCell('stream.basic'))
    expect(shown()).toEqual(['0/3 · 30.0 s · chat.hello (30.0 s), stream.basic'])
  })

  it('prints a failure at once and keeps it', () => {
    const { progress, shown } = screen({ isTTY: true })
    progress.start(plannedCell())
    progress.finish(failing)
    progress.stop()
    expect(shown()).toEqual([
      '✗ stream.basic/done-last   MUST   openai-chat-stream · us-west-2 · m: The stream ended without its terminator.',
      '',
    ])
  })

  it('counts failures, errors, warnings and retries', () => {
    const { progress, shown } = screen({ isTTY: true, total: 4 })
    progress.finish(failing)
    progress.finish(sampleCell({ checks: [sampleCheck({ verdict: 'error' })] }))
    progress.finish(sampleCell({ checks: [failingCheck({ verdict: 'warn' })] }))
    progress.retry(plannedCell(), { reason: '429', wait: 500 })
    expect(shown().at(-1)).toBe('3/4 · 0 ms · 1 failed · 1 error · 1 warning · 1 retry')
  })

  it('never wraps, so that it can erase itself', () => {
    const { progress, shown } = screen({ isTTY: true, columns: 30 })
    for (let index = 0; index < 9; index += 1) progress.start(plannedCell(`suite.case-${index}`))
    expect(shown().at(-1)!.length).toBeLessThanOrEqual(29)
    expect(shown().at(-1)).toMatch(/…$/)
  })

  it('clears its line and prints nothing once stopped', () => {
    const { progress, shown, written } = screen({ isTTY: true })
    progress.start(plannedCell())
    progress.stop()
    progress.stop()
    expect(shown()).toEqual([''])
    const before = written()
    progress.start(plannedCell('late.case'))
    expect(written()).toBe(before)
  })

  it('writes nothing before the first event', () => {
    expect(screen({ isTTY: true }).written()).toBe('')
  })
})

describe('createProgress elsewhere', () => {
  it('writes a plain line for each finished cell, and failures with it', () => {
    const { progress, written } = screen({ isTTY: false, total: 10 })
    progress.start(plannedCell())
    progress.finish(result)
    progress.retry(plannedCell(), { reason: '429', wait: 500 })
    progress.finish({ ...failing, retries: 1 })
    progress.stop()
    expect(written().trimEnd().split('\n')).toEqual([
      ' 1/10 pass stream.basic [openai-chat-stream us-west-2 m] 1.2 s',
      'retry stream.basic [openai-chat-stream us-west-2 m]: 429, again in 500 ms',
      ' 2/10 fail stream.basic [openai-chat-stream us-west-2 m] 1.2 s, 1 retry',
      '✗ stream.basic/done-last   MUST   openai-chat-stream · us-west-2 · m: The stream ended without its terminator.',
    ])
  })

  it('lets no hostile text through, on either', () => {
    for (const isTTY of [true, false]) {
      const { progress, written } = screen({ isTTY, columns: 500 })
      const finding = { ...failingCheck().finding!, message: hostile }
      progress.start(plannedCell('stream.basic', hostile))
      progress.retry(plannedCell('stream.basic', hostile), { reason: hostile, wait: 1 })
      progress.finish(
        sampleCell({ model: hostile, region: hostile, checks: [failingCheck({ finding })] }),
      )
      progress.stop()
      expect(written().replaceAll('\r\u001b[2K', '')).not.toMatch(dangerous)
    }
  })
})
