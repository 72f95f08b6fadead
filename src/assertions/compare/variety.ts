/** Whether answers vary no more where they should vary less. */
import { z } from 'zod'
import { firstIndex, hasAspect, needsAspect, tooFew, valuesOf } from './among.ts'
import { aspectArgs, describeAspect, type Aspect } from '../evidence/aspect.ts'
import { defineAssertion, type CheckInput } from '../assertion.ts'
import { judged, passed, unsaid } from '../outcome.ts'
import { permutationP } from './permutation.ts'
import { finding } from '../../model/findings/finding.ts'

/** The usual level: one false alarm in twenty where nothing is wrong. */
const significance = 0.05

/**
 * Sampling is a matter of chance, so a greater number of different answers is only held against a
 * server when chance alone would rarely bring it about (one-sided permutation test).
 */
export const variety = defineAssertion({
  name: 'variety',
  about:
    'The repeats have no more different values than those of another step; a permutation test says how sure that is.',
  args: z.strictObject({ ...aspectArgs, notAbove: z.string() }).refine(hasAspect, needsAspect()),
  reads: { body: 'neither', steps: true, repeats: true },
  weighsRepeats: true,
  settled: (args, input, left) => {
    const { own, other } = bothOf(args, input)
    const most = (differentOnes(own) + left) / (own.length + left)
    return own.length > 0 && other.length > 1 && most <= share(other)
  },
  judge: (args, input) => {
    const { own, other } = bothOf(args, input)
    if (other.length < 2) return unsaid(`Step ${args.notAbove} has fewer than two replies.`)
    if (own.length < (share(other) === 1 ? 1 : 2)) return unsaid(tooFew(args, own.length))
    const [mine, theirs] = [own, other].map((values) => differentOnes(values)) as [number, number]
    const count = `${mine} different ${describeAspect(args)} in ${own.length}, step ${args.notAbove} ${theirs} in ${other.length}`
    if (share(own) <= share(other)) return passed(`${count}.`)
    const excess = permutationP(own, other, (one, two) => share(one) - share(two))
    const p = excess.toFixed(3)
    if (excess >= significance) {
      return unsaid(`${count}: more, but chance alone does that (permutation test: p = ${p}).`)
    }
    return judged([
      finding(
        'compare.variety',
        'The replies vary more than they should.',
        `at most ${theirs} in ${other.length}, as in step ${args.notAbove}`,
        `${mine} in ${own.length} (permutation test: p = ${p})`,
      ),
    ])
  },
})

/** The values of the step, and of the one that it is compared with. */
function bothOf(args: Aspect & { readonly notAbove: string }, input: CheckInput) {
  const other = valuesOf(args, { ...input, repeats: input.steps.get(args.notAbove) ?? [] })
  return { own: valuesOf(args, input), other }
}

function share(values: readonly unknown[]): number {
  return differentOnes(values) / values.length
}

function differentOnes(values: readonly unknown[]): number {
  return values.filter((value, index) => firstIndex(values, value) === index).length
}
