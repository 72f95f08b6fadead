import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../model/exchange.ts'
import { createCompiler } from '../../suite/compile/compile.ts'
import { catalogueFrom, suiteOf } from '../../suite/testing/load-texts.ts'
import type { CellRun } from '../play/run-cell.ts'
import { runByLocation, type Stage } from '../play/schedule/run-by-location.ts'
import { runCells } from '../play/schedule/run-cells.ts'
import { contextWith } from '../testing/context.ts'
import { endpoint, model } from '../testing/one-cell.ts'
import { settleIds } from './settle-ids.ts'

/** A case whose check is made one of ids once it is loaded: the vocabulary of tests is small. */
const caseOf = (id: string): string => `  - id: ${id}
    title: T
    apis: [openai-chat]
    say: [{ user: I am ${id} }]
    checks:
      - { id: own, level: should, rule: test.rule, distinct: { of: text } }
`

const names = ['a', 'b', 'c']

/** Each cell is over before the next is sent. */
const inTurn: Stage = async (cells, { play }) => {
  const runs: CellRun[] = []
  for (const cell of cells) runs.push(...(await play([cell])))
  return runs
}

/** The verdicts of three cells, each with its finding, when their answers have these ids. */
async function verdicts(idOf: (asked: string) => string, order = names) {
  const context = contextWith(
    ({ body }: HttpRequest) => {
      const [, asked = ''] = /I am (\w)/.exec(new TextDecoder().decode(body)) ?? []
      const message = { role: 'assistant', content: 'Hi' }
      return { id: idOf(asked), choices: [{ index: 0, message, finish_reason: 'stop' }] }
    },
    { least: 1, most: 1 },
  )
  const catalogue = catalogueFrom(suiteOf(names.map(caseOf).join('')))
  const compile = createCompiler(catalogue)
  const cells = order.map((name) => {
    const found = catalogue.cases.find(({ id }) => id.endsWith(`.${name}`))!
    const checks = found.checks.map((one) => ({ ...one, assert: 'unique-in-run', args: 'answer' }))
    return compile({ case: { ...found, checks }, api: 'openai-chat', region: '-', model, endpoint })
  })
  const quiet = { onFinish: () => undefined }
  const runs = await runByLocation(cells, {
    blocked: async () => undefined,
    context,
    events: quiet,
    concurrency: 8,
    stage: inTurn,
  })
  const shown = runs.map(({ cell, result }) => {
    const [check] = result.checks
    return `${cell.case.id.split('.')[1]} ${result.verdict} ${check?.finding?.received ?? ''}`
  })
  return { shown: shown.toSorted(), context, cells, quiet }
}

describe('the id of an answer', () => {
  it('is at fault in every cell that has it, also in the one that had it first', async () => {
    const { shown } = await verdicts(() => 'x')
    expect(shown).toEqual([
      expect.stringMatching(/^a warn as in \w+\.b \(3 of 3 requests\): "x"$/),
      expect.stringMatching(/^b warn as in \w+\.a \(3 of 3 requests\): "x"$/),
      expect.stringMatching(/^c warn as in \w+\.a \(3 of 3 requests\): "x"$/),
    ])
  })

  it('is judged alike in whatever order the requests are sent', async () => {
    const one = await verdicts((asked) => (asked === 'a' ? 'y' : 'x'), names)
    const other = await verdicts((asked) => (asked === 'a' ? 'y' : 'x'), ['c', 'b', 'a'])
    expect(one.shown[0]).toBe('a pass ')
    expect(other.shown).toEqual(one.shown)
  })

  it('passes where each has its own, and where the same request gets the same answer', async () => {
    const { shown, context, cells, quiet } = await verdicts((asked) => asked)
    expect(shown).toEqual(['a pass ', 'b pass ', 'c pass '])
    const again = await runCells(cells, context, quiet)
    expect(again.map((run) => settleIds(run, context).result.verdict)).toEqual(
      Array(3).fill('pass'),
    )
  })

  it('is not judged by answers of which nothing is known', async () => {
    const { context, cells, quiet } = await verdicts(() => 'x')
    const [run] = await runCells(cells.slice(0, 1), { ...context, baseline: [] }, quiet)
    const { ownIds: _, ...alone } = context
    expect(settleIds(run!, alone)).toBe(run)
  })
})
