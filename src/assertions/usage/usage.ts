/** Checks of token counts (openai-openapi f85dbe2, CompletionUsage). */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { cacheUse } from './cache.ts'
import { answerCounted, countedCame, reasoningCounted } from './came.ts'
import { includeUsage } from '../chat/chunks/usage.ts'
import { isObject, type Members } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, passed, unsaid } from '../outcome.ts'
import { countsOf, type Counts } from './counts.ts'
import { promptAtMost, promptCounted, usageCompare } from './compare.ts'
import { promptGrown } from './grown.ts'
import { leastCompletion, lostPart, shortPrompt } from './least.ts'
import { limitKept, limitNamed, noHiddenLimit } from './unlimited.ts'
import { completionAtMost, countedToLimit, endsAtLimit, notCutBefore } from './limit.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { apiFacts } from '../../model/apis.ts'
import type { Observation, Reply } from '../../model/observation.ts'

const usageArgs = z.union([
  z.literal(true),
  z.strictObject({
    present: z.boolean().optional(),
    positive: z.boolean().optional(),
    sums: z.boolean().optional(),
    details: z.boolean().optional(),
  }),
])

const usage = defineAssertion({
  name: 'usage',
  about:
    'Token counts are there, are positive integers, add up, and their details do not exceed them. `true` asks for all.',
  args: usageArgs,
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((args, reply, { observation }) => {
    const wanted = args === true ? all : args
    const counts = countsOf(observation)
    if (counts === undefined) return withoutUsage(wanted.present === true, reply, observation)
    return judged([
      ...integers(counts),
      ...(wanted.positive === true
        ? [...positives(counts, reply), promptCount(counts, observation)]
        : []),
      ...(wanted.sums === true ? [sum(counts)] : []),
      ...(wanted.details === true ? details(counts) : []),
    ])
  }),
})

const all = { present: true, positive: true, sums: true, details: true }

export const usageAssertions: readonly Assertion[] = [
  usage,
  usageCompare,
  promptAtMost,
  promptCounted,
  promptGrown,
  completionAtMost,
  endsAtLimit,
  countedToLimit,
  countedCame,
  answerCounted,
  reasoningCounted,
  notCutBefore,
  limitKept,
  noHiddenLimit,
  limitNamed,
  cacheUse,
]

function withoutUsage(demanded: boolean, reply: Reply, observation: Observation) {
  const isStream = observation.items.length > 0
  const excuse = excuseFor(reply, observation)
  if (excuse !== undefined) return passed(excuse)
  if (!demanded) return unsaid('The reply has no usage.')
  const message = 'The reply does not say how many tokens it took.'
  const expected = 'usage with the tokens of the prompt, of the completion, and their sum'
  const received = isStream
    ? `${observation.items.length} events without usage`
    : `members ${isObject(observation.body?.json) ? Object.keys(observation.body.json).join(', ') : 'none'}`
  return judged([finding('usage.missing', message, expected, received, { pointer: '/usage' })])
}

/** Responses that did not come to an end, which their `finish` names, owe no usage. */
const unfinished = ['failed', 'cancelled', 'in_progress', 'queued']

/** One sentence: why no usage is due. */
function excuseFor({ finish }: Reply, observation: Observation): string | undefined {
  if (apiFacts[observation.api].family === 'responses') {
    return unfinished.includes(finish ?? '') ? `The response is ${finish}.` : undefined
  }
  const isUnasked = observation.items.length > 0 && !includeUsage(observation)
  return isUnasked ? 'Usage was not asked for.' : undefined
}

function names({ spelling }: Counts): readonly string[] {
  const { prompt, completion, total } = spelling
  return total === undefined ? [prompt, completion] : [prompt, completion, total]
}

function integers(counts: Counts): readonly Finding[] {
  return names(counts)
    .filter((name) => !Number.isInteger(counts.json[name]))
    .map((name) => {
      const message = `${name} is no integer.`
      return finding(
        'usage.not-integer',
        message,
        'an integer',
        excerpt(counts.json[name]),
        below(counts, name),
      )
    })
}

/** The id of a reply that a guardrail of bedrock-runtime gives in place of the model. */
const blocked = /^bedrock-guardrails-/u

/**
 * A reply without text or calls may have taken no completion tokens; one with a long text took many. A
 * guardrail that steps in before the model is asked counts none.
 */
function positives(counts: Counts, reply: Reply): readonly Finding[] {
  if (blocked.test(reply.id ?? '')) return []
  const { completion } = counts.spelling
  return names(counts)
    .map((name) => ({
      name,
      value: counts.json[name],
      least: name === completion ? leastCompletion(reply) : 1,
    }))
    .filter(({ value, least }) => typeof value === 'number' && value < least)
    .map(({ name, value, least }) => {
      const message = `${name} is too small for what was said.`
      return finding(
        'usage.not-positive',
        message,
        `${least} or more`,
        excerpt(value),
        below(counts, name),
      )
    })
}

/** Tokens of the cache are part of the prompt, though some APIs count them apart. */
function promptCount(counts: Counts, observation: Observation): Finding | undefined {
  const short = shortPrompt(observation)
  if (short === undefined) return undefined
  const name = counts.spelling.prompt
  const message = `${lostPart}: ${name} is too small for what was sent.`
  const expected = `${short.least} or more`
  return finding('usage.prompt', message, expected, `${short.given}`, below(counts, name))
}

function sum(counts: Counts): Finding | undefined {
  const { prompt, completion, total } = counts.spelling
  if (total === undefined) return undefined
  const [one, other, both] = [prompt, completion, total].map((name) => counts.json[name])
  if (typeof one !== 'number' || typeof other !== 'number' || typeof both !== 'number')
    return undefined
  if (both === one + other || both === one + other + apart(counts)) return undefined
  return finding(
    'usage.sum',
    `${total} is not the sum of ${prompt} and ${completion}.`,
    `${one} + ${other} = ${one + other}`,
    String(both),
    below(counts, total),
  )
}

function apart({ spelling, json }: Counts): number {
  return spelling.apart.reduce((total, name) => total + (Number(json[name]) || 0), 0)
}

function details(counts: Counts): readonly (Finding | undefined)[] {
  return (counts.spelling.details ?? []).map(([group, name, whole]) => {
    const part = isObject(counts.json[group]) ? (counts.json[group] as Members)[name] : undefined
    const limit = counts.json[whole]
    if ((part ?? null) === null || typeof limit !== 'number') return undefined
    const at = below(counts, `${group}/${name}`)
    if (!Number.isInteger(part)) {
      return finding('usage.not-integer', `${name} is no integer.`, 'an integer', excerpt(part), at)
    }
    if (Number(part) >= 0 && Number(part) <= limit) return undefined
    const message = `${name} is not a part of ${whole}.`
    return finding('usage.details', message, `0 to ${limit}`, excerpt(part), at)
  })
}

function below({ at }: Counts, name: string) {
  return { ...at, pointer: `${at.pointer ?? ''}/${name}` }
}
