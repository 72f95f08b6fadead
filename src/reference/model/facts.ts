/** Finds statements such as "my name is X" in a history and recalls them when asked. */
import { sentences } from './focus.ts'
import type { PromptTurn } from './prompt.ts'

interface Fact {
  /** As it was said, for example `favourite colour`. */
  readonly label: string
  /** The telling words of the label in one spelling. */
  readonly subject: readonly string[]
  readonly value: string
}

/** A quoted text, or what runs to the end of the clause; a full stop inside a word does not end it. */
const valuePattern = String.raw`["“'‘\x60]?((?:[^\s.,;!?"”’\x60]|[.,’](?=\S))+(?:[ ](?!(?:and|but|so|please|not|because|now|instead|what|which|who)\b)(?:[^\s.,;!?"”’\x60]|[.,’](?=\S))+){0,7})`
const named = new RegExp(
  String.raw`\b(?:my|our|the|your|this|user's|user’s)\s+((?:[\p{L}\d'’-]+\s+){1,6}?)(?:is|are|was|will be|=)\s+(?:now |actually |really |called |named |changed to |not [^,.;]{1,60}, (?:but|it is|it's) )*(?:the (?:word|code|name|number|text) )?${valuePattern}`,
  'giu',
)
const remembered = new RegExp(
  String.raw`\b(?:remember|memori[sz]e|note|keep in mind|store)\s+(?:(?:this|the|that|my|a|following)\s+)*((?:[\p{L}'’-]+\s+){0,3}[\p{L}'’-]+)\s*(?::|\bis\b|=)\s*${valuePattern}`,
  'giu',
)
const rememberedWord = new RegExp(
  String.raw`\b(?:remember|memori[sz]e|note|keep in mind|store)\s+(?:(?:this|the|that|my|a|following|secret|special|magic)\s+)*(word|number|code|name|password|phrase|token|fact)\s+(?!is\b)${valuePattern}`,
  'giu',
)
const changed = new RegExp(
  String.raw`\b(?:change(?:d)?|rename(?:d)?|update(?:d)?|correct(?:ed)?)\s+(?:my|our|the|it|that)?\s*((?:[\p{L}\d'’-]+\s+){0,4}?)(?:to|into)\s+${valuePattern}`,
  'giu',
)
const called = new RegExp(String.raw`\b(?:call me|i am called|i'm called)\s+${valuePattern}`, 'giu')
const iAm = new RegExp(String.raw`\b(?:[Ii] am|[Ii]['’]m)\s+(\p{Lu}[^\s.,;!?]*)`, 'gu')
const lives = new RegExp(
  String.raw`\bi (?:live in|moved to|am from|come from)\s+${valuePattern}`,
  'giu',
)
const corrected = new RegExp(
  String.raw`\b(?:it is|it['’]s|it was|i meant|should be|make that|make it|correction:?(?!\s+(?:it|my|the)\b))\s+(?:now |actually |really |in fact |not [^,.;]{1,60}, (?:but |it is |it's )?)*${valuePattern}`,
  'giu',
)

interface Found extends Fact {
  readonly at: number
}

/** Everything that was stated in a text, in the order of the text. */
function statements(text: string): Found[] {
  return sentences(text).flatMap((sentence) => (mayState.test(sentence) ? known(sentence) : []))
}

/** By sentence: a history is sent again with every turn. */
const statedIn = new Map<string, readonly Found[]>()
const mostKept = 2000

function known(sentence: string): readonly Found[] {
  const found = statedIn.get(sentence) ?? stated(sentence)
  if (statedIn.size >= mostKept) statedIn.clear()
  statedIn.set(sentence, found)
  return found
}

/** A word of each pattern below, so that most sentences need no closer look. */
const mayState =
  /=|\b(?:is|are|was|be|it['’]s|i['’]?m|am|call(?:ed)?|changed?|renamed?|updated?|correct(?:ed|ion)?|remember|memori[sz]e|note|keep|store|live|moved|come|meant|make)\b/iu

type Statement = readonly [
  pattern: RegExp,
  read: (match: RegExpExecArray) => [string, string | undefined],
]

const withSubject = (match: RegExpExecArray): [string, string | undefined] => [
  match[1] ?? '',
  match[2],
]

const patterns: readonly Statement[] = [
  [named, withSubject],
  [remembered, withSubject],
  [rememberedWord, withSubject],
  [changed, withSubject],
  [called, (match) => ['name', match[1]]],
  [iAm, (match) => ['name', match[1]]],
  [lives, (match) => ['live city home town', match[1]]],
  [corrected, (match) => ['', match[1]]],
]

function stated(sentence: string): Found[] {
  const found = patterns.flatMap(([pattern, read]) =>
    [...sentence.matchAll(pattern)].flatMap((match) => {
      const [subject, value] = read(match)
      if (!value) return []
      const label = subject.trim()
      return [{ at: match.index, label, subject: words(label), value: value.trim() }]
    }),
  )
  return found.toSorted((a, b) => a.at - b.at)
}

/** What a turn may state: of the assistant, what it said of the user's own things. */
function statedBy({ role, text }: PromptTurn): string {
  if (role === 'tool') return ''
  if (role !== 'assistant') return text
  return sentences(text)
    .filter((sentence) => /^\s*your\b/iu.test(sentence))
    .join(' ')
}

/** Facts in the order in which they were stated; "it is X" takes the subject of the one before. */
export function learnFacts(turns: readonly PromptTurn[]): Fact[] {
  const facts: Fact[] = []
  for (const turn of turns) {
    for (const found of statements(statedBy(turn))) {
      const about = found.subject.length > 0 ? found : facts.at(-1)
      if (about) facts.push({ label: about.label, subject: about.subject, value: found.value })
    }
  }
  return facts
}

const question =
  /\b(what|which|who|where|tell me|do you (?:know|remember)|can you (?:recall|remember|tell)|repeat|recall|say|give me)\b/iu
const filler = new Set(
  'a an the is are was were be my our your i me you we it this that of to in on for and or did do does what which who where tell say said know remember recall can could please give exactly only reply answer with now again told ask asked repeat just word for word nothing else'.split(
    ' ',
  ),
)

/**
 * The fact that a question asks for: the latest of those that share most words with it.
 * Undefined when nothing in this conversation answers it.
 */
export function recallFact(asked: string, facts: readonly Fact[]): Fact | undefined {
  if (!question.test(asked)) return undefined
  const wanted = new Set(words(asked))
  if (/\bwho am i\b/iu.test(asked)) wanted.add('name')
  if (/\bwhich word|what word|the word\b/iu.test(asked)) wanted.add('word')
  let best: Fact | undefined
  let bestScore = 0
  for (const fact of facts) {
    const score = fact.subject.filter((word) => wanted.has(word)).length
    if (score > 0 && score >= bestScore) {
      best = fact
      bestScore = score
    }
  }
  return best
}

/** What a question about the user's own things asks for: "name" of "What is my name?". */
export function askedThing(asked: string): string | undefined {
  const match =
    /\b(?:what(?:['’]s| is| was| are)?|which|who(?: is|['’]s)?|tell me|say|recall|remember|know)\b[^.?!]*?\b(?:my|our|the secret|the code|the pass)\s*([\p{L} '’-]{0,40})/iu.exec(
      asked,
    )
  if (!match) return /\bwho am i\b/iu.test(asked) ? 'name' : undefined
  return (
    (match[1] ?? '')
      .trim()
      .replace(/\b(?:is|was|are|again|now|i|did|do)\b.*$/iu, '')
      .trim() || 'answer'
  )
}

function words(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [])
    .map((word) => (word.length > 3 ? word.replace(/s$/u, '') : word))
    .map((word) => (word === 'color' ? 'colour' : word === 'favorite' ? 'favourite' : word))
    .filter((word) => !filler.has(word) || word === 'word')
}
