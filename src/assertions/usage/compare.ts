/** Token counts measured against another reply. */
import { isObject } from '../../model/json/shape.ts'
import { append, sum } from '../../model/lists/lists.ts'
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { judged, onReply, passed, unsaid } from '../outcome.ts'
import { lostPart } from './least.ts'
import { describeBroken, describeRelation, relates, relation } from '../compare/relation.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { Observation, Usage } from '../../model/observation.ts'
import type { FindingCode } from '../../model/findings/finding-codes.ts'

type Count = keyof Usage

const compareArgs = z.strictObject({
  prompt: relation.optional(),
  completion: relation.optional(),
  total: relation.optional(),
  /** The step compared with. */
  than: z.string().default('control'),
  /** Compare the means over all repeats, not this one reply with the other step's first. */
  mean: z.literal(true).optional(),
  /** Note the counts, whatever the result. */
  report: z.literal(true).optional(),
  /** Least and greatest quotient of the two prompt counts. */
  promptRatio: z.tuple([z.number().positive(), z.number().positive()]).optional(),
  /** Steps whose reasoning the prompt may hold as well, above the greatest quotient. */
  reasoningOf: z.array(z.string()).min(1).optional(),
})

type CompareArgs = z.infer<typeof compareArgs>

export const usageCompare = defineAssertion<CompareArgs>({
  name: 'usage-compare',
  about: 'Token counts relate to those of another step, `control` unless named.',
  args: compareArgs,
  reads: { body: 'neither', steps: true, repeats: true },
  judge: (args, input) => {
    const other = input.steps.get(args.than) ?? []
    const own = args.mean === true ? input.repeats : [input.observation]
    const findings: Finding[] = []
    const notes: string[] = []
    for (const count of ['prompt', 'completion', 'total'] as const) {
      if (!isAsked(count, args)) continue
      const mine = value(own, count, args)
      const theirs = value(other, count, args)
      if (mine === undefined) return unsaid(`The reply gives no ${labels[count]}.`)
      if (theirs === undefined) return unsaid(`Step ${args.than} gives no ${labels[count]}.`)
      const thoughts = args.reasoningOf?.flatMap((step) => input.steps.get(step)?.[0] ?? []) ?? []
      append(findings, unrelated(count, mine, theirs, args, sum(thoughts.map(reasoningIn))))
      if (args.report === true) notes.push(`${mine} ${labels[count]}, step ${args.than} ${theirs}.`)
    }
    return judged(findings, notes)
  },
})

export const promptCounted = defineAssertion({
  name: 'prompt-counted',
  about: 'The prompt has this number of tokens, those of the cache included.',
  // A template until it is filled in.
  args: z.union([z.number(), z.string()]),
  reads: { body: 'neither' },
  judge: onReply((wanted, { usage }) => {
    const prompt = usage?.prompt
    if (prompt === undefined) return unsaid('The reply gives no prompt tokens.')
    if (prompt === Number(wanted)) return passed()
    const message = 'The prompt has another number of tokens than was counted before.'
    return judged([finding('usage.prompt', message, `${wanted}`, `${prompt}`)])
  }),
})

export const promptAtMost = defineAssertion({
  name: 'prompt-at-most',
  about: 'The prompt has no more tokens than this: what is counted are tokens, not characters.',
  args: z.number().int().positive(),
  reads: { body: 'neither' },
  judge: onReply((most, { usage }) => {
    const prompt = usage?.prompt
    if (prompt === undefined) return unsaid('The reply gives no prompt tokens.')
    if (prompt <= most) return passed()
    const message = 'The prompt counts more tokens than its text can have.'
    return judged([finding('usage.prompt', message, `at most ${most}`, `${prompt}`)])
  }),
})

const labels: Readonly<Record<Count, string>> = {
  prompt: 'prompt tokens',
  completion: 'completion tokens',
  total: 'total tokens',
}

const codes: Readonly<Record<Count, FindingCode>> = {
  prompt: 'usage.prompt',
  completion: 'usage.completion',
  total: 'usage.total',
}

/** What a reply says it counted, and not less than what it shows can take. */
function reasoningIn({ reply, body }: Observation): number {
  const shown = Math.ceil((reply?.reasoning.length ?? 0) / fewestCharacters)
  const usage = isObject(body?.json) ? body.json['usage'] : undefined
  const details = isObject(usage) ? usage['output_tokens_details'] : undefined
  const counted = isObject(details) ? details['reasoning_tokens'] : undefined
  return Math.max(shown, typeof counted === 'number' ? counted : 0)
}

/** A prompt that lacks what was added to the other one counts about as much as that. */
const alike = 3 / 4

/** Of a token, in prose. */
const fewestCharacters = 2

function isAsked(count: Count, args: CompareArgs): boolean {
  return args[count] !== undefined || (count === 'prompt' && args.promptRatio !== undefined)
}

function value(
  observations: readonly Observation[],
  count: Count,
  { mean }: CompareArgs,
): number | undefined {
  const values = observations
    .map(({ reply }) => reply?.usage?.[count])
    .filter((given) => given !== undefined)
  if (mean !== true) return values[0]
  if (values.length === 0) return undefined
  return sum(values) / values.length
}

function unrelated(
  count: Count,
  mine: number,
  theirs: number,
  args: CompareArgs,
  reasoning: number,
): readonly Finding[] {
  const found: Finding[] = []
  const wish = args[count]
  if (wish !== undefined && !relates(mine, wish, theirs)) {
    const compared = `${labels[count]} ${describeBroken(wish)} of step ${args.than}.`
    const message =
      count === 'prompt' && wish === 'more-than'
        ? `${lostPart}${mine < theirs * alike ? `, or more is counted in step ${args.than}` : ''}: ${compared}`
        : `The ${compared}`
    const received = `${mine} (step ${args.than}: ${theirs})`
    found.push(finding(codes[count], message, describeRelation(wish, theirs), received))
  }
  return count === 'prompt' ? [...found, ...outOfProportion(mine, theirs, args, reasoning)] : found
}

function outOfProportion(
  mine: number,
  theirs: number,
  { promptRatio, than }: CompareArgs,
  reasoning: number,
): readonly Finding[] {
  if (promptRatio === undefined) return []
  const [least, most] = promptRatio
  const ratio = mine / theirs
  if (ratio >= least && (mine - reasoning) / theirs <= most) return []
  const message =
    ratio < least
      ? `${lostPart}: it has too few tokens, measured by step ${than}.`
      : `The prompt has too many tokens, measured by step ${than}: a part of it is counted twice, or one of step ${than} is lost.`
  const expected = `${least} to ${most} times those of step ${than}`
  const received = `${ratio.toPrecision(2)} times: ${mine}, step ${than} ${theirs}`
  return [finding(codes.prompt, message, expected, received)]
}
