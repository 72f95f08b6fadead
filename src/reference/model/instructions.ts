/** Simple instructions of system, developer and user turns, and how they shape an answer. */

/** Characters at the end of a text in which it can say that nothing else is wanted. */
const closing = 200

/** Text after an instruction, without one pair of quotes and without "and nothing else". */
function payload(text: string): string {
  const whole = text.trim()
  const end = whole
    .slice(-closing)
    .replace(
      /[\s.,(]*\b(?:and|with)? ?(?:nothing|no(?:thing)? (?:other|more)) else\b[\s\S]{0,40}$/iu,
      '',
    )
    .replace(
      /\s*(?:Nothing else|Do not add anything(?: else)?|Output nothing else|No other text)[.!]?\s*$/iu,
      '',
    )
  const bare = `${whole.slice(0, -closing)}${end}`.trim()
  const quoted = /^(["“'‘`])([\s\S]+)(["”'’`])[.!]?$/u.exec(bare)
  return quoted?.[2] ?? bare
}

const echoAfterColon =
  /\b(?:repeat|echo|copy|say|write|output|print|return|reply with|respond with|answer with)\b[^:\n]{0,140}?(?:exact|exactly|verbatim|word for word|character for character|back|following|after me|this text|this string|unchanged|only|just)[^:\n]{0,140}(?::[ \t]*\n*|\n+)([\s\S]+)$/iu
const echoShort =
  /^\s*(?:please )?(?:repeat|echo|say|output|print|write)(?: back)?\s*:\s*([\s\S]+)$/iu
const echoInline =
  /\b(?:repeat|echo|say|write|output|print|return)\b(?: back)? (?:exactly|verbatim|only|just)(?: this| the following| the (?:word|text|code|string))?[: ]+(?!the following|this text|nothing)([\s\S]+)$/iu
const sayShort =
  /^\s*(?:please )?(?:say|write|output|print|type)(?: out)?(?: exactly)?(?: the)?(?: (?:words?|text|sentence|phrase|line):?)? (?!a |an |me |it |about |something |\d|the )(?!.*\b(?:story|haiku|poem|essay|words|explain)\b)([^\n]{1,80}?)(?:,? exactly)?[.!]?\s*$/iu

const echoThen =
  /\b(?:repeat|echo|copy) (?:the next|this|the following)(?: two)? lines? exactly[.:]?[ \t]*\n([^\n]+(?:\n[^\n]+)?)\nThen,? ([\s\S]+)$/iu

/** One or two lines to be given back, and what is asked after them. */
export function echoedThen(
  asked: string,
): { readonly lines: string; readonly rest: string } | undefined {
  const [, lines, rest] = echoThen.exec(asked) ?? []
  return lines === undefined || rest === undefined ? undefined : { lines: lines.trim(), rest }
}

/** Longer texts are searched at their beginning and end only. */
const long = 2000

/** The text that a turn asks to be given back, if it does. */
export function echoed(asked: string): string | undefined {
  if (asked.length <= long) return echoedShort(asked)
  const rest = asked.slice(400)
  const first = echoAfterColon.exec(asked.slice(0, 400))?.[1]
  return first === undefined ? echoedShort(asked.slice(-600)) : payload(first + rest)
}

function echoedShort(asked: string): string | undefined {
  const match = echoAfterColon.exec(asked) ?? echoShort.exec(asked)
  const inline = match ? undefined : (echoInline.exec(asked) ?? sayShort.exec(asked))?.[1]
  const text = payload(match?.[1] ?? inline ?? '')
  return text === '' || (inline !== undefined && notLiteral.test(inline)) ? undefined : text
}

// No character fits both alternatives of a word: what fits both is tried in as many ways as it can be divided.
const clause = String.raw`["“'‘\x60]?((?:[^\s"”’\x60,;.!?]|[.,’!?](?=\S))+(?:[ ](?!(?:and|but|whatever|no matter|to every|for every|in every|regardless|instead|when|if|as|at|on|without|only|nothing)\b)(?:[^\s"”’\x60,;.!?]|[.,’!?](?=\S))+){0,11})`
const kindOfText = String.raw`(?:the |this |one |a )?(?:single |exact |literal )*(?:words?|code|text|string|phrase|token|name|sentence)?:?\s*`
const answerWith = new RegExp(
  String.raw`\b(?:answer|reply|respond)\b(?:[^.\n"“:]{0,60}?)\b(?:with|by saying)\s+(?:only |just |exactly |nothing but )*${kindOfText}${clause}`,
  'iu',
)
const sayOnly = new RegExp(
  String.raw`\b(?:answer|reply|respond|say|output)\s+(?:only|just|exactly|always)[: ]\s*(?:the (?:word|code|text) )?${clause}`,
  'iu',
)
const notLiteral =
  /^(?:json|\d+-\w+|valid|a|an|one|brief|short|concise|your|my|the|in|two|three|at|code|shakespearean|up|less|more|plain|english|french|german|yes or no|following|only|just|its|it|what|that|this|word|number|digits?|answer|dramatic|each|every)\b/iu

/** The fixed text that a rule such as "answer with X" demands. */
export function fixedAnswer(rules: string): string | undefined {
  for (const pattern of [answerWith, sayOnly]) {
    const match = pattern.exec(rules)
    const text = match?.[1]?.replace(/["'“”‘’`.,;!?]+$/u, '').trim()
    if (!match || !text || notLiteral.test(text) || isAboutEnds(rules, match.index)) continue
    return text
  }
  return undefined
}

/** "End your answer with X" shapes an answer and is not a text to repeat. */
function isAboutEnds(rules: string, at: number): boolean {
  const sentence =
    rules
      .slice(0, at)
      .split(/[.!?\n]/u)
      .at(-1) ?? ''
  return /\b(?:end|finish|close|conclude|sign|start|begin|prefix|open)\b/iu.test(sentence)
}

const ending = new RegExp(
  String.raw`\b(?:end|finish|close|conclude|sign)\b(?! of)(?:[^.\n"“:]{0,60}?)\b(?:with|by)\s+(?:adding |writing )?${kindOfText}${clause}`,
  'iu',
)
const beginning = new RegExp(
  String.raw`\b(?:start|begin|prefix|open)\b(?:[^.\n"“:]{0,60}?)\bwith\s+${kindOfText}${clause}`,
  'iu',
)
const including = new RegExp(
  String.raw`\b(?:include|mention|use|contain|insert)\b(?:s|ing)?\s+${kindOfText}${clause}(?:[^.\n]{0,20})?\b(?:in|within|somewhere|at least)\b`,
  'iu',
)

/** The answer with what the rules want at its beginning, inside it and at its end. */
export function dressed(answer: string, rules: string): string {
  const first = beginning.exec(rules)?.[1]
  const last = ending.exec(rules)?.[1]
  const inside = including.exec(rules)?.[1]
  let text = answer
  if (inside && !text.includes(inside)) text = `${text} (${inside})`
  if (first && !notLiteral.test(first) && !text.startsWith(first)) text = `${first} ${text}`
  if (last && !notLiteral.test(last) && !text.endsWith(last)) text = `${text} ${last}`
  if (/\b(?:upper ?case|capital letters|all caps)\b/iu.test(rules)) text = text.toUpperCase()
  return text
}
