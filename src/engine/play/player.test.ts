/** What goes out when a step is repeated, with values of its own or for each entry of a list. */
import { describe, expect, it } from 'vitest'
import { createCompiler } from '../../suite/compile/compile.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { catalogueFrom, suiteOf } from '../../suite/testing/load-texts.ts'
import { endpointOf, modelOf, targetOf } from '../../suite/testing/targets.ts'
import type { Cell } from '../../model/plan.ts'
import type { RunContext } from './context.ts'
import { judgeLooks, lookAtPlay } from '../judge/judge.ts'
import { contextWith } from '../testing/context.ts'
import { createPlayer } from './player.ts'

interface Sent {
  readonly path: string
  readonly model: string
  readonly text: string
}

function cellOf(text: string): Cell {
  const model = modelOf('bedrock/m', 'gpt-oss', ['openai-chat', 'openai-models'])
  const endpoint = endpointOf('llamastack', model.apis, [model], ['-'])
  const catalogue = catalogueFrom(suiteOf(text))
  const compile = createCompiler(catalogue)
  return compile({ case: catalogue.cases[0]!, api: 'openai-chat', region: '-', model, endpoint })
}

type Answer = (sent: Sent, turn: number) => unknown

/** A run against a server that answers every request with `answer`. */
function runAgainst(answer: Answer): { readonly sent: Sent[]; readonly context: RunContext } {
  const sent: Sent[] = []
  const context = contextWith(
    ({ url, body }) => {
      const asked = body === undefined ? {} : JSON.parse(new TextDecoder().decode(body))
      const one = {
        path: new URL(url).pathname,
        model: asked.model ?? '',
        text: asked.messages?.[0].content ?? '',
      }
      return answer(one, sent.push(one) - 1)
    },
    { least: 1, most: 1 },
  )
  return { sent, context }
}

/** Plays a case against a server that answers every request with `answer`. */
async function played(text: string, answer: Answer = () => ({})) {
  const { sent, context } = runAgainst(answer)
  const cell = cellOf(text)
  const result = await createPlayer(cell, context)()
  return { sent, result, results: judgeLooks(cell, lookAtPlay(cell, result, context), context) }
}

const head = '  - id: a\n    title: T\n    apis: [openai-chat]\n'
const says = "    say: [{ user: 'I am ${nonce.name}' }]\n"

describe('repeats', () => {
  it('are the same request again, unless they are fresh', async () => {
    const { sent } = await played(`${head}${says}    repeat: 3\n`)
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ text }) => text)).size).toBe(1)
  })

  it.each(['', '    parallel: true\n'])(
    'have nonces of their own when fresh%s',
    async (parallel) => {
      const { sent, result } = await played(
        `${head}${says}    repeat: 4\n    fresh: true\n${parallel}`,
      )
      const names = result.repeats?.get('main')?.map(({ flat }) => flat['nonce.name'])
      expect(new Set(names).size).toBe(4)
      expect(sent.map(({ text }) => text)).toEqual(names?.map((name) => `I am ${name}`))
    },
  )

  it('are judged each by the values that it was sent with', async () => {
    const check =
      "    checks: [{ id: own, rule: test.rule, answer: { contains: '${nonce.name}' } }]\n"
    const text = `${head}${says}    repeat: 3\n    fresh: true\n${check}`
    const choice = (content: string) => ({ choices: [{ index: 0, message: { content } }] })
    const own = await played(text, ({ text: asked }) => choice(`You are ${asked.slice(5)}.`))
    expect(own.results.map(({ verdict }) => verdict)).toEqual(['pass'])
    const first: string[] = []
    const crossed = await played(text, ({ text: asked }) => {
      first.push(asked)
      return choice(`You are ${first[0]?.slice(5)}.`)
    })
    expect(crossed.results[0]).toMatchObject({ verdict: 'fail', moreFindings: 1 })
  })
})

describe('the repeats of a step that varies no more than another', () => {
  const step = (id: string) => `      - { id: ${id}, say: [{ user: ${id} }], repeat: 4 }\n`
  const variety = '{ id: less, step: cold, rule: test.rule, variety: { of: text, notAbove: hot } }'
  const text = (more = '') =>
    `${head}    steps:\n${step('hot')}${step('cold')}    checks:\n      - ${variety}\n${more}`
  const choice = (content: string) => ({ choices: [{ index: 0, message: { content } }] })
  const counted = (sent: readonly Sent[]) =>
    ['hot', 'cold'].map((id) => sent.filter((one) => one.text === id).length)

  it('end as soon as that is certain', async () => {
    const varied = await played(text(), (_, turn) => choice(`Answer ${turn}`))
    expect(counted(varied.sent)).toEqual([4, 1])
    expect(varied.results.map(({ verdict }) => verdict)).toEqual(['pass'])
    const once = await played(text(), (_, turn) => choice(`Answer ${Math.min(turn, 2)}`))
    expect(counted(once.sent)).toEqual([4, 2])
    expect(once.results.map(({ verdict }) => verdict)).toEqual(['pass'])
  })

  it('end as soon in a later play, beside the other step as it was played before', async () => {
    const { sent, context } = runAgainst((_, turn) => choice(`Answer ${turn}`))
    const cell = cellOf(text())
    const player = createPlayer(cell, context)
    await player()
    await player(cell.steps.filter(({ id }) => id === 'cold'))
    expect(counted(sent)).toEqual([4, 2])
  })

  it('are all sent where it is not', async () => {
    const { sent, results } = await played(text(), (_, turn) =>
      choice(`Answer ${Math.max(turn, 3)}`),
    )
    expect(counted(sent)).toEqual([4, 4])
    expect(results.map(({ verdict }) => verdict)).toEqual(['fail'])
  })

  it('are all sent where another check reads them', async () => {
    const same = `      - { id: same, step: cold, rule: test.rule, distinct: { of: text } }\n`
    const { sent } = await played(text(same), (_, turn) => choice(`Answer ${turn}`))
    expect(counted(sent)).toEqual([4, 4])
  })
})

describe('each', () => {
  it('sends the step for every entry, which ${item} stands for', async () => {
    const send =
      "    send: { body: { model: '${item}', messages: [{ content: 'I am ${nonce.name}' }] } }\n"
    const { sent } = await played(
      `${head}${send}    each: ['\${model}', other, '\${model.bare}']\n`,
    )
    expect(sent.map(({ model }) => model)).toEqual(['bedrock/m', 'other', 'm'])
    expect(new Set(sent.map(({ text }) => text)).size).toBe(3)
  })

  const steps = `${head}    steps:
      - id: list
        send: { method: GET, path: /models }
        save: { models: /data }
      - id: call
        each: { from: models, at: /id, where: { /meta/kind: llm }, most: 2 }
        send: { body: { model: '\${item}' } }
`

  it('takes the entries from a list that an earlier step saved', async () => {
    const data = [
      { id: 'a' },
      { id: 'b', meta: { kind: 'embedding' } },
      { id: 'c', meta: { kind: 'llm' } },
      { id: 'd' },
    ]
    const { sent } = await played(steps, () => ({ data }))
    expect(sent.slice(1).map(({ model }) => model)).toEqual(['a', 'c'])
  })

  it.each([[{}], [{ data: 'none' }], [{ data: [] }], [{ data: [{ name: 'x' }] }]])(
    'is not sent for %j',
    async (answer) => {
      const { sent, result } = await played(steps, () => answer)
      expect(sent).toHaveLength(1)
      expect(result.notSent.get('call')?.reason).toBe('prerequisite')
    },
  )
})

describe('a request with a nonce that two cells write alike', () => {
  const asked = (id: string): string =>
    `  - id: ${id}\n    title: T\n    apis: [openai-chat]\n${says}    checks:
      - { id: own, rule: test.rule, answer: { contains: '\${nonce.name}' } }\n`
  const catalogue = catalogueFrom(suiteOf(asked('a') + asked('b')))
  const model = modelOf('bedrock/m', 'gpt-oss', ['openai-chat'])
  const endpoint = endpointOf('llamastack', model.apis, [model], ['-'])
  const cells = createPlanner(catalogue).plan(targetOf(endpoint))

  it('is sent once in each play, and each of them finds its own nonce in the answer', async () => {
    const { sent, context } = runAgainst(({ text }) => ({
      choices: [{ index: 0, message: { content: `You are ${text.slice(5)}.` } }],
    }))
    const verdicts: string[] = []
    for (const cell of cells) {
      const play = createPlayer(cell, context)
      for (const result of [await play(), await play()]) {
        const results = judgeLooks(cell, lookAtPlay(cell, result, context), context)
        verdicts.push(results.find(({ id }) => id === 'own')?.verdict ?? '')
      }
    }
    expect(verdicts).toEqual(['pass', 'pass', 'pass', 'pass'])
    expect(sent).toHaveLength(2)
    expect(new Set(sent.map(({ text }) => text)).size).toBe(2)
  })
})
