/** What an answer says. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { withoutEcho } from '../chat/chunks/echo.ts'
import { around, excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, unsaid } from '../outcome.ts'
import { emptyAnswer } from './empty.ts'
import { lacking } from './lacking.ts'
import { matchOf, pattern } from './pattern.ts'
import { answerOf, ignorable, reduced, type Ignorable } from './wording.ts'
import type { FindingCode } from '../../model/findings/finding-codes.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { charactersIn } from '../../model/text/large.ts'

const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

const answerArgs = z.strictObject({
  /** All of these. */
  contains: texts.optional(),
  /** At least one of these. */
  containsAny: z.array(z.string().min(1)).min(1).optional(),
  /** No letter or digit stands beside these: `thou` is not in `without`. */
  asWords: z.literal(true).optional(),
  notContains: texts.optional(),
  equals: z.string().optional(),
  oneOf: z.array(z.string()).min(1).optional(),
  matches: pattern.optional(),
  notMatches: pattern.optional(),
  /** What is wrong where there is what must not be: one sentence. */
  says: z.string().min(1).optional(),
  nonEmpty: z.literal(true).optional(),
  /** Characters. */
  minLength: z.number().int().positive().optional(),
  ignore: z.array(ignorable).default([]),
})

type AnswerArgs = z.infer<typeof answerArgs>

export const answer = defineAssertion<AnswerArgs>({
  name: 'answer',
  about:
    'The answer says, or does not say, these texts. What it only repeats of the request does not count.',
  args: answerArgs,
  seeksAnswer: true,
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((args, reply, { observation }) => {
    const text = answerOf(reply, args.ignore)
    const own = withoutEcho(text, observation, args.ignore)
    const notes = [
      ...(reply.rawText !== '' && reply.text.trim() === ''
        ? ['The answer is reasoning only.']
        : []),
      ...(own.isEcho ? ['The answer repeats the question; what it repeats does not count.'] : []),
    ]
    // Of an echo alone, what is left is empty, though a text came.
    const empty = asksForText(args)
      ? emptyAnswer(args.nonEmpty === true ? own.text : text)
      : undefined
    const found = empty
      ? [empty]
      : [
          ...sizes(args, own.text),
          ...held(args, own.text),
          ...forbidden(args, text),
          ...wholes(args, text),
        ]
    if (reply.ending === 'length' && args.nonEmpty !== true && isLacking(found, own.text)) {
      return unsaid('The answer reached the limit of tokens.')
    }
    return judged(found, notes)
  }),
})

/** What a text that was cut off lacks; other findings are about what came. */
const lacks: ReadonlySet<string> = new Set<FindingCode>([
  'text.differs',
  'text.empty',
  'text.missing',
  'text.no-match',
])

/** Characters within which a model has come to what it was asked for. */
const leadingUp = 200

/** Whether all that is wrong may have come behind the limit that cut the answer: models may reason for long. */
function isLacking(findings: readonly Finding[], text: string): boolean {
  const isShort = text.length < leadingUp
  return (
    findings.length > 0 &&
    findings.every(({ code }) => code === 'text.short' || (isShort && lacks.has(code)))
  )
}

function asksForText(args: AnswerArgs): boolean {
  const { contains, containsAny, equals, oneOf, matches, nonEmpty, minLength } = args
  const asked = [contains, containsAny, equals, oneOf, matches, nonEmpty, minLength]
  return asked.some((wish) => wish !== undefined)
}

function sizes({ minLength }: AnswerArgs, text: string): readonly Finding[] {
  const found: Finding[] = []
  const length = charactersIn(text)
  if (minLength !== undefined && length < minLength) {
    const received = `${length}: ${excerpt(text, 100)}`
    found.push(
      finding(
        'text.short',
        'The answer is too short.',
        `${minLength} characters or more`,
        received,
      ),
    )
  }
  return found
}

function held(args: AnswerArgs, text: string): readonly Finding[] {
  const isThere =
    args.asWords === true ? hasWord : (whole: string, part: string) => whole.includes(part)
  const has = (part: string) => isThere(text, reduced(part, args.ignore))
  const found = listed(args.contains)
    .filter((part) => !has(part))
    .map((part) => lacking({ wanted: reduced(part, args.ignore), expected: excerpt(part) }, text))
  if (args.containsAny !== undefined && !args.containsAny.some(has)) {
    const expected = args.containsAny.map((part) => excerpt(part)).join(' or ')
    found.push(lacking({ wanted: reduced(args.containsAny[0] ?? '', args.ignore), expected }, text))
  }
  return found
}

const letterBefore = /[\p{L}\p{M}\p{N}]$/u
const letterBehind = /^[\p{L}\p{M}\p{N}]/u

/** Whether a text has a part that is a word, or words, of its own. */
function hasWord(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    // Two units are enough for the character beside it.
    const before = text.slice(Math.max(0, at - 2), at)
    const behind = text.slice(at + part.length, at + part.length + 2)
    if (!letterBefore.test(before) && !letterBehind.test(behind)) return true
  }
  return false
}

function forbidden(args: AnswerArgs, text: string): readonly Finding[] {
  const found: Finding[] = []
  const has = (part: string) => text.includes(reduced(part, args.ignore))
  for (const part of listed(args.notContains).filter(has)) {
    const index = text.indexOf(reduced(part, args.ignore))
    const message = args.says ?? 'The answer contains a text that it must not contain.'
    const received = around(text, index, part.length)
    found.push(finding('text.unexpected', message, `no ${excerpt(part)}`, received))
  }
  return found
}

function wholes(args: AnswerArgs, text: string): readonly Finding[] {
  const found: Finding[] = []
  const { equals, oneOf, matches, notMatches, ignore } = args
  const allowed = equals === undefined ? oneOf : [equals, ...(oneOf ?? [])]
  if (allowed !== undefined && !allowed.some((whole) => same(whole, text, ignore))) {
    const expected = allowed.map((whole) => excerpt(whole)).join(' or ')
    found.push(
      finding(
        'text.differs',
        'The answer matches none of the expected texts.',
        expected,
        excerpt(text),
      ),
    )
  }
  if (matches !== undefined && matchOf(matches, text) === null) {
    const message = 'The answer does not match.'
    found.push(finding('text.no-match', message, `/${matches}/`, excerpt(text)))
  }
  const match = notMatches === undefined ? null : matchOf(notMatches, text)
  if (match !== null) {
    const message = args.says ?? 'The answer matches what it must not match.'
    const received = around(text, match.index, match[0].length)
    found.push(finding('text.unexpected', message, `nothing like /${notMatches}/`, received))
  }
  return found
}

function same(one: string, other: string, ignore: readonly Ignorable[]): boolean {
  return reduced(one, ignore) === other
}

function listed(given: string | readonly string[] | undefined): readonly string[] {
  return given === undefined ? [] : [given].flat()
}
