import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../model/plan.ts'
import type { ApiName } from '../../../model/names.ts'
import { runAfterCanaries } from './after-canaries.ts'
import type { Observation } from '../../../model/observation.ts'
import type { NotSent } from '../play.ts'
import { lossOf } from './loss.ts'
import type { CellRun } from '../run-cell.ts'

type Outcome = 'reply' | 'error'

/** A planned cell with only the members that decide what is sent when. */
function cell(id: string, api: ApiName, model = 'm', outcome: Outcome = 'reply'): Cell {
  const say = { turns: [{ role: 'user', text: 'Hi' }], options: {}, tools: [] }
  return {
    case: { id, steps: [{ request: { say } }] },
    api,
    region: 'r',
    model: { id: model },
    steps: [{ api, model: { id: model }, auth: ['default'], repeat: 1, expect: { outcome } }],
  } as unknown as Cell
}

interface Answer {
  readonly status?: number
  readonly message?: string
  readonly failure?: string
}

/** Runs `cells` on a server that answers as told; gives what was sent, in order, and what was not. */
async function run(
  cells: readonly Cell[],
  answer: (cell: Cell) => Answer,
): Promise<{ sent: string[]; skipped: Map<string, NotSent>; order: number }> {
  const sent: string[] = []
  const skipped = new Map<string, NotSent>()
  const nameOf = ({ case: { id }, api, model }: Cell): string => `${id} ${api} ${model.id}`
  const play = (one: Cell): CellRun => {
    sent.push(nameOf(one))
    return answered(one, answer(one))
  }
  const runs = await runAfterCanaries(cells, {
    play: async (some) => some.map(play),
    begin: (one) => {
      const played = play(one)
      return { run: Promise.resolve(played), loss: Promise.resolve(played.loss) }
    },
    skip: (one, why) => {
      skipped.set(nameOf(one), why)
      return { cell: one } as CellRun
    },
  })
  return { sent, skipped, order: runs.length }
}

function answered(one: Cell, { status = 200, message = '', failure }: Answer): CellRun {
  const text = `{"message":"${message}"}`
  const exchange =
    failure === undefined
      ? { response: { status } }
      : { failure: { kind: failure, message: failure } }
  const reply = status === 200 && message === '' ? { choices: [{}] } : undefined
  const loss = lossOf({ exchange, body: { text }, reply } as unknown as Observation, undefined)
  return { cell: one, ...(loss && { loss }) } as unknown as CellRun
}

const chat = ['a', 'b', 'c'].map((id) => cell(id, 'openai-chat'))
const stream = ['a', 'b'].map((id) => cell(id, 'openai-chat-stream'))
const refusals = ['x', 'y'].map((id) => cell(id, 'openai-chat', 'm', 'error'))
const models = cell('list', 'openai-models')
const all = [...chat, ...stream, ...refusals, models]

describe('cells after a plain conversation', () => {
  it('are all sent where it is answered, the plain conversation first', async () => {
    const { sent, skipped } = await run(all, () => ({}))
    expect(sent[0]).toBe('a openai-chat m')
    expect(sent.toSorted()).toEqual(all.map((one) => `${one.case.id} ${one.api} m`).toSorted())
    expect(skipped.size).toBe(0)
  })

  it('prefer the simple case of the suite as that conversation', async () => {
    const { sent } = await run([...chat, cell('chat.simple', 'openai-chat')], () => ({}))
    expect(sent[0]).toBe('chat.simple openai-chat m')
  })

  it('are not sent where it is refused, but for what expects a refusal', async () => {
    const { sent, skipped } = await run(all, ({ api }) =>
      api === 'openai-chat' ? { status: 400, message: 'No.' } : {},
    )
    expect([...skipped.keys()]).toEqual(['b openai-chat m', 'c openai-chat m'])
    expect(sent).toContain('x openai-chat m')
    expect(sent).toContain('list openai-models m')
    expect(skipped.get('b openai-chat m')).toMatchObject({
      reason: 'prerequisite',
      after: { case: 'a', api: 'openai-chat', region: 'r', model: 'm' },
    })
    expect(skipped.get('b openai-chat m')?.because).toContain('answered 400 with an error: No.')
  })

  it('say of an answer without a body that it has none', () => {
    const exchange = { response: { status: 504 } }
    const loss = lossOf({ exchange, body: { text: '' } } as unknown as Observation, undefined)
    expect(loss?.because).toBe('It was answered 504 with an empty body')
  })

  it('are not sent where another model is refused alone', async () => {
    const other = ['a', 'b'].map((id) => cell(id, 'openai-chat', 'other'))
    const { skipped } = await run([...chat, ...other], ({ model }) =>
      model.id === 'other' ? { status: 404, message: 'No such model.' } : {},
    )
    expect([...skipped.keys()]).toEqual(['b openai-chat other'])
  })

  it('are not sent on a server that refuses everything, after three requests', async () => {
    const { sent, skipped } = await run(all, () => ({ status: 400, message: 'Closed 12.' }))
    expect(sent).toEqual(['a openai-chat m', 'a openai-chat-stream m', 'x openai-chat m'])
    expect(skipped.size).toBe(all.length - 3)
  })

  it('are sent for another model where all calls of the first are refused alike', async () => {
    const other = [...chat, ...stream].map(({ case: { id }, api }) => cell(id, api, 'other'))
    const { sent, skipped } = await run([...chat, ...stream, ...other], ({ model }) =>
      model.id === 'm' ? { status: 400, message: 'Closed.' } : {},
    )
    expect(sent.filter((one) => one.endsWith('other'))).toHaveLength(other.length)
    expect([...skipped.keys()].filter((one) => one.endsWith('other'))).toEqual([])
  })

  it('are sent on another path where the first is not served', async () => {
    const converse = ['a', 'b'].map((id) => cell(id, 'converse'))
    const { sent, skipped } = await run([...all, ...converse], ({ api }) =>
      api === 'converse' ? {} : { status: 404, message: 'Not Found' },
    )
    expect(sent).toContain('b converse m')
    expect([...skipped.keys()].toSorted()).toEqual([
      'b openai-chat m',
      'b openai-chat-stream m',
      'c openai-chat m',
    ])
  })

  it('are not sent where no path is served, after one request of each path', async () => {
    const others = (['converse', 'converse-stream', 'invoke'] as const).map((api) => cell('a', api))
    const { sent } = await run([...all, ...others], () => ({ status: 404, message: 'Not Found' }))
    const asked = ['openai-chat', 'converse', 'converse-stream', 'invoke']
    expect(sent).toEqual([...asked.map((api) => `a ${api} m`), 'x openai-chat m'])
  })

  it('that expect a refusal are sent where it differs from the response to everything else', async () => {
    const { sent } = await run(all, ({ steps }) =>
      steps[0]?.expect.outcome === 'error'
        ? { status: 400, message: 'max_tokens is negative.' }
        : { status: 400, message: 'Model not found.' },
    )
    expect(sent).toContain('y openai-chat m')
    expect(sent).not.toContain('list openai-models m')
  })

  it('are not waited for after two time-outs of a kind', async () => {
    const { sent } = await run(all, () => ({ failure: 'first-byte-timeout' }))
    expect(sent.length).toBeLessThanOrEqual(4)
  })

  it('are sent where the first time-out was an accident', async () => {
    const { sent } = await run(chat, ({ case: { id } }) => (id === 'a' ? { failure: 'reset' } : {}))
    expect(sent).toEqual(['a openai-chat m', 'b openai-chat m', 'c openai-chat m'])
  })

  it('are sent where it is throttled, which says nothing of the API', async () => {
    expect((await run(chat, () => ({ status: 429, message: 'Slow.' }))).skipped.size).toBe(0)
  })

  it('of an API that a server may lack are sent after one that shows whether it is served', async () => {
    const messages = ['c', 'b', 'a'].map((id) => {
      const one = cell(id, 'anthropic-messages')
      return { ...one, case: { ...one.case, capability: 'messages' as const } }
    })
    const faulty = cell('x', 'anthropic-messages', 'm', 'error')
    const cells = [faulty, ...messages]
    const { sent, skipped } = await run(cells, () => ({ status: 404 }))
    expect(sent).toEqual(['c', 'x', 'b', 'a'].map((id) => `${id} anthropic-messages m`))
    expect(skipped.size).toBe(0)
  })

  it('are in the result once each, whatever happens', async () => {
    for (const answer of [{}, { status: 400, message: 'No.' }, { failure: 'reset' }]) {
      expect((await run(all, () => answer)).order).toBe(all.length)
    }
  })
})

it('an error of millions of characters is compared by its beginning', async () => {
  const { sent } = await run(chat, () => ({
    status: 400,
    message: String.raw`\n`.repeat(3_000_000),
  }))
  expect(sent).toEqual(['a openai-chat m'])
})
