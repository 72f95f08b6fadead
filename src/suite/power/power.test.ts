import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'
import type { CasePower } from '../../model/run/power.ts'
import { createRandom } from '../../wire/testing/random.ts'
import { greedyOrder } from './greedy.ts'
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

interface Asked extends CasePower {
  readonly cost: number
}

function casesOf(apis: readonly string[]): Asked[] {
  const all = apis.flatMap((api) => [...(power.cases.get(api)?.values() ?? [])])
  return all.map((one) => ({ ...one, cost: Math.max(1, one.requests) }))
}

const found = ({ finds }: CasePower): number[] => [...finds.must, ...finds.should]

/**
 * The share of what all cases find of the defects on the one half that is found with a number of
 * requests, in the order worked out on the other half; the mean of ten splits.
 */
function share(apis: readonly string[], requests: number): number {
  const cases = casesOf(apis)
  const shares = Array.from({ length: 10 }, (_, seed) => {
    const random = createRandom(seed + 1)
    const isKept = power.defects.map(() => random() < 0.5)
    const known = greedyOrder(
      cases.map((one) => ({
        one,
        cost: one.cost,
        worth: new Map(found(one).flatMap((at) => (isKept[at] ? [[`${at}`, 1] as const] : []))),
      })),
    )
    const all = new Set(cases.flatMap(found).filter((at) => !isKept[at]))
    const seen = new Set<number>()
    let left = requests
    for (const { one, cost } of known) {
      if (cost > left) continue
      left -= cost
      for (const at of found(one)) if (all.has(at)) seen.add(at)
    }
    return seen.size / all.size
  })
  return shares.reduce((sum, one) => sum + one, 0) / shares.length
}

describe('an order that was worked out on other defects', () => {
  it.each([
    ['OpenAI APIs', ['openai-chat', 'openai-chat-stream', 'openai-models'], [0.55, 0.7, 0.8]],
    ['Responses', ['openai-responses', 'openai-responses-stream'], [0.6, 0.75, 0.85]],
    [
      'Messages',
      ['anthropic-messages', 'anthropic-messages-stream', 'anthropic-count-tokens'],
      [0.6, 0.75, 0.85],
    ],
    ['Converse', ['converse'], [0.55, 0.75, 0.85]],
    ['ConverseStream', ['converse-stream'], [0.65, 0.85, 0.9]],
    ['InvokeModel', ['invoke', 'invoke-stream'], [0.6, 0.8, 0.9]],
  ])('finds most defects of %s with few requests', (_, apis, least) => {
    const shares = [3, 12, 40].map((requests) => share(apis, requests))
    for (const [at, bound] of least.entries()) expect(shares[at]).toBeGreaterThan(bound)
  })
})
