/** A program that is killed, whenever it is: its reports are whole, or absent and marked as unfinished. */
import { seededRandom } from '../../model/run/random.ts'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../cli/testing/program.ts'
import { renderJson } from '../../report/json/json.ts'
import { parseReport } from '../../report/json/parse.ts'
import { sampleCell, sampleReport } from '../../report/testing/sample.ts'
import { runChild } from './testing/child.ts'

const kills = 30
const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const

/** A stale report, which must never look current. */
const stale = renderJson(sampleReport([sampleCell()]))

function argsFor(folder: string): string[] {
  const cases = ['--case=chat.*', '--case=errors.*', '--mutant=created-zero', '--history=none']
  return ['run', '--target=reference', ...cases, `--report-dir=${folder}`]
}

/** Milliseconds that an undisturbed run takes: kills fall evenly over them, writing included. */
let whole = 0

beforeAll(async () => {
  await runChild(argsFor(temporaryFolder())) // bundles the program
  whole = (await runChild(argsFor(temporaryFolder()))).durationMs
}, 120_000)

function expectWholeOrMarked(folder: string, what: string): void {
  const path = join(folder, 'report.json')
  const isMarked = existsSync(join(folder, 'unfinished'))
  const text = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  if (text === undefined) {
    expect(isMarked, `${what}: absent without a mark`).toBe(true)
    return
  }
  expect('report' in parseReport(text), `${what}: report.json is whole`).toBe(true)
  if (isMarked) return
  if (text === stale) {
    const others = readdirSync(folder).filter((name) => !name.endsWith('.tmp'))
    expect(others, `${what}: nothing had begun`).toEqual(['report.json'])
    return
  }
  for (const name of ['junit.xml', 'report.md']) {
    expect(existsSync(join(folder, name)), `${what}: ${name} is there`).toBe(true)
  }
  const wire = join(folder, 'wire')
  for (const name of existsSync(wire)
    ? readdirSync(wire).filter((one) => one.endsWith('.har'))
    : []) {
    expect(() => JSON.parse(readFileSync(join(wire, name), 'utf8'))).not.toThrow()
  }
}

it('reports are whole, or absent and marked, after a kill at any moment', async () => {
  const random = seededRandom(11)
  const states = new Set<string>()
  for (let index = 0; index < kills; index += 1) {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'report.json'), stale)
    const signal = signals[index % signals.length] ?? 'SIGKILL'
    const after = Math.round((0.05 + random()) * whole)
    const { code } = await runChild(argsFor(folder), (child) => {
      const timer = setTimeout(() => child.kill(signal), after)
      child.on('exit', () => clearTimeout(timer))
    })
    expectWholeOrMarked(
      folder,
      `${signal} after ${after} of ${Math.round(whole)} ms (exit ${code})`,
    )
    states.add(existsSync(join(folder, 'unfinished')) ? 'marked' : 'whole')
  }
  expect([...states].toSorted()).toEqual(['marked', 'whole'])
}, 900_000)

it('a second signal ends the program at once', async () => {
  const folder = temporaryFolder()
  const slow = ['run', '--target=reference', '--mutant=never-answers', `--report-dir=${folder}`]
  const { durationMs } = await runChild(slow, (child) => {
    setTimeout(() => child.kill('SIGTERM'), whole / 2)
    setTimeout(() => child.kill('SIGTERM'), whole / 2 + 200)
  })
  expect(durationMs).toBeLessThan(whole / 2 + 5000)
}, 60_000)
