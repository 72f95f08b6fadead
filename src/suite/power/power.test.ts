import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'
import { createRandom } from '../../wire/testing/random.ts'
import type { ApiName } from '../../model/names.ts'
import type { Cell } from '../../model/plan.ts'
import type { Power } from '../../model/run/power.ts'
import { isProblem } from '../../target/problem.ts'
import { resolveTarget } from '../../target/resolve/resolve.ts'
import { createPlanner } from '../compile/planner.ts'
import { loadSuite } from '../load-suite.ts'
import { powerFile, readPower, writePower } from './power-file.ts'

const power = readPower()

describe('the power file', () => {
  it('is written as it was read', () => {
    const text = readFileSync(join(packageRoot, powerFile), 'utf8')
    expect(writePower(power)).toBe(text)
  })

  it('is small enough to be part of the package', () => {
    expect(readFileSync(join(packageRoot, powerFile)).length).toBeLessThan(300_000)
  })
})

const catalogue = loadSuite()

/** A target, and the APIs of it that are asked. */
interface Asked {
  readonly target: string
  readonly flags: Parameters<typeof resolveTarget>[1]
  readonly apis: readonly ApiName[]
}

const mantle = (model: string, apis: readonly ApiName[]): Asked => ({
  target: 'bedrock-mantle',
  flags: { region: ['us-west-2'], model: [model] },
  apis,
})
const bedrock = (apis: readonly ApiName[]): Asked => ({
  target: 'bedrock',
  flags: { region: ['us-west-2'], model: ['openai.gpt-oss-20b-1:0'] },
  apis,
})

/** Defects that cells find with one play, by checks that are no behaviours. */
function foundBy(cells: readonly Cell[]): Set<number> {
  return new Set(
    cells.flatMap(({ api, case: asked, steps }) => {
      const sent = new Set(steps.map(({ id }) => id))
      const known = power.cases.get(api)?.get(asked.id) ?? []
      return known
        .filter(({ id }) => sent.has(id))
        .flatMap(({ finds }) => [...finds.must, ...finds.should])
    }),
  )
}

function onlyOf(isKept: readonly boolean[]): Power {
  const kept = (indices: readonly number[]): number[] => indices.filter((at) => isKept[at])
  const cases = [...power.cases].map(([api, ofApi]) => {
    const steps = [...ofApi].map(([id, all]) => {
      const some = all.map((step) => {
        const { must, should, may, behaviour } = step.finds
        const finds = {
          must: kept(must),
          should: kept(should),
          may: kept(may),
          behaviour: kept(behaviour),
        }
        return { ...step, finds }
      })
      return [id, some] as const
    })
    return [api, new Map(steps)] as const
  })
  return { defects: power.defects, cases: new Map(cases) }
}

/** Of every five defects, one is left out when the order is worked out. */
const folds = 5

/**
 * The share of what one play of all cases finds of the defects left out that is found with a number
 * of requests; the mean over the folds, drawn by seed.
 */
async function shares({ target: name, flags, apis }: Asked, budgets: readonly number[]) {
  const env = { AWS_BEARER_TOKEN_BEDROCK: 'ABSK' }
  const target = await resolveTarget(name, flags, env, {})
  if (isProblem(target)) throw new Error(target.problem)
  const random = createRandom(1)
  const foldOf = power.defects.map(() => Math.floor(random() * folds))
  const all = foundBy(createPlanner(catalogue, { api: apis }).plan(target))
  return budgets.map((amount) => {
    const found = Array.from({ length: folds }, (_, fold) => {
      const known = onlyOf(foldOf.map((one) => one !== fold))
      const filter = { api: apis, budget: { unit: 'requests', amount } } as const
      const cells = createPlanner(catalogue, filter, () => known).plan(target)
      const left = [...all].filter((at) => foldOf[at] === fold)
      const seen = foundBy(cells)
      return left.filter((at) => seen.has(at)).length / left.length
    })
    return found.reduce((sum, share) => sum + share, 0) / folds
  })
}

describe('an order that was worked out on other defects', () => {
  it.each([
    [
      'OpenAI APIs',
      {
        target: 'openai-compatible',
        flags: { endpoint: 'http://localhost:1/v1', model: ['gpt-oss-20b'] },
        apis: ['openai-chat', 'openai-chat-stream', 'openai-models'],
      },
      [0.55, 0.75, 0.85],
    ],
    [
      'Responses',
      mantle('openai.gpt-oss-20b', ['openai-responses', 'openai-responses-stream']),
      [0.6, 0.75, 0.85],
    ],
    [
      'Messages',
      mantle('anthropic.claude-sonnet-4-6', [
        'anthropic-messages',
        'anthropic-messages-stream',
        'anthropic-count-tokens',
      ]),
      [0.6, 0.75, 0.85],
    ],
    ['Converse', bedrock(['converse']), [0.55, 0.75, 0.85]],
    ['ConverseStream', bedrock(['converse-stream']), [0.65, 0.85, 0.9]],
    ['InvokeModel', bedrock(['invoke', 'invoke-stream']), [0.6, 0.8, 0.9]],
  ] satisfies [string, Asked, number[]][])(
    'finds most defects of %s with few requests',
    async (_, asked, least) => {
      const found = await shares(asked, [3, 12, 40])
      for (const [at, bound] of least.entries()) expect(found[at]).toBeGreaterThan(bound)
    },
  )
})
