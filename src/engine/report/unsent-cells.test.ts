/** What a run keeps of cells that were not sent, counted: it may have a hundred thousand of them. */
import { expect, it } from 'vitest'
import type { Cell } from '../../model/plan.ts'
import type { CheckResult, Report } from '../../model/report.ts'
import { catalogueFrom, suiteOf } from '../../suite/testing/load-texts.ts'
import { endpointOf, modelOf as aModel, targetOf } from '../../suite/testing/targets.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { skipCell } from '../play/run-cell.ts'
import type { NotSent } from '../play/play.ts'
import { buildReport } from './build-report.ts'

const regions = ['us-east-1', 'us-west-2']
const cases = ['a', 'b'].map(
  (id) => `  - id: ${id}
    title: T
    apis: [openai-chat]
    say: [{ user: Hi }]
    checks:
      - { id: status, rule: test.rule, status: 200 }
      - { id: answer, level: should, rule: test.rule, answer: { contains: yes } }
`,
)
const catalogue = catalogueFrom(suiteOf(cases.join('')))

function targetWith(models: number) {
  const all = Array.from({ length: models }, (_, at) =>
    aModel(`m${at}`, 'gpt-oss', ['openai-chat']),
  )
  return targetOf(endpointOf('bedrock', ['openai-chat'], all, regions))
}

/** The report of a run in which each region left out all of its cells. */
function reportOf(cells: readonly Cell[]): Report {
  const whys = new Map(
    regions.map((region): [string, NotSent] => [
      region,
      { reason: 'prerequisite', because: `No key for ${region}.` },
    ]),
  )
  const context = {
    strict: false,
    baseline: [],
    clean: (text: string) => text,
    asked: { done() {} },
  }
  return buildReport({
    suiteVersion: '1',
    startedAt: new Date(0),
    durationMs: 0,
    target: { name: 'bedrock', endpoint: 'http://h' },
    cells: cells.map((cell) => skipCell(cell, whys.get(cell.region)!, context as never)),
    baseline: [],
    interrupted: false,
    problems: [],
  })
}

/** How many objects stand for the cells of a number of models, each counted once. */
function countsOf(models: number, level?: 'must') {
  const planner = createPlanner(catalogue, level === undefined ? {} : { level })
  const planned = planner.plan(targetWith(models))
  const { cells } = reportOf(planned)
  const distinct = (values: readonly unknown[]): number => new Set(values).size
  const lists = cells.map(({ checks }) => checks)
  return {
    cells: cells.length,
    plannedLists: distinct(
      planned.flatMap(({ steps }) => steps.map(({ checks }) => checks.unsent)),
    ),
    lists: distinct(lists),
    checks: distinct(lists.flat()),
  }
}

it.each([undefined, 'must'] as const)(
  'models add cells to a run that cannot send them, but no checks, at level %s',
  (level) => {
    const [few, many] = [countsOf(2, level), countsOf(20, level)]
    expect(few.cells).toBe(2 * regions.length * cases.length)
    expect(many).toEqual({ ...few, cells: few.cells * 10 })
    const perCell = level === undefined ? 2 : 1
    expect(few).toMatchObject({
      plannedLists: cases.length,
      lists: cases.length * regions.length,
      checks: cases.length * regions.length * perCell,
    })
  },
)

it('each check of a cell that was not sent has its own result and the cause of all of them', () => {
  const { cells, causes = [], summary } = reportOf(createPlanner(catalogue).plan(targetWith(3)))
  const all: CheckResult[] = cells.flatMap(({ checks }) => checks)
  expect(causes).toMatchObject([{ code: 'prerequisite', checks: all.length, cells: cells.length }])
  expect(summary).toMatchObject({ checks: all.length, inconclusive: all.length })
  for (const { region, checks } of cells) {
    expect(checks.map(({ id }) => id)).toEqual(['status', 'answer'])
    for (const { because, cause } of checks) {
      expect([because, cause]).toEqual([`No key for ${region}.`, causes[0]?.id])
    }
  }
})
