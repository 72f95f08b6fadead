import { expect, it } from 'vitest'
import { catalogueFrom, suiteOf } from '../testing/load-texts.ts'
import { trimCase } from './trim.ts'

const text = `  - id: one
    title: One
    apis: [converse]
    say: [{ system: S }, { user: Hi }]
    control: { drop: [0] }
    checks:
      - { id: grows, rule: test.rule, usage-compare: { prompt: more-than } }
      - { id: fine, rule: test.rule, status: 200 }
      - { id: says, rule: test.rule, kind: behaviour, answer: { contains: Hi } }
`

function steps(wanted: string): readonly string[] {
  const [asked] = catalogueFrom(suiteOf(text)).cases
  return trimCase(asked!, ({ id }) => id === wanted).steps.map(({ id }) => id)
}

it('keeps the control for what is compared with it, named or not', () => {
  expect(steps('grows')).toEqual(['control', 'main'])
  expect(steps('says')).toEqual(['control', 'main'])
})

it('leaves the control out where nothing looks at it', () => {
  expect(steps('fine')).toEqual(['main'])
})
