/** A month of nights: the gate goes red on those that it should, and says why. */
import { startReference } from '../../proof/start-reference.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Catalogue } from '../../model/case.ts'
import type { Report } from '../../model/report.ts'
import { compareReports } from '../../judge/compare/compare.ts'
import { seededRandom } from '../../model/run/random.ts'
import { trendOf } from '../../judge/history/trend.ts'
import { renderSummary } from '../../report/terminal/terminal.ts'
import { modelOf } from '../../report/model/model.ts'
import type { RunFlags } from '../../engine/flags.ts'
import { keepHistory, readHistory } from '../../engine/report/history-file.ts'
import { runTarget } from '../../engine/run.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { openTarget, type Opened } from '../../engine/preflight/open-target.ts'
import { Problem } from '../../model/problem.ts'
import { loadBaseline } from '../../target/files/files.ts'
import { isProblem } from '../../target/problem.ts'
import { temporaryFolder } from '../../cli/testing/program.ts'
import { startGateway, type Gateway, type Mood } from './testing/gateway.ts'

interface Night {
  readonly about: string
  readonly mood: Mood
  /** Exit code of the run. */
  readonly exit: number
  /** What the person on call reads. */
  readonly words?: readonly RegExp[]
  /** Whether the run is worse than the last one that judged anything. */
  readonly isWorse?: boolean
  readonly strict?: boolean
  readonly update?: boolean
  /** What a person does to the baseline before. */
  readonly edit?: (text: string) => string
}

const regions = ['us-west-2', 'us-east-1', 'eu-west-1']
const model = 'openai.gpt-oss-20b-1:0'
const random = seededRandom(30)
const often = (least: number): number => least + Math.floor(random() * 4)

const sums = { mutant: 'usage-total-wrong' }
const quiet = (): Night => ({
  about: 'nothing happens',
  mood: {},
  exit: 0,
  words: [/^CONFORMANT/m],
})
const throttledNowAndThen = (): Night => ({
  about: 'some calls are throttled and repeated',
  mood: { throttleEvery: often(4) },
  exit: 0,
  words: [/\d+ repeated/, /^CONFORMANT/m],
})
const flaky = (): Night => ({
  about: 'one answer in some is wrong',
  mood: { wrongEvery: often(9) },
  exit: 0,
  words: [/^CONFORMANT/m],
})
const withReason = (text: string): string =>
  text
    .replaceAll(/reason: recorded .*/g, 'reason: the gateway counts twice\n    owner: team-gateway')
    .replaceAll(/expires: .*/g, 'expires: 2026-01-24')

const nights: readonly Night[] = [
  quiet(),
  throttledNowAndThen(),
  quiet(),
  {
    about: 'an upgrade counts tokens wrongly',
    mood: sums,
    exit: 1,
    isWorse: true,
    words: [/✗ chat\.simple\/usage {3}MUST/, /total_tokens is not the sum/, /^NOT CONFORMANT/m],
  },
  {
    about: 'it still does',
    mood: sums,
    exit: 1,
    words: [/since {5}2026-01-04, 2 runs in a row/],
  },
  {
    about: 'the deviation is recorded',
    mood: sums,
    exit: 0,
    update: true,
    words: [/known deviations/, /Not yet reviewed in the baseline/],
  },
  { about: 'and reviewed', mood: sums, exit: 0, edit: withReason, words: [/^CONFORMANT/m] },
  {
    about: 'another defect comes in place of the known one',
    mood: { mutant: 'object-missing' },
    exit: 1,
    isWorse: true,
    words: [
      /✗ chat\.simple\/.*MUST/,
      /expects\s+a\s+failure\s+that\s+is\s+gone.*Owner:\s+team-gateway/s,
    ],
  },
  {
    about: 'both are mended, and the baseline is stale',
    mood: {},
    exit: 4,
    words: [
      /^CONFORMANT, STALE BASELINE/m,
      /usage.*\(usage\.sum\)\s+expects\s+a\s+failure\s+that\s+is\s+gone/s,
    ],
  },
  { ...quiet(), about: 'the baseline is brought up to date', update: true },
  flaky(),
  flaky(),
  {
    about: 'the server is down',
    mood: { down: true },
    exit: 3,
    words: [/closed the connection without answering/],
  },
  quiet(),
  {
    about: 'one region is throttled all night',
    mood: { throttleEvery: 1, regions: ['eu-west-1'] },
    exit: 5,
    words: [/inconclusive, throttled/, /^UNDECIDED/m, /eu-west-1/],
  },
  quiet(),
  {
    about: 'the model is withdrawn from a region',
    mood: { mutant: 'models-gone', regions: ['eu-west-1'] },
    exit: 5,
    isWorse: true,
    words: [/refused the call of openai\.gpt-oss-20b-1:0/, /eu-west-1/, /^UNDECIDED/m],
  },
  {
    about: 'and stays so',
    mood: { mutant: 'models-gone', regions: ['eu-west-1'] },
    exit: 5,
    words: [/model identifier is invalid/],
  },
  throttledNowAndThen(),
  {
    about: 'the model no longer knows the answer, which no must demands',
    mood: { wrongEvery: 1 },
    exit: 0,
    words: [/with 3 warnings/, /names-earth/],
  },
  {
    about: 'the same under --strict',
    mood: { wrongEvery: 1 },
    strict: true,
    exit: 1,
    words: [/✗ chat\.simple\/names-earth/, /judged +0\/\d+, floor/],
  },
  quiet(),
  {
    about: 'one region drops connections',
    mood: { down: true, regions: ['us-east-1'] },
    exit: 1,
    words: [/^NOT COMPLETED/m, /us-east-1/, /closed the connection/],
  },
  {
    about: 'the wrong count is back',
    mood: sums,
    exit: 0,
    update: true,
    words: [/known deviations/],
  },
  {
    about: 'its entry, reviewed, has expired meanwhile',
    mood: sums,
    exit: 4,
    edit: withReason,
    words: [/expired on 2026-01-24.*Owner: team-gateway/s, /^CONFORMANT, STALE BASELINE/m],
  },
  {
    about: 'and is renewed',
    mood: sums,
    exit: 0,
    edit: (text) => text.replaceAll('2026-01-24', '2026-06-30'),
    words: [/known deviations/],
  },
  { about: 'a fix arrives', mood: {}, exit: 4, words: [/is\s+gone:\s+remove\s+it/] },
  { ...quiet(), about: 'and the baseline follows', update: true },
  {
    about: 'one region alone gets a bad release',
    mood: { mutant: 'object-missing', regions: ['us-east-1'] },
    exit: 1,
    isWorse: true,
    words: [/✗ .*MUST {3}bedrock · us-east-1 · openai/],
  },
  quiet(),
]

let gateway: Gateway
let catalogue: Catalogue
let opened: Opened
const folder = temporaryFolder()
const baseline = join(folder, 'baseline.yaml')
let last: Report | undefined

beforeAll(async () => {
  gateway = await startGateway()
  const all = loadSuite()
  const cases = all.cases
    .filter(({ id }) => ['chat.simple', 'chat.curl-simple'].includes(id))
    .map((one) => ({ ...one, apis: ['openai-chat' as const] }))
  catalogue = { ...all, cases }
  writeFileSync(baseline, 'entries: []\n')
  vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', `ABSK${'a'.repeat(120)}`)
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true) // progress
  opened = await openTarget(flagsOf(), { startReference })
})

afterAll(async () => {
  await opened.close()
  await gateway.close()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

function flagsOf({ strict = false, update = false }: Partial<Night> = {}): RunFlags {
  return {
    target: 'bedrock',
    endpoint: gateway.endpoint,
    region: regions,
    model: [model],
    baseline,
    history: folder,
    strict,
    updateBaseline: update,
    json: false,
  }
}

/** Plays a night. Returns its exit code, what is read about it, and its report if there is one. */
async function play(
  night: Night,
  day: number,
): Promise<{ exit: number; text: string; report?: Report }> {
  await gateway.setMood(night.mood)
  if (night.edit !== undefined) writeFileSync(baseline, night.edit(readFileSync(baseline, 'utf8')))
  const flags = flagsOf(night)
  const startedAt = new Date(Date.UTC(2026, 0, day, 3))
  const { signal } = new AbortController()
  const entries = loadBaseline('bedrock', baseline)
  if (isProblem(entries)) throw new Error(entries.problem)
  const setting = { flags, planner: createPlanner(catalogue, flags), startedAt, signal }
  try {
    const target = { ...opened.target, baseline: entries }
    const { report } = await runTarget({
      startReference,
      ...setting,
      opened: { ...opened, target },
    })
    await keepHistory(report, join(folder, 'bedrock.jsonl'))
    const text = renderSummary(modelOf(report), {
      colour: false,
      columns: 110,
      detail: 'verbose',
    })
    return { exit: report.exitCode, text, report }
  } catch (error) {
    if (error instanceof Problem) return { exit: error.exitCode, text: error.message }
    throw error
  }
}

describe('thirty nights', () => {
  it.each(nights.map((night, index) => ({ ...night, day: index + 1 })))(
    '$day: $about (exit code $exit)',
    async ({ day, ...night }) => {
      const before = last
      const { exit, text, report } = await play(night, day)
      last = report ?? before
      expect(exit, text).toBe(night.exit)
      for (const words of night.words ?? []) expect(text).toMatch(words)
      if (report === undefined || before === undefined) return
      const { regressions } = compareReports([before, report])
      expect(regressions.length > 0, regressions.join('; ')).toBe(night.isWorse ?? false)
    },
  )

  it('leave a line each, from which the trend is read', async () => {
    const { entries, unreadable } = await readHistory(join(folder, 'bedrock.jsonl'))
    expect([entries.length, unreadable, nights.length]).toEqual([30, 0, 30])
    expect(entries.map(({ exit }) => exit)).toEqual(nights.map(({ exit }) => exit))
    const rows = trendOf(entries)
    const eventful = rows.flatMap(({ newFailures }, index) =>
      newFailures.length > 0 ? [index + 1] : [],
    )
    // --strict makes failures of old warnings: nothing new
    expect(eventful).toEqual([4, 8, 29])
  })
})
