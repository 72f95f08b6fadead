/** Questions with a known answer: those of the two documents, and a little common knowledge. */
import { prose, quantumComputing } from './prose.ts'

/** Ways to say the same; the first is used unless the temperature is high. */
export type Sayings = readonly [string, ...string[]]

/** A model that is asked for a poem again and again seldom says the same twice: any lines go together. */
const haikus = mixed(
  [
    'Code flows like rivers',
    'Silent keys at night',
    'Branches merge at dusk',
    'Null where none should be',
    'Loops within the loops',
    'Functions small and clear',
  ],
  [
    'Debugging whispers in loops',
    'A missing bracket appears',
    'Old commits drift out of sight',
    'I follow the stack downward',
    'The cursor blinks, I blink too',
    'Each one does a single thing',
  ],
  [
    'Logic blooms at dawn',
    'The build turns to green',
    'Tests sing in the dark',
    'There, a single dot',
    'Morning finds the bug',
    'Rain upon the roof',
  ],
)

/** Poems of three lines, each line one of several. */
function mixed(firsts: Sayings, seconds: Sayings, thirds: Sayings): Sayings {
  return firsts.flatMap((first) =>
    seconds.flatMap((second) => thirds.map((third) => `${first}\n${second}\n${third}`)),
  ) as [string, ...string[]]
}

const readJson = `\`\`\`python
import json

with open("data.json", encoding="utf-8") as file:
    data = json.load(file)
\`\`\``

const capitals: Readonly<Record<string, string>> = {
  france: 'Paris',
  germany: 'Berlin',
  italy: 'Rome',
  spain: 'Madrid',
  japan: 'Tokyo',
  england: 'London',
  'the united kingdom': 'London',
  'the united states': 'Washington, D.C.',
  canada: 'Ottawa',
  australia: 'Canberra',
  brazil: 'Brasília',
  india: 'New Delhi',
}

const known: readonly (readonly [RegExp, Sayings])[] = [
  [
    /\bplanet\b.*\b(?:humans?|people|we|live)\b/iu,
    [
      'Humans live on Earth, the third planet from the Sun.',
      'We live on Earth.',
      'Earth is our planet.',
    ],
  ],
  [
    /\bsun\b.*\blatin\b|\blatin\b.*\bsun\b/iu,
    [
      'In Latin the Sun is called Sol.',
      'The Latin name of the Sun is Sol.',
      'Sol, genitive solis.',
    ],
  ],
  [
    /\bplanet\b.*\brings?\b|\brings\b.*\bsaturn\b|\bsaturn\b/iu,
    ['Saturn is the planet with the best known rings.', 'That planet is Saturn.'],
  ],
  [
    /\bromeo and juliet\b/iu,
    ['Romeo and Juliet was written by William Shakespeare.', 'William Shakespeare wrote it.'],
  ],
  [/\bhaiku\b/iu, haikus],
  [/\bquantum comput/iu, [quantumComputing]],
  [
    /\bread\b.*\bjson\b|\bjson\b.*\bread\b/iu,
    [`Use the json module:\n\n${readJson}`, `${readJson}\n\nUse json.loads for text.`],
  ],
  [
    /\bweather\b/iu,
    [
      'I cannot look at live weather data, so I do not know what it is like outside today. A local forecast will tell you best.',
      'I have no access to current weather reports; please look at a local forecast.',
    ],
  ],
  [
    /^\s*(?:hello|hi|hey|good (?:morning|evening|day))\b/iu,
    [
      'Hello! How can I help you today?',
      'Hi there! What can I do for you?',
      'Hello! Nice to hear from you.',
    ],
  ],
  [/\bhow are you\b/iu, ["I'm doing great, thanks for asking! How are you?"]],
  [
    /\bwho are you\b|\byour name\b/iu,
    ['I am a scripted model that answers for a reference server.'],
  ],
  [/\bprimary colou?rs\b/iu, ['The primary colours are red, yellow and blue.']],
  [/\bdays? (?:are )?in a week\b/iu, ['A week has seven days.']],
  [
    /\bjoke\b/iu,
    ['Why do programmers confuse Halloween and Christmas? Because Oct 31 equals Dec 25.'],
  ],
  [/\bcolou?r\b.*\bsky\b|\bsky\b.*\bcolou?r\b/iu, ['On a clear day the sky is blue.']],
]

/** Answers to what it knows by heart; undefined when it does not. */
export function knownAnswer(asked: string): Sayings | undefined {
  return (
    longAnswer(asked) ??
    counting(asked) ??
    arithmetic(asked) ??
    capital(asked) ??
    known.find(([pattern]) => pattern.test(asked))?.[1]
  )
}

const longAsked =
  /\b(?:story|essay|poem|letter|article|tale|prose|explanation|explain|describe|description|text|words|paragraphs?|summary|history|long|detail(?:ed)?|guide|report)\b/iu

function longAnswer(asked: string): Sayings | undefined {
  const words = Number(/\b(\d{2,5})[ -]*words?\b/iu.exec(asked)?.[1] ?? 0)
  const wanted = /\bstory|tale|essay|poem\b/iu.test(asked) ? 'story' : 'explanation'
  if (words > 0 && longAsked.test(asked)) return texts(wanted, Math.min(words, 5000))
  if (/\bquantum\b/iu.test(asked)) return undefined
  if (/\b(?:story|tale|essay)\b/iu.test(asked)) return texts('story', 320)
  if (
    /\b(?:explain|describe|in detail|detailed|at length|long (?:text|answer)|write about)\b/iu.test(
      asked,
    )
  ) {
    return texts('explanation', 320)
  }
  return undefined
}

function texts(subject: 'story' | 'explanation', words: number): Sayings {
  return [
    prose(subject, words),
    prose(subject, words, 3),
    prose(subject, words, 7),
    prose(subject, words, 11),
  ]
}

const small = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
]

/** A number in digits or as a word up to ten. */
function numeral(text: string | undefined): number {
  if (text === undefined) return Number.NaN
  const word = small.indexOf(text.toLowerCase())
  return word >= 0 ? word : Number(text)
}

function counting(asked: string): Sayings | undefined {
  const match =
    /\bcount(?:ing)?\b(?: \w+){0,3}? (?:from )?(?:(\d{1,4}|\w+) )?(?:up )?(?:to|through|until) (\d{1,4}|\w+)/iu.exec(
      asked,
    )
  const last = numeral(match?.[2])
  if (!match || Number.isNaN(last)) return undefined
  const from = numeral(match[1])
  const first = Number.isNaN(from) ? 1 : from
  const step = last < first ? -1 : 1
  const size = Math.min(Math.abs(last - first) + 1, 1000)
  const row = Array.from({ length: size }, (_, at) => first + at * step)
  return [row.join(', '), row.join(' '), row.join('\n')]
}

function arithmetic(asked: string): Sayings | undefined {
  const match = /(-?\d{1,12})\s*(\+|-|−|\*|x|×|\/|÷|plus|minus|times)\s*(-?\d{1,12})/iu.exec(asked)
  if (!match || /\w-\w/u.test(match[0])) return undefined
  const [, left, sign, right] = match
  const result = calculate(Number(left), (sign ?? '+').toLowerCase(), Number(right))
  return [`${left} ${sign} ${right} = ${result}`, `The answer is ${result}.`, `${result}`]
}

function calculate(left: number, sign: string, right: number): number {
  if (sign === '+' || sign === 'plus') return left + right
  if (sign === '-' || sign === '−' || sign === 'minus') return left - right
  return sign === '/' || sign === '÷' ? left / right : left * right
}

function capital(asked: string): Sayings | undefined {
  const country = /\bcapital (?:city )?of ([\p{L} ]+)/iu.exec(asked)?.[1]?.trim().toLowerCase()
  if (!country) return undefined
  const name = Object.keys(capitals).find((key) => country === key || country.startsWith(`${key} `))
  const city = name === undefined ? undefined : capitals[name]
  if (!name || !city) return ['I am not sure which city that is.']
  const shown = name.replace(/\b(?!the\b)\p{L}/gu, (letter) => letter.toUpperCase())
  return [`The capital of ${shown} is ${city}.`, `${city} is the capital of ${shown}.`, `${city}.`]
}
