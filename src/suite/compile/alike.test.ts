/** Which requests of a plan are sent once for several cells. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../model/plan.ts'
import { catalogueFrom, suiteOf } from '../testing/load-texts.ts'
import { endpointOf, modelOf, targetOf } from '../testing/targets.ts'
import { createPlanner } from './planner.ts'

const apis = ['openai-chat', 'converse'] as const
const models = [modelOf('gpt', 'gpt-oss', apis), modelOf('other', 'gpt-oss', apis)]
const target = targetOf(endpointOf('bedrock', apis, models, ['us-west-2', 'us-east-1']))

function cellsOf(...bodies: readonly string[]): readonly Cell[] {
  const cases = bodies.map(
    (body, at) => `  - id: c${at}\n    title: T\n    apis: [openai-chat]\n${body}\n`,
  )
  return createPlanner(catalogueFrom(suiteOf(cases.join('')))).plan(target)
}

/** For each case and step how many names there are over all cells, and how many cells have one. */
function named(...bodies: readonly string[]): Record<string, string> {
  const cells = cellsOf(...bodies)
  const found = new Map<string, (string | undefined)[]>()
  for (const { case: asked, steps } of cells) {
    for (const { id, alike } of steps) {
      const key = `${asked.id.replace('chat.', '')}.${id}`
      found.set(key, [...(found.get(key) ?? []), alike?.name])
    }
  }
  return Object.fromEntries(
    [...found].map(([key, names]) => {
      const known = names.filter((name) => name !== undefined)
      return [key, `${new Set(known).size} of ${known.length}`]
    }),
  )
}

const hello = '    say: [{ user: Hi }]'

it('the same request of two cases has one name for each region and model', () => {
  expect(named(hello, hello)).toEqual({ 'c0.main': '4 of 4', 'c1.main': '4 of 4' })
})

it.each([
  ['another text', '    say: [{ user: Ho }]'],
  ['other options', `${hello}\n    options: { maxTokens: 5 }`],
  ['another model', `${hello}\n    model: other-id`],
  ['other credentials', `${hello}\n    auth: none`],
  ['repeats at the same time', `${hello}\n    repeat: 2\n    parallel: true`],
  ['an error that is awaited and not sent again', `${hello}\n    expect: { error: throttled }`],
])('%s is another request', (_, other) => {
  expect(named(hello, other)).toEqual({ 'c0.main': '0 of 0', 'c1.main': '0 of 0' })
})

describe('a request with a nonce', () => {
  const nonce = "    say: [{ user: 'I am ${nonce.name}' }]"
  const words = (...bodies: readonly string[]): Record<string, string | undefined> =>
    Object.fromEntries(
      cellsOf(...bodies)
        .filter(({ region, model }) => region === 'us-west-2' && model.id === 'gpt')
        .map((cell) => [cell.case.id, cell.words]),
    )

  it('is of several cells where it is written alike, and these hold the same nonces', () => {
    expect(named(nonce, nonce)).toEqual({ 'c0.main': '4 of 4', 'c1.main': '4 of 4' })
    const found = words(nonce, nonce, hello)
    expect(found['chat.c0']).toBeDefined()
    expect(found['chat.c1']).toBe(found['chat.c0'])
    expect(found['chat.c2']).toBeUndefined()
  })

  it.each([
    ['another name', "    say: [{ user: 'I am ${nonce.other}' }]"],
    ['repeats', `${nonce}\n    repeat: 2`],
    ['repeats with nonces of their own', `${nonce}\n    repeat: 2\n    fresh: true`],
  ])('is of one cell only with %s', (_, other) => {
    expect(named(nonce, other)['c1.main']).toBe('0 of 0')
    expect(words(nonce, other)).toEqual({ 'chat.c0': undefined, 'chat.c1': undefined })
  })

  it('is of one cell only where a request before it holds nonces that others hold', () => {
    const both = (first: string, second: string): string => `    independent: true
    steps:
      - { id: a, say: [{ user: 'I am \${nonce.${first}}' }] }
      - { id: b, say: [{ user: 'She is \${nonce.${second}}' }] }`
    const found = named(both('x', 'y'), both('x', 'y'))
    expect(found).toMatchObject({ 'c0.a': '4 of 4', 'c0.b': '0 of 0', 'c1.b': '0 of 0' })
  })
})

it('a request after others may be of several cells where the steps are said to be independent', () => {
  const steps = `    independent: true
    steps:
      - { id: a, say: [{ user: Ho }] }
      - { id: b, say: [{ user: Hi }] }`
  expect(named(steps, hello)).toMatchObject({ 'c0.b': '4 of 4', 'c1.main': '4 of 4' })
})

it('a request after others is of one cell only, since they may leave something behind', () => {
  const steps = (first: string): string =>
    `    steps:\n      - { id: a, say: [{ user: ${first} }] }\n      - { id: b, say: [{ user: Hi }] }`
  expect(named(steps('Ho'), hello)).toMatchObject({ 'c0.b': '0 of 0', 'c1.main': '0 of 0' })
  expect(named(steps('Ho'), steps('Ho'))).toMatchObject({ 'c0.a': '4 of 4', 'c0.b': '0 of 0' })
})

it.each(['${steps.a.id}', '${saved.id}'])(
  'a request whose answer a later one names as %s is of one cell only',
  (quote) => {
    const steps = `    steps:
      - { id: a, say: [{ user: Hi }], save: { id: /id } }
      - { id: b, say: [{ user: '${quote}' }] }`
    expect(named(steps, hello)).toMatchObject({ 'c0.a': '0 of 0', 'c1.main': '0 of 0' })
  },
)

it('a request whose answer is only repeated later may be of several cells', () => {
  const steps = `    steps:
      - { id: a, say: [{ user: Hi }] }
      - { id: b, say: [{ user: 'You wrote \${steps.a.text}' }] }`
  expect(named(steps, hello)).toMatchObject({ 'c0.a': '4 of 4', 'c1.main': '4 of 4' })
})

it('variants leave nothing behind', () => {
  const variants =
    '    variants:\n      - { name: a, set: { say: [{ user: Ho }] } }\n      - { name: b, set: { say: [{ user: Hi }] } }'
  expect(named(variants, hello)).toMatchObject({ 'c0.a': '0 of 0', 'c0.b': '4 of 4' })
})

it('a control with nonces is of several cells only where what it is compared with is', () => {
  const say = (last: string): string =>
    `    say: [{ system: 'Be \${nonce.word}.' }, { user: 'Hi \${nonce.name}${last}' }]\n`
  const drop = '    control: { drop: [0] }'
  expect(named(say('') + drop, say('') + drop)).toMatchObject({
    'c0.control': '4 of 4',
    'c0.main': '4 of 4',
  })
  expect(named(say('') + drop, say(''))).toMatchObject({
    'c0.control': '0 of 0',
    'c0.main': '4 of 4',
  })
  expect(named(say('') + drop, say('!') + drop.replace('0', '1'))).toMatchObject({
    'c0.control': '0 of 0',
    'c0.main': '0 of 0',
  })
})

it('a control with nonces is of one cell where what it is compared with is of one cell', () => {
  const asked = `    say: [{ system: 'Be \${nonce.word}.' }, { user: 'Hi \${nonce.name}' }]
    control: { drop: [0] }
    repeat: 2`
  expect(named(asked, asked)).toMatchObject({ 'c0.control': '0 of 0', 'c0.main': '0 of 0' })
})

it('a control leaves nothing behind', () => {
  const control = '    say: [{ system: Be brief. }, { user: Hi }]\n    control: { drop: [0] }'
  expect(named(control, control)).toMatchObject({ 'c0.control': '4 of 4', 'c0.main': '4 of 4' })
  expect(named(control, hello)).toMatchObject({ 'c0.control': '4 of 4', 'c1.main': '4 of 4' })
})
