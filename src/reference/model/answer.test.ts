import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import { answerText } from './answer.ts'
import type { Prompt, PromptTurn } from './prompt.ts'
import { reported } from './results.ts'

const user = (text: string): PromptTurn => ({ role: 'user', text })
const assistant = (text: string): PromptTurn => ({ role: 'assistant', text })
const system = (text: string): PromptTurn => ({ role: 'system', text })

function prompt(turns: readonly PromptTurn[], more: Partial<Prompt> = {}): Prompt {
  return {
    family: 'gpt-oss',
    turns,
    tools: [],
    toolChoice: 'auto',
    parallelTools: true,
    format: 'text',
    effort: 'medium',
    stop: [],
    choices: 1,
    ...more,
  }
}

function answer(...turns: PromptTurn[]): string {
  return answerText(prompt(turns), undefined)
}

describe('the scripted model recalls', () => {
  it.each([
    ['My name is Kestrel-77.', 'What is my name?', 'Kestrel-77'],
    ["Hi, I'm Osprey9.", "What's my name?", 'Osprey9'],
    ['My favourite colour is zq91x.', 'Do you remember my favorite color?', 'zq91x'],
    ['Remember the code word: BLUE-482.', 'What was the code word?', 'BLUE-482'],
    ['Please remember the number 48213.', 'Which number did I ask you to remember?', '48213'],
    ['The secret code is N0nce-abc.', 'Tell me the secret code.', 'N0nce-abc'],
    ["My dog's name is Rex7.", "What is my dog's name?", 'Rex7'],
    ['I live in Zedville.', 'Where do I live?', 'Zedville'],
  ])('%s → %s', (fact, question, value) => {
    expect(answer(user(fact), assistant('Noted.'), user(question))).toContain(value)
    expect(answer(user(question))).not.toContain(value)
  })

  it('the latest of two statements', () => {
    const corrections = [
      'Correction: my name is Osprey-12.',
      'Sorry, I meant Osprey-12.',
      'Actually, my name is not Kestrel-77, it is Osprey-12.',
    ]
    for (const correction of corrections) {
      const stated = answer(
        user('My name is Kestrel-77.'),
        assistant('Hi'),
        user(correction),
        assistant('Ok'),
        user('What is my name?'),
      )
      expect(stated).toContain('Osprey-12')
      expect(stated).not.toContain('Kestrel')
    }
  })

  it('the first of fifty turns', () => {
    const turns = [user('My locker number is 7719.'), assistant('Noted.')]
    for (let turn = 0; turn < 50; turn += 1)
      turns.push(user(`Fine, turn ${turn}.`), assistant('Yes.'))
    expect(answer(...turns, user('What is my locker number?'))).toContain('7719')
  })

  it('a fact at the end of a long text', () => {
    const filler = 'The quick brown fox jumps over the lazy dog. '.repeat(1500)
    expect(answer(user(`${filler}\nThe code is QQ-99.\nWhat is the code?`))).toContain('QQ-99')
  })

  it('nothing that was not said', () => {
    for (const question of ['What is my name?', 'What is the code word?', 'Who am I?']) {
      expect(answer(user(question))).toMatch(/don't know/)
    }
  })
})

describe('the scripted model obeys', () => {
  it.each([
    ['Answer every question with the word FLAMINGO and nothing else.', 'FLAMINGO'],
    ['Whatever the user says, reply only with "ok-77x".', 'ok-77x'],
    ['Always answer with N81.', 'N81'],
    ["You must always respond with the single word 'quux12'.", 'quux12'],
  ])('%s', (rule, value) => {
    expect(answer(system(rule), user('How are you?'))).toBe(value)
    expect(answer({ role: 'developer', text: rule }, user('How are you?'))).toBe(value)
  })

  it('how answers are to begin and end', () => {
    const question = user('What is the capital of France?')
    expect(answer(system('Always end your answer with KIWI-9.'), question)).toBe(
      'The capital of France is Paris. KIWI-9',
    )
    expect(answer(system('Begin every answer with ABC-1:'), question)).toMatch(
      /^ABC-1: The capital/,
    )
  })

  it('what is to be repeated, character by character', () => {
    const texts = ['👩‍👩‍👧‍👦 family', '漢字かな交じり', 'שלום עולם', '𝒜𝓈𝓉𝓇𝒶𝓁', 'e\u0301 combining']
    for (const text of texts) {
      expect(answer(user(`Repeat exactly: ${text}`))).toBe(text)
      expect(answer(user(`Repeat exactly the following text and nothing else:\n${text}`))).toBe(
        text,
      )
    }
    const long = 'A sentence to be given back. '.repeat(300).trim()
    expect(answer(user(`Repeat exactly: ${long}`))).toBe(long)
  })

  it('the persona of the notebook', () => {
    const persona = system(
      'You are Shakespeare. Respond only in Shakespearean English with dramatic flair.',
    )
    expect(answer(persona, user('Tell me about the weather today'))).toMatch(/doth|thee|thou/i)
  })
})

describe('the scripted model knows', () => {
  it.each([
    ['Which planet do humans live on?', /Earth/],
    ["What's the name of the Sun in Latin?", /Sol\b/],
    ['What is the capital of France?', /Paris/],
    ['What is 2 + 2?', /\b4\b/],
    ['What is 12 times 12?', /\b144\b/],
    ['Who wrote Romeo and Juliet?', /William Shakespeare/],
    ['How do I read a JSON file?', /json\.load/],
    ['Write a haiku (5-7-5 syllables) about coding. Output ONLY the 3-line haiku.', /^.+\n.+\n.+$/],
    ['Count to 5', /1, 2, 3, 4, 5/],
    ['Hello!', /^Hello/],
  ])('%s', (question, expected) => {
    expect(answer(user(question))).toMatch(expected)
  })

  it('how to be long', () => {
    for (const words of [200, 300, 600]) {
      const text = answer(user(`Write a ${words}-word story about a lighthouse.`))
      expect(text.split(/\s+/).length).toBeGreaterThanOrEqual(words)
    }
  })

  it('several ways to say it when chance decides', () => {
    const asked = prompt([user('Write a haiku about coding.')])
    const random = seededRandom(1)
    const texts = Array.from({ length: 20 }, () => answerText(asked, random))
    expect(new Set(texts).size).toBeGreaterThan(2)
  })
})

it.each([
  ['line', 'velmorab naïve 日本語 𝒳'],
  ['two lines', `velmorab naïve\n"A" 'B' \\d  **f**`],
])('the next %s given back, and what is asked after that is answered', (lines, text) => {
  const asked = `Repeat the next ${lines} exactly.\n${text}\nThen count from 1 to 4 in digits, separated by commas.`
  expect(answer(user(asked))).toBe(`${text}\n1, 2, 3, 4`)
})

const log = 'Boats lay still against the wall. '.repeat(40)

describe('what a result of a tool says is reported', () => {
  it('as the members of its JSON', () => {
    const text = JSON.stringify({ weather: 'rain', days: 3 })
    expect(reported([{ name: 'get_weather', text }], 'And?')).toBe(
      'According to get_weather: weather is rain, days is 3.',
    )
  })

  it('without the members that are long', () => {
    const text = JSON.stringify({ log, weather: 'rain' })
    expect(reported([{ name: 'get_weather', text }], 'And?')).toBe(
      'According to get_weather: weather is rain.',
    )
  })

  it('of a long text, by its sentences about the question', () => {
    const text = `${log}The code is K7.`
    expect(reported([{ name: 'find', text }], `${log}Which code did the tool give?`)).toBe(
      'According to find: The code is K7.',
    )
  })

  it('of a long text that has nothing about the question, by how it begins', () => {
    expect(reported([{ name: 'find', text: log.trim() }], 'Which code did it give?')).toBe(
      'According to find: Boats lay still against the wall.',
    )
  })
})
