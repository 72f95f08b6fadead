import { expect, it } from 'vitest'
import { chat, completion } from '../testing/completion.ts'
import { judge, verdict } from '../testing/judge.ts'
import { suiteFile } from '../testing/suite-files.ts'

const text = 'ponokovor naïve <b> & 日本語 👩🏽‍🚀 𝒳'
const saying = (content: string, finish = 'stop') =>
  chat(completion({}, { finish_reason: finish }, { content }))
const judged = (content: string, finish?: string) =>
  verdict('repeats', { text, ignore: ['reasoning', 'case', 'nfc'] }, saying(content, finish))

it.each([
  text,
  `${text}\n1, 2, 3`,
  `Here it is:\n\`${text}\`\n1, 2`,
  `${text}\n${text}`,
  text.replace('p', 'P'),
])('holds for %j', (content) => {
  expect(judged(content)).toBe('pass')
})

it.each([
  ['text.repeated', `ponokovor ${text}`],
  ['text.repeated', `p${text}`],
  ['text.repeated', `${text} 𝒳\n1, 2`],
  ['text.repeated', text.replace('naïve ', 'naïve naïve ')],
  ['text.repeated', text.replace('日本', '日日本')],
  ['text.gap', text.replace('naïve ', '')],
  ['text.gap', text.replace('ponokovor ', '')],
  ['text.gap', text.replace('👩🏽‍🚀', '')],
  ['text.gap', text.replace(' 𝒳', '')],
  ['text.missing', 'I cannot repeat that.'],
  ['text.empty', ''],
])('finds %s in %j', (code, content) => {
  expect(judged(content)).toBe(code)
})

it('shows what stands in place of a text that is changed in several places', () => {
  const changed = text.replaceAll(/[<>&]/gu, '').replace('naïve', 'naive')
  const { findings } = judge('repeats', { text }, saying(`Sure. ${changed} and more`))
  expect(findings[0]).toMatchObject({ code: 'text.missing' })
  expect(findings[0]?.received).toMatch(/^"ponokovor naive b/u)
})

it('judges on demand only what comes twice', () => {
  const once = (content: string) => verdict('repeats', { text, once: true }, saying(content))
  expect(once(text.replace('naïve ', 'naïve naïve '))).toBe('text.repeated')
  expect(once(text.replace('naïve ', ''))).toBe('pass')
  expect(once('I cannot repeat that.')).toBe('pass')
})

it('cannot be judged where the limit ended the answer', () => {
  expect(judged('ponokovor', 'length')).toBe('inconclusive')
})

interface Suite {
  readonly cases: readonly {
    readonly id: string
    readonly checks: readonly { readonly id: string; readonly answer?: unknown }[]
  }[]
}

it.each(['K93-88241', 'K93\u201188241', '**K93–88241**', 'k93-88241.'])(
  'the number of a document is found however a model writes its hyphen: %s',
  (number) => {
    const { cases } = suiteFile('converse/features.yaml') as Suite
    const document = cases.find(({ id }) => id === 'document-bytes')
    const found = document?.checks.find(({ id }) => id === 'found')?.answer
    const answer = chat(completion({}, {}, { content: `Your locker number is ${number}` }))
    expect(verdict('answer', found, answer)).toBe('pass')
  },
)
