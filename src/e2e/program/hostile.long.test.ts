/** The whole program against 2,000 seeded hostile answers: it judges them, within its limits. */
import { seededRandom } from '../../model/run/random.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../cli/testing/program.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { parseReport } from '../../report/json/parse.ts'
import { junitProblems, parseXml } from '../../report/testing/junit-schema.ts'
import { dangerous } from '../../report/testing/sample.ts'
import { defaultLimits } from '../../wire/http/limits.ts'
import { runChild, type ChildEnded } from './testing/child.ts'
import { answerWith, familyNames, hostileAnswer } from './testing/hostile-answer.ts'
import { saneOnly, startHostileServer } from './testing/hostile-server.ts'

const answers = 2000
const maxTime = 60_000
/** Milliseconds to start, to end what is under way, to render and to write. */
const allowance = 45_000

const mebibyte = 1024 * 1024
/** MiB of objects that the program may hold at a time: in an idle run it holds about 50. */
const heap = 128
/** Beside what the program takes where each answer is small: eight times the limit of a body. */
const mostMemory = 8 * defaultLimits.maxBytes

const allowed: readonly (number | null)[] = [
  exitCodes.conformant,
  exitCodes.violation,
  exitCodes.unreachable,
  exitCodes.inconclusive,
]

async function play(
  answering: Parameters<typeof startHostileServer>[0],
  ...more: readonly string[]
): Promise<{ ended: ChildEnded; given: ReadonlyMap<string, number>; folder: string }> {
  const server = await startHostileServer(answering)
  const folder = temporaryFolder()
  try {
    const args = [
      'run',
      '--target=openai-compatible',
      `--endpoint=${server.url}`,
      '--model=openai.gpt-oss-20b-1:0',
      '--timeout=400ms',
      `--max-time=${maxTime}`,
      '--concurrency=8',
      '--samples=1',
      `--report-dir=${folder}`,
      ...more,
    ]
    const ended = await runChild(args, undefined, heap)
    return { ended, given: server.given, folder }
  } finally {
    await server.close()
  }
}

async function playHostile(seed: number): ReturnType<typeof play> {
  const random = seededRandom(seed)
  return play((isStream) => hostileAnswer(random, isStream))
}

function expectWhole(folder: string, seed: number): void {
  expect(existsSync(join(folder, 'unfinished')), `seed ${seed}`).toBe(false)
  const read = parseReport(readFileSync(join(folder, 'report.json'), 'utf8'))
  expect('problem' in read ? read.problem : '', `seed ${seed}`).toBe('')
  expect(
    junitProblems(parseXml(readFileSync(join(folder, 'junit.xml'), 'utf8'))),
    `seed ${seed}`,
  ).toEqual([])
  const markdown = readFileSync(join(folder, 'report.md'), 'utf8')
  expect(markdown, `seed ${seed}`).not.toMatch(dangerous)
}

it('the program judges hostile answers without a fault, in time, in memory, with whole reports', async () => {
  const idle = (await play(saneOnly)).ended.peak
  const total = new Map<string, number>()
  let count = 0
  let peak = 0
  for (let seed = 1; count < answers; seed += 1) {
    const { ended, given, folder } = await playHostile(seed)
    const { code, stdout, stderr } = ended
    expect(allowed, `seed ${seed}: ${stderr.slice(-2000)}${stdout.slice(-500)}`).toContain(code)
    expect(stdout + stderr, `seed ${seed}`).not.toMatch(/^\s+at .+:\d+|fault of bedrock/m)
    expect(stdout, `seed ${seed}`).not.toMatch(dangerous)
    expect(ended.durationMs, `seed ${seed}`).toBeLessThan(maxTime + allowance)
    expect((ended.peak - idle) / mebibyte, `seed ${seed}`).toBeLessThan(mostMemory / mebibyte)
    expectWhole(folder, seed)
    const inRun = [...given.values()].reduce((sum, number) => sum + number, 0)
    expect(inRun, `seed ${seed}: the run ended early`).toBeGreaterThan(20)
    for (const [family, number] of given) total.set(family, (total.get(family) ?? 0) + number)
    count += inRun
    peak = Math.max(peak, ended.peak)
    const figures = `seed ${seed}: ${inRun} answers, exit ${code}, ${Math.round(ended.durationMs / 1000)} s, ${Math.round(ended.peak / mebibyte)} MiB (${Math.round(idle / mebibyte)} idle)`
    process.stderr.write(`${figures}\n`)
  }
  expect([...total.keys()].toSorted()).toEqual([...familyNames].toSorted())
}, 1_800_000)

/** What takes most memory for its size, each as large as it is still read with so small a heap. */
const heaviest = [
  ['a row of numbers', 'content', () => `"${'1 '.repeat(1_700_000)}"`],
  ['a row of words', 'content', () => `"${' word'.repeat(680_000)}"`],
  ['control characters', 'content', () => `"${'\\u0000'.repeat(560_000)}"`],
  ['lines that begin and end code', 'content', () => `"${'```\\n'.repeat(680_000)}"`],
  ['calls that have no member', 'tool_calls', () => `[${'{},'.repeat(80_000)}{}]`],
  ['members that no schema names', 'usage', () => JSON.stringify(namedMembers(55_000))],
] as const

function namedMembers(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, {}]))
}

it.each(heaviest)(
  'an answer with %s is read, and judged in memory',
  async (_, slot, make) => {
    const json = make()
    const answering = (isStream: boolean) => answerWith(slot, isStream, json)
    const { ended, folder } = await play(answering, '--budget=20')
    expect(allowed, ended.stderr.slice(-2000)).toContain(ended.code)
    expectWhole(folder, 0)
    const report = readFileSync(join(folder, 'report.json'), 'utf8')
    // What is found only by reading the whole of a body.
    expect(report).toMatch(/"code": ?"(?:text|tools|schema|usage)\./u)
  },
  120_000,
)
