/** The words of an answer: instructions first, then this conversation's facts, then knowledge. */
import { askedThing, learnFacts, recallFact } from './facts.ts'
import { focus } from './focus.ts'
import { instanceOf } from './instance.ts'
import { dressed, echoed, echoedThen, fixedAnswer } from './instructions.ts'
import { knownAnswer, type Sayings } from './knowledge.ts'
import type { Prompt, PromptTurn } from './prompt.ts'
import { prose } from './prose.ts'
import { pick } from './random.ts'
import { latestResults, reported, resultsAbout } from './results.ts'

/** How to choose among several ways to say the same; absent means the first. */
export type Chooser = (() => number) | undefined

/** The whole text of an answer, before stop sequences and limits cut it. */
export function answerText(prompt: Prompt, chooser: Chooser): string {
  if (prompt.raw !== undefined) return continuation(prompt.raw)
  const rules = ruleText(prompt.turns)
  if (prompt.format !== 'text') return JSON.stringify(jsonAnswer(prompt, chooser))
  return dressed(plainAnswer(prompt, rules, chooser), rules)
}

function ruleText(turns: readonly PromptTurn[]): string {
  const rules = turns.filter((turn) => turn.role === 'system' || turn.role === 'developer')
  return focus(rules.map((turn) => turn.text).join('\n'))
}

function lastQuestion(prompt: Prompt): string {
  return prompt.turns.findLast((turn) => turn.role === 'user')?.text ?? ''
}

function plainAnswer(prompt: Prompt, rules: string, chooser: Chooser): string {
  const whole = lastQuestion(prompt)
  const asked = focus(whole)
  const fixed = fixedAnswer(rules)
  if (fixed !== undefined) return fixed
  const results = latestResults(prompt.turns)
  if (results.length > 0) return reported(results, asked)
  const earlier = resultsAbout(prompt.turns, asked)
  if (earlier.length > 0) return reported(earlier, asked)
  const say = (sayings: Sayings): string => (chooser ? pick(sayings, chooser) : sayings[0])
  const two = echoedThen(whole)
  if (two !== undefined) return `${two.lines}\n${spoken(prompt.turns, focus(two.rest), say)}`
  const echo = echoed(whole)
  if (echo !== undefined) return echo
  const styled = persona(rules, asked)
  if (styled) return say(styled)
  return spoken(prompt.turns, asked, say)
}

function spoken(turns: readonly PromptTurn[], asked: string, say: (s: Sayings) => string): string {
  const facts = learnFacts(turns)
  const closing = lastSentences(asked)
  const recalled = recallFact(closing, facts)
  if (recalled) return say(recollection(recalled.label, recalled.value, closing))
  if (asksFirstMessage(closing))
    return `Your first message was: ${turns.find((t) => t.role === 'user')?.text}`
  const fixed = fixedAnswer(asked)
  if (fixed !== undefined) return fixed
  const known = knownAnswer(asked)
  if (known && /\b(?:one|single|1) word\b/iu.test(asked)) return tersest(known)
  if (known) return say(known)
  const thing = askedThing(closing)
  if (thing !== undefined) return say(ignorance(thing))
  return say(acknowledgement(asked))
}

function tersest(sayings: Sayings): string {
  const [first] = sayings.toSorted((a, b) => a.length - b.length)
  return (first ?? '').replace(/\.$/u, '')
}

/** The end of a long text is where its question stands. */
function lastSentences(asked: string): string {
  return asked.length > 400 ? asked.slice(-400) : asked
}

function asksFirstMessage(asked: string): boolean {
  return /\bfirst (?:message|thing|question)\b.*\b(?:i|my|me)\b|\b(?:my|i)\b.*\bfirst (?:message|thing|question)\b/iu.test(
    asked,
  )
}

function recollection(subject: string, value: string, asked: string): Sayings {
  if (/\b(?:only|just|nothing else|one word|exactly)\b/iu.test(asked)) return [value]
  const thing = subject.startsWith('live') ? 'home' : subject
  return [`Your ${thing} is ${value}.`, `You told me that it is ${value}.`, `It is ${value}.`]
}

function ignorance(thing: string): Sayings {
  return [
    `I don't know your ${thing}. You have not told me in this conversation.`,
    `I am afraid you have not told me your ${thing} yet.`,
  ]
}

function acknowledgement(asked: string): Sayings {
  const name = /\bmy name is ([\p{L}\d-]+)/iu.exec(asked)?.[1]
  if (name)
    return [
      `Nice to meet you, ${name}! How can I help you today?`,
      `Hello ${name}, good to meet you!`,
    ]
  if (
    /\b(?:my|our|the)\b.*\bis\b|\bremember\b|\bactually\b|\bnote\b/iu.test(asked) &&
    !asked.includes('?')
  ) {
    return ['Thank you, I will keep that in mind.', 'Understood, noted.']
  }
  if (asked.includes('?')) {
    return [
      'I am not certain about that. Can you say a little more?',
      'I do not know that, I am sorry.',
    ]
  }
  return [
    'I am happy to help with that. Could you tell me a little more about what you need?',
    'Of course. What would you like me to begin with?',
  ]
}

function persona(rules: string, asked: string): Sayings | undefined {
  if (!/\bshakespeare/iu.test(rules)) return undefined
  if (/\bweather\b/iu.test(asked)) {
    return [
      'Hark! The golden sun doth blaze upon the morn, and gentle zephyrs whisper through the leaves. Thou needst no cloak this day, good friend, for heaven itself doth smile upon thee!',
      'O, what brooding clouds do gather yonder! Methinks the welkin shall weep ere eventide, so take thee shelter, noble soul.',
    ]
  }
  const facts = knownAnswer(asked)?.[0]
  return [
    `Good morrow to thee, gentle friend! ${facts ?? 'Speak on, and I shall lend thee mine ear, for thou art most welcome here.'} Thus doth thy servant answer thee.`,
  ]
}

function jsonAnswer(prompt: Prompt, chooser: Chooser): unknown {
  const asked = focus(lastQuestion(prompt))
  if (typeof prompt.format === 'object') return schemaAnswer(prompt, asked)
  const given = literalObject(asked)
  if (given) return given
  const keys = keysAsked(asked)
  if (keys.length > 0) {
    const properties = Object.fromEntries(keys.map((key) => [key, { type: typeOfKey(key) }]))
    return schemaAnswer({ ...prompt, format: { schema: { type: 'object', properties } } }, asked)
  }
  return { answer: plainAnswer({ ...prompt, format: 'text' }, ruleText(prompt.turns), chooser) }
}

function schemaAnswer(prompt: Prompt, asked: string): unknown {
  const facts = learnFacts(prompt.turns)
  const numbers = asked.match(/-?\d+(?:\.\d+)?/gu) ?? []
  let next = 0
  return instanceOf(typeof prompt.format === 'object' ? prompt.format.schema : {}, (name, type) => {
    if (type === 'number') return numbers[next++ % Math.max(numbers.length, 1)]
    const label = name.replaceAll(/[_-]+/gu, ' ')
    const quoted = /["“]([^"”{}]+)["”]/u.exec(asked)?.[1]
    const subject = /^(?:name|person|who)$/iu.test(name)
      ? /\b(?:(?:for|about|of|named) )?(?!The\b|This\b|What\b)(\p{Lu}\p{L}+)(?: (?:is|was|has|lives|and)\b|(?<=(?:for|about|of|named) \p{Lu}\p{L}+))/u.exec(
          asked,
        )?.[1]
      : undefined
    const coded = /\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{4,}\b/u.exec(asked)?.[0]
    return recallFact(`what is ${label}`, facts)?.value ?? subject ?? coded ?? quoted
  })
}

function literalObject(asked: string): unknown {
  const text = /\{[\s\S]*\}/u.exec(asked)?.[0]
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function typeOfKey(key: string): 'integer' | 'string' {
  return /^(?:age|count|number|year|total|amount|population|quantity)$/iu.test(key)
    ? 'integer'
    : 'string'
}

function keysAsked(asked: string): string[] {
  const list =
    /\b(?:keys?|fields?|members?|properties|property)\s+(?:named |called )?((?:["'`]?\w+["'`]?(?:, and |, | and )?)+)/iu.exec(
      asked,
    )?.[1]
  return (list ?? '')
    .split(/, and |, | and /u)
    .map((key) => key.replaceAll(/["'`]/gu, '').trim())
    .filter((key) => /^(?!the$|a$|value$)\w+$/u.test(key))
    .slice(0, 10)
}

/** A base model goes on writing; the walkthrough's greeting gets the walkthrough's answer. */
function continuation(raw: string): string {
  const known = /\bhow are you\b/iu.test(raw)
    ? " I'm doing great, thanks for asking! I am glad that you wrote to me today."
    : undefined
  const answer =
    known ??
    ` ${answerText({ family: 'llama', turns: [{ role: 'user', text: raw }], tools: [], toolChoice: 'none', parallelTools: false, format: 'text', effort: 'none', stop: [], choices: 1 }, undefined)}`
  return `${answer}\n\n${prose('story', 2200)}`
}
