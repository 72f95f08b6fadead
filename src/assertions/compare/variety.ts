/** Whether answers vary no more where they should vary less. */
import { z } from 'zod'
import { firstIndex, hasAspect, needsAspect, tooFew, valuesOf } from './among.ts'
import { aspectArgs, describeAspect } from '../evidence/aspect.ts'
import { defineAssertion } from '../assertion.ts'
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
  judge: (args, input) => {
    const own = valuesOf(args, input)
    const other = valuesOf(args, { ...input, repeats: input.steps.get(args.notAbove) ?? [] })
    if (own.length < 2) return unsaid(tooFew(args, own.length))
    if (other.length < 2) return unsaid(`Step ${args.notAbove} has fewer than two replies.`)
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

function share(values: readonly unknown[]): number {
  return differentOnes(values) / values.length
}

function differentOnes(values: readonly unknown[]): number {
  return values.filter((value, index) => firstIndex(values, value) === index).length
}
