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

const inOrder = `  - id: two
    title: Two
    apis: [converse]
    steps:
      - { id: make, say: [{ user: A }], save: { id: /id } }
      - { id: delete, send: { method: DELETE, path: '/x/\${saved.id}' } }
      - { id: gone, send: { method: GET, path: '/x/\${saved.id}' } }
      - { id: after, say: [{ user: B }] }
    checks:
      - { id: accepted, step: delete, rule: test.rule, status: 200 }
      - { id: is-gone, step: gone, rule: test.rule, status: 404 }
      - { id: served, step: after, rule: test.rule, status: 200 }
`

it('keeps what is sent before a step, unless the case says that its order does not matter', () => {
  const kept = (yaml: string, wanted: string): readonly string[] => {
    const [asked] = catalogueFrom(suiteOf(yaml)).cases
    return trimCase(asked!, ({ id }) => id === wanted).steps.map(({ id }) => id)
  }
  expect(kept(inOrder, 'gone.is-gone')).toEqual(['make', 'delete', 'gone'])
  const free = inOrder.replace('    steps:', '    independent: true\n    steps:')
  expect(kept(free, 'gone.is-gone')).toEqual(['make', 'gone'])
  const listed = free.replace(
    "path: '/x/${saved.id}' } }\n      - { id: after",
    "path: '/x' }, each: { from: id, most: 2 } }\n      - { id: after",
  )
  expect(kept(listed, 'gone.is-gone')).toEqual(['make', 'gone'])
})
