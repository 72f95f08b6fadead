/** What must not reach the client from inside the model: reasoning tags and control tokens. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { around } from '../../evidence/excerpt.ts'
import { instructionText, requestText } from '../../evidence/request-texts.ts'
import { judged, onReply, passed } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { indexBy } from '../../../model/lists/group-by.ts'
import { parseJson } from '../../../model/json/shape.ts'
import type { Choice, Observation, Reply } from '../../../model/observation.ts'
import { withoutCode } from '../fence.ts'
import { isWithinString, isWordOfSentence } from './mentioned.ts'
import { tagNames } from '../tagged.ts'
import type { FindingCode } from '../../../model/findings/finding-codes.ts'

const reasoningTag = new RegExp(`</?(?<name>${tagNames})>`, 'giu')

/** Harmony, ChatML, Llama 3: `<|` name `|>`, DeepSeek’s with wide bars; Gemma, Llama 2 and Mistral have others. */
const controlToken =
  /<\|[a-z_][a-z_\d]*\|>|<｜[a-z▁]+｜>|<(?:start|end)_of_turn>|\[\/?INST\]|<<\/?SYS>>/iu

/** Around the thoughts and calls of Mistral, Kimi, Seed, MiniMax and DeepSeek, whose bars are of any width; unused ones of Gemma. */
const blockToken =
  /\[\/?(?:THINK|TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|SYSTEM_PROMPT)\]|◁\/?think▷|<\/?(?:seed:(?:think|tool_call|cot_budget_reflect)|minimax:tool_call)>|<unused\d{1,4}>|<\/?[｜‖|]{1,2} ?DSML ?[｜‖|]{1,2}/u

const tokens = [controlToken, blockToken]

/** Of Llama 2, Mistral, Gemma and T5 only at the end of a text in which no `<s>` opens it, as it would in HTML. */
const lastToken = /<(?:\/s|eos|bos|pad|unk)>$/iu

export const noReasoningTags = defineAssertion({
  name: 'no-reasoning-tags',
  about:
    'The answer holds no tags of reasoning, but for code, words of a sentence, and tags that the request asks for.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onReply((_, { choices }, { observation }) => {
    const asked = instructionText(observation).toLowerCase()
    const names = tagNames.split('|').filter((name) => asked.includes(`<${name}>`))
    return judged(choices.map((choice) => unaskedTag(choice, names)))
  }),
})

/** Prompts that tell a model to think in tags get them; who asks about a tag is shown it as code, or in a sentence. */
function unaskedTag({ index, rawText }: Choice, asked: readonly string[]): Finding | undefined {
  const prose = withoutCode(rawText)
  for (const match of prose.matchAll(reasoningTag)) {
    if (asked.includes((match.groups?.['name'] ?? '').toLowerCase())) continue
    if (isWordOfSentence(prose, match)) continue
    return finding(
      'text.reasoning-tag',
      `The answer of choice ${index} holds reasoning in tags.`,
      'reasoning in a member of its own, or none',
      around(rawText, match.index, match[0].length),
    )
  }
  return undefined
}

/**
 * Log probabilities rightly show these tokens; nothing else may (vercel/ai issue 9967), unless it is about
 * them: what it shows as code, or takes from the conversation.
 */
export const noControlTokens = defineAssertion({
  name: 'no-control-tokens',
  about:
    'No control token of the model’s template stands in text, reasoning or tool calls, but for code, what the request speaks of, and words of a sentence.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onReply((_, reply, { observation }) => {
    // An option of vLLM and SGLang.
    if (requestBody(observation)?.['skip_special_tokens'] === false) {
      return passed('The request asks for special tokens.')
    }
    const asked = conversationOf(observation)
    return judged(
      reply.choices.flatMap((choice) =>
        visible(choice).map(([where, text]) =>
          controlTokenIn(text, [asked, excuseOf(where, text)], {
            message: `The ${where} of choice ${choice.index} holds a control token.`,
            expected: 'no token of the template, such as <|end|> or </s>',
          }),
        ),
      ),
    )
  }),
})

/** Every prompt that InvokeModel completes is made of such tokens. */
function conversationOf(observation: Observation): string {
  const isPrompt = typeof requestBody(observation)?.['prompt'] === 'string'
  return isPrompt ? '' : requestText(observation)
}

/** Whether a token may stand where it does. */
type Excuse = (text: string, match: RegExpExecArray) => boolean

/** A model writes of tokens in sentences, and in the files that it has a tool write; no tool is named so. */
function excuseOf(where: string, text: string): Excuse {
  if (where === 'tool name') return () => false
  if (where !== 'tool arguments') return isWordOfSentence
  return parseJson(text) === undefined ? () => false : isWithinString
}

function controlTokenIn(
  text: string,
  [asked, isExcused]: readonly [string, Excuse],
  about: About,
): Finding | undefined {
  const held = tokens.filter((token) => token.test(text))
  if (held.length === 0 && !lastToken.test(text.trimEnd())) return undefined
  const prose = withoutCode(text)
  const firsts = held.map((token) => firstUnasked(prose, token, [asked, isExcused]))
  const own = firsts.find((match) => match !== undefined) ?? lastUnasked(prose, asked)
  if (own === undefined) return undefined
  const received = around(text, own.index, own[0].length)
  return finding('text.control-token', about.message, about.expected, received)
}

function firstUnasked(
  text: string,
  token: RegExp,
  [asked, isExcused]: readonly [string, Excuse],
): RegExpExecArray | undefined {
  for (const match of text.matchAll(new RegExp(token, `g${token.flags}`))) {
    if (!asked.includes(match[0]) && !isExcused(text, match)) return match
  }
  return undefined
}

function lastUnasked(text: string, asked: string): RegExpExecArray | undefined {
  const last = /<s>/iu.test(text) ? null : lastToken.exec(text.trimEnd())
  return last === null || asked.includes(last[0]) ? undefined : last
}

export const noReplacementChar = defineAssertion({
  name: 'no-replacement-char',
  about: 'No character of the answer was destroyed: no U+FFFD.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, reply) =>
    judged(
      reply.choices.flatMap((choice) =>
        visible(choice).map(([where, text]) =>
          firstMatch(text, /\uFFFD|\p{Surrogate}/u, 'text.replacement-char', {
            message: `The ${where} of choice ${choice.index} lost a character.`,
            expected: 'the characters that were meant',
          }),
        ),
      ),
    ),
  ),
})

/** Each delta of a Bedrock stream may open and close a pair of its own; a tag is never cut. */
export const reasoningBalanced = defineAssertion({
  name: 'reasoning-balanced',
  about: 'Tags of reasoning pair up, and none is cut between two deltas.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, reply) => {
    const noTags = 'The answer holds no tags of reasoning.'
    let depth = 0
    let last: number | undefined
    for (const { 1: slash, index } of reply.rawText.matchAll(/<(\/?)reasoning>/gu)) {
      depth += slash === '/' ? -1 : 1
      if (depth < 0 || depth > 1) return judged([unbalanced(reply.rawText, index)])
      last = index
    }
    if (depth === 0) return judged([cutTag(reply)], last === undefined ? [noTags] : [])
    if (reply.ending === 'length') return passed('The answer was cut inside its reasoning.')
    return judged([unbalanced(reply.rawText, last ?? 0)])
  }),
})

function visible({
  rawText,
  reasoning,
  toolCalls,
}: Choice): readonly (readonly [string, string])[] {
  return [
    ['answer', rawText],
    ['reasoning', reasoning],
    ...toolCalls.flatMap(({ name = '', arguments: args }): [string, string][] => [
      ['tool name', name],
      ['tool arguments', args],
    ]),
  ]
}

/** What a finding says beside what was found. */
type About = Pick<Finding, 'message' | 'expected'>

function firstMatch(
  text: string,
  pattern: RegExp,
  code: FindingCode,
  about: About,
): Finding | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const received = around(text, match.index, match[0].length)
  return finding(code, about.message, about.expected, received)
}

function unbalanced(text: string, index: number): Finding {
  const message = 'The tags of reasoning do not pair up.'
  const expected = 'each <reasoning> closed before the next one, and none left open'
  return finding('text.tag-unbalanced', message, expected, around(text, index, 12))
}

/** The first tag whose beginning and end are not in one delta. */
function cutTag({ deltas }: Reply): Finding | undefined {
  for (const own of indexBy(deltas, ({ choice }) => choice).values()) {
    const tags = own
      .map(({ text }) => text)
      .join('')
      .matchAll(/<\/?reasoning>/gu)
    let tag = tags.next().value
    let end = 0
    for (const { text, item } of own) {
      end += text.length
      while (tag !== undefined && tag.index + tag[0].length <= end) tag = tags.next().value
      if (tag === undefined) break
      if (tag.index >= end) continue
      const message = `A tag of reasoning is cut after event ${item}.`
      const received = around(text, text.length)
      return finding('text.tag-cut', message, 'whole tags in every delta', received, { item })
    }
  }
  return undefined
}
