/** Every assertion reads exactly the parts of an exchange that it declares. */
import { describe, expect, it } from 'vitest'
import type { CheckInput } from '../assertion.ts'
import { finding } from '../../model/findings/finding.ts'
import { judged, passed } from '../outcome.ts'
import type { Reads } from '../reads.ts'
import { assertions } from '../registry.ts'
import { argsOfSuite, corpus } from './corpus.ts'
import { declaredParts, judgeAsDeclared } from './declared.ts'
import { inputOf } from './judge.ts'
import { answered } from './observation.ts'

/** Everything that a check can compare an observation with: every step that its arguments may name. */
function inputs(args: unknown): CheckInput[] {
  const names = JSON.stringify(args)?.match(/[\w-]+/gu) ?? []
  const steps = new Map([...names, 'control'].map((name) => [name, corpus]))
  return corpus.map((observation) =>
    inputOf(observation, {
      steps,
      repeats: [observation, ...corpus],
      foreignIn: () => [{ word: 'velmorabi', case: 'other' }],
      expect: { outcome: 'any' },
    }),
  )
}

const suite = argsOfSuite()

function partsRead(name: string): Set<string> {
  const assertion = assertions.get(name)
  if (assertion === undefined) throw new TypeError(`No assertion "${name}".`)
  const read = (suite.get(name) ?? []).flatMap((args) =>
    inputs(args).flatMap((input) => [...judgeAsDeclared(assertion, args, input).read]),
  )
  return new Set(read)
}

describe('an assertion', () => {
  it.each([...assertions.keys()])('%s reads every part that it declares', (name) => {
    const declared = new Set(
      (suite.get(name) ?? []).flatMap((args) =>
        declaredParts(assertions.get(name)?.reads(args) ?? {}),
      ),
    )
    const read = partsRead(name)
    const unread = [...declared].filter((part) => !part.startsWith('header ') && !read.has(part))
    expect(unread).toEqual([])
    const headers = [...declared].filter((part) => part.startsWith('header '))
    if (headers.length > 0)
      expect(
        headers.some((part) => read.has(part)),
        name,
      ).toBe(true)
  })

  const slow = (reads: Reads) => ({
    name: 'slow',
    reads: () => reads,
    judge: (_: unknown, { observation }: CheckInput) =>
      (observation.exchange.response?.endedAt ?? 0) > 5
        ? judged([finding('timing.slow', 'Slow.', 'fast', 'slow')])
        : passed(),
  })
  const run = (reads: Reads) => () => judgeAsDeclared(slow(reads), true, inputOf(answered({})))

  it('that reads a part without declaring it is refused', () => {
    expect(run({})).toThrow('slow reads "times" and does not declare it.')
  })

  it('that declares a pass to hold without a part on which it depends is refused', () => {
    expect(run({ times: 'pass' })).toThrow(/declares that pass holds without "times"/u)
    expect(run({ times: 'either' })).toThrow(/declares that pass holds without "times"/u)
    expect(run({ times: 'violation' })).not.toThrow()
  })
})
