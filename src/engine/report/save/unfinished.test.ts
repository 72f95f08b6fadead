import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderJson } from '../../../report/json/json.ts'
import { sampleCell, sampleReport } from '../../../report/testing/sample.ts'
import { readReport } from '../read-report.ts'
import { claimPaths } from './check-paths.ts'
import { inTime, Stuck, whileMoving } from './deadline.ts'
import { beginReports, earlierReport, endReports } from './unfinished.ts'

const began = '2026-03-03T10:00:00.000Z'
let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'unfinished-'))
})

afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

async function finishedRun(): Promise<void> {
  await mkdir(join(root, 'wire'), { recursive: true })
  await writeFile(
    join(root, 'report.json'),
    renderJson(sampleReport([sampleCell({ wire: 'wire/a.har' })])),
  )
  const own = ['junit.xml', 'report.md', 'wire/a.har', 'wire/a.0123456789ab.body']
  for (const path of [...own, 'wire/mine.har', 'wire/mine.0123456789ab.body'])
    await writeFile(join(root, path), '')
  await writeFile(join(root, 'mine.txt'), '')
}

describe('a report directory', () => {
  it('holds no report of the run before once a run has begun, and is marked', async () => {
    await finishedRun()
    for (const path of ['.0123456789ab.tmp', 'wire/.0123456789ab.tmp']) {
      await writeFile(join(root, path), 'half')
      await utimes(join(root, path), new Date(began), new Date(began))
    }
    await beginReports(root, began)
    expect((await readdir(root)).toSorted()).toEqual([
      'earlier.json',
      'mine.txt',
      'unfinished',
      'wire',
    ])
    expect((await readdir(join(root, 'wire'))).toSorted()).toEqual([
      'mine.0123456789ab.body',
      'mine.har',
    ])
  })

  it('keeps what another run is writing now', async () => {
    await writeFile(join(root, '.0123456789ab.tmp'), 'half')
    await beginReports(root, began)
    expect(await readdir(root)).toContain('.0123456789ab.tmp')
  })

  it('is refused in one line until the run has ended', async () => {
    await finishedRun()
    await beginReports(root, began)
    for (const path of [root, join(root, 'report.json')]) {
      await expect(readReport(path)).rejects.toThrow(
        new RegExp(
          `^[^\\n]* is unfinished: The run that began at ${began} .process \\d+. has not written [^\\n]*$`,
        ),
      )
    }
    await writeFile(join(root, 'report.json'), renderJson(sampleReport([sampleCell()])))
    await endReports(root)
    expect((await readReport(root)).cells).toHaveLength(1)
    expect((await readdir(root)).toSorted()).toEqual(['mine.txt', 'report.json', 'wire'])
  })

  it('keeps the results of the run before, however often a run was cut off', async () => {
    await finishedRun()
    const availability = { class: 'available', model: 'm', evidence: { status: 200 } } as const
    const cells = [sampleCell(), sampleCell({ case: 'availability.call', availability })]
    await writeFile(join(root, 'report.json'), renderJson(sampleReport(cells)))
    await beginReports(root, began)
    await beginReports(root, began)
    const earlier = await earlierReport(root)
    expect(earlier?.cells.map((cell) => cell.case)).toEqual(['availability.call'])
  })
})

describe('paths of a run', () => {
  it('are marked when they can be written', async () => {
    const paths = { reports: join(root, 'a', 'b'), history: join(root, 'h', 't.jsonl') }
    await claimPaths({ ...paths, summary: '/dev/null' }, began)
    expect(await readdir(join(root, 'a', 'b'))).toEqual(['unfinished'])
    expect(await readdir(join(root, 'h'))).toEqual([])
  })

  it.each([
    ['reports', (file: string) => ({ reports: join(file, 'x') }), /--report-dir\.$/],
    ['reports', () => ({ reports: '/proc/nothing/here' }), /--report-dir\.$/],
    ['the history', (file: string) => ({ history: join(file, 'x.jsonl') }), /--history\.$/],
    ['the history', () => ({ history: '/proc/nothing/x.jsonl' }), /--history\.$/],
    ['the baseline', () => ({ baseline: root }), /--baseline\.$/],
    ['GITHUB_STEP_SUMMARY', () => ({ summary: '/proc/nothing' }), /unset the variable\.$/],
  ])('are refused in one line when %s cannot be written (%#)', async (what, path, remedy) => {
    const file = join(root, 'file')
    await writeFile(file, '')
    const attempt = claimPaths({ reports: join(root, 'r'), ...path(file) }, began)
    await expect(attempt).rejects.toMatchObject({ exitCode: 2 })
    await expect(attempt).rejects.toThrow(
      new RegExp(`^Cannot write ${what} [^\\n]*Nothing was sent`),
    )
    await expect(attempt).rejects.toThrow(remedy)
  })

  it('are refused where a directory has the name of a report', async () => {
    await mkdir(join(root, 'junit.xml'))
    await expect(claimPaths({ reports: root }, began)).rejects.toThrow(
      'a directory named junit.xml',
    )
  })
})

it('work of a file system that does not answer ends with exit code 74', async () => {
  const never = new Promise<void>(() => undefined)
  const attempt = inTime('The history h', never, undefined, 20)
  await expect(attempt).rejects.toBeInstanceOf(Stuck)
  await expect(attempt).rejects.toMatchObject({ exitCode: 74 })
  expect(await inTime('x', Promise.resolve(1))).toBe(1)
})

it('work that goes on is never late, and is once it stops', async () => {
  vi.useFakeTimers()
  try {
    let go = (): void => undefined
    const work = async (moved: () => void): Promise<void> => {
      go = moved
      return new Promise(() => undefined)
    }
    const late = vi.fn<(error: unknown) => void>()
    void whileMoving('The reports', work, 74, 60_000).catch(late)
    for (let minute = 0; minute < 8; minute += 1) {
      await vi.advanceTimersByTimeAsync(59_000)
      go()
    }
    expect(late).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(late).toHaveBeenCalledWith(expect.any(Stuck))
  } finally {
    vi.useRealTimers()
  }
})

it('a pipe in place of a report is refused, and never waited for', async () => {
  for (const name of ['report.json', 'earlier.json']) execFileSync('mkfifo', [join(root, name)])
  expect(await earlierReport(root)).toBeUndefined()
  const claimed = claimPaths({ reports: root }, began)
  await expect(claimed).rejects.toThrow(/report\.json is a pipe or a device, not a file/)
})
