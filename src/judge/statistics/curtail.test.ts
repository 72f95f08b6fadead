import { describe, expect, it } from 'vitest'
import { runsToCertainty } from './curtail.ts'
import { seededRandom } from '../../model/run/random.ts'
import { interval, judgeInterval } from './statistics.ts'

const most = 20
const first = 5
const floor = 0.5

/** Judges runs that hold with a probability: looks after 5 and 20, and stops early or not. */
function sample(rate: number, seed: number, isCurtailed: boolean) {
  const random = seededRandom(seed)
  const outcomes = Array.from({ length: most }, () => random() < rate)
  const held = (runs: number): number => outcomes.slice(0, runs).filter(Boolean).length
  let runs = first
  if (judgeInterval(interval(held(first), first)) === 'straddles') {
    if (!isCurtailed) runs = most
    for (;;) {
      const further = runsToCertainty({ passed: held(runs), runs, floor }, most)
      if (further === 0 || runs === most) break
      runs += further
    }
  }
  return { runs, verdict: judgeInterval(interval(held(runs), runs)) }
}

describe('stopping once the judgement of 20 runs is certain', () => {
  it.each([0, 0.1, 0.3, 0.45, 0.5, 0.55, 0.7, 0.8, 0.9, 0.95, 1])(
    'changes no judgement at a rate of %d, and never takes more runs',
    (rate) => {
      for (let seed = 1; seed <= 2000; seed += 1) {
        const whole = sample(rate, seed, false)
        const early = sample(rate, seed, true)
        if (early.verdict !== whole.verdict) expect.fail(`seed ${seed}: ${early.verdict}`)
        if (early.runs > whole.runs) expect.fail(`seed ${seed}: ${early.runs} runs`)
      }
    },
  )

  it('errs as rarely as before, and takes fewer runs where the first five do not decide', () => {
    const table = [0.3, 0.5, 0.7, 0.9].map((rate) => {
      const seeds = Array.from({ length: 4000 }, (_, seed) => sample(rate, seed, true))
      const share = (verdict: string): number =>
        seeds.filter((one) => one.verdict === verdict).length / seeds.length
      const open = seeds.filter(({ runs }) => runs > first)
      const runs = open.reduce((sum, one) => sum + one.runs, 0) / open.length
      return { rate, pass: share('pass'), fail: share('fail'), runs }
    })
    const [at3, at5, at7, at9] = table
    expect(at3?.pass).toBeLessThan(0.005)
    expect((at5?.pass ?? 1) + (at5?.fail ?? 1)).toBeLessThan(0.1)
    expect(at7?.fail).toBeLessThan(0.005)
    expect(at9?.pass).toBeGreaterThan(0.97)
    for (const { runs } of table) expect(runs).toBeLessThan(most)
  })

  it('is known for counts at the border', () => {
    expect(runsToCertainty({ passed: 4, runs: 5, floor }, most)).toBe(7)
    expect(runsToCertainty({ passed: 15, runs: 16, floor }, most)).toBe(0)
    expect(runsToCertainty({ passed: 6, runs: 12, floor }, most)).toBe(0)
    expect(runsToCertainty({ passed: 14, runs: 19, floor }, most)).toBe(1)
  })
})
